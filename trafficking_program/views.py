from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.cache import never_cache

from trafficking_program.middleware import prefers_json

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 only if the database answers too. This is for monitors and load balancers.

    With `?format=json` the answer also says which version runs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if request.GET.get("format") == "json":
        return JsonResponse({"status": "ok", "version": settings.VERSION})
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for status 400, or 413 if too much was sent.

    The session is mostly not known yet, so the page for 400 does not need the user's language.
    """
    if isinstance(exception, TOO_MUCH):
        return render(request, "413.html", status=413)
    return HttpResponse(loader.render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a script with JSON, so that it can fetch a new token, and a browser with a page."""
    if prefers_json(request):
        message = _("Something on the way was out of date. It is tried again.")
        return JsonResponse({"error": "csrf", "message": message}, status=403)
    return csrf.csrf_failure(request, reason)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for status 500; it uses neither the database nor the session nor the user."""
    return HttpResponse(loader.render_to_string("500.html"), status=500)
