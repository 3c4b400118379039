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
    """The administration, behind the same sign-in as everything else: for administrators only."""

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
        """Only ever sends on: the signed-in to the first page, the others to our sign-in."""
        return redirect("admin:index")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """By our own page: it lets the phone forget its drafts."""
        return redirect("account_logout")

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the words we lend to Django's scripts (locale/upstream/djangojs.po)."""
        response: HttpResponse = JavaScriptCatalog.as_view()(request)  # type: ignore[assignment]
        return response

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account_change_password")
