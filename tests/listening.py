"""Listen for N+1 queries on our own pages. The admin's are Django's and its plug-ins'."""

from zeal.middleware import zeal_middleware


def listening_middleware(get_response):
    listening = zeal_middleware(get_response)

    def answer(request):
        if request.path.startswith("/admin/"):
            return get_response(request)
        return listening(request)

    return answer
