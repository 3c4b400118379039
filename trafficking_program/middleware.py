from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader


class ReadableRequestMiddleware:
    """Refuses requests that no browser sends: with NUL in the address or a cookie, or not in UTF-8.

    PostgreSQL cannot store NUL, and Django would look up a session with it. Django would also
    decode the request with any codec that it names, such as "hex". Each would be a server error.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_readable(request):
            return self.get_response(request)
        return HttpResponse(loader.render_to_string("400.html"), status=400)


def is_readable(request: HttpRequest) -> bool:
    texts = (request.path_info, request.META.get("QUERY_STRING", ""), *request.COOKIES.values())
    charset = (request.content_params or {}).get("charset", "utf-8")
    return charset.lower() in ("utf-8", "utf8") and not any("\0" in unquote(t) for t in texts)


def prefers_json(request: HttpRequest) -> bool:
    """Whether the request comes from a script, which needs JSON and not a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class RequestSizeMiddleware:
    """Refuses a request that is too large to be one of ours, before its body is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.MAX_REQUEST_BYTES:
            if prefers_json(request):
                return JsonResponse({"error": "too_large", "message": ""}, status=413)
            return render(request, "413.html", status=413)
        return self.get_response(request)


class PrivateMiddleware:
    """Says that pages of a signed-in user are private: no proxy may keep them.

    It does not say `no-store`: with that, going back in the browser would lose what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
