from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog


class AdminSite(admin.AdminSite):
    """The administration. Only administrators enter it, by the same sign-in page as everybody."""

    site_header = _("Sutro administration")
    site_title = _("Sutro administration")
    index_title = _("Administration")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return super().each_context(request) | {"version": settings.VERSION}

    def has_permission(self, request: HttpRequest) -> bool:
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return super().has_permission(request)

    @method_decorator(login_not_required)
    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Redirect to the first page of the administration.

        A visitor who is not signed in is redirected to our sign-in page instead.
        """
        return redirect("admin:index")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Redirect to our own sign-out page: its script deletes the drafts on the phone."""
        return redirect("account_logout")

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The translations for the scripts of the admin, from Django and from us.

        Ours (locale/upstream/bn/LC_MESSAGES/djangojs.po) add what Django has not translated.
        """
        response: HttpResponse = JavaScriptCatalog.as_view()(request)  # type: ignore[assignment]
        return response

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account_change_password")
