from allauth.account import views as sign_in
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST


def logout(request: HttpRequest) -> HttpResponse:
    """Sign the user out, and tell the browser to delete the pages that it has cached.

    Only the cache is deleted: "storage" would also delete records that wait on the phone.
    """
    response = sign_in.logout(request)
    if not request.user.is_authenticated:
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Store the chosen language on the user, and in a cookie for pages before sign-in."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("dashboards:programme")
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=60 * 60 * 24 * 365,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response
