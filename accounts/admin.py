from __future__ import annotations

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  (registers models that are unregistered below)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from import_export import widgets
from import_export.fields import Field

from accounts.forms import SetSomebodysPasswordForm
from accounts.models import User
from common.admin import FileResource, Reference
from districts.models import District, Upazila

for model in (Group, EmailAddress, Authenticator):
    admin.site.unregister(model)


class PlacesWidget(widgets.ManyToManyWidget):
    """A cell with P-codes of places, with commas between them. An unknown P-code is an error."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        codes = {code.strip() for code in str(value or "").split(",") if code.strip()}
        places = list(self.model._default_manager.filter(pk__in=codes))
        unknown = codes - {place.pk for place in places}
        if unknown:
            raise ValueError(_("There is no place %(code)s.") % {"code": ", ".join(unknown)})
        return places

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None:
            return ""
        return ",".join(value.order_by("pk").values_list("pk", flat=True))


class UserResource(FileResource):
    """A file of users, with the P-codes of their places. It never contains passwords."""

    upazilas = Field("upazilas", "upazilas", widget=PlacesWidget(Upazila))  # type: ignore[no-untyped-call]
    districts = Field("districts", "districts", widget=PlacesWidget(District))  # type: ignore[no-untyped-call]

    class Meta(FileResource.Meta):
        model = User
        import_id_fields = ("username",)
        fields = (
            "username",
            "first_name",
            "last_name",
            "email",
            "phone",
            "role",
            "upazilas",
            "districts",
            "language",
            "is_active",
        )

    def init_instance(self, row: Any = None) -> User:
        user: User = super().init_instance(row)  # type: ignore[no-untyped-call]
        user.set_unusable_password()
        return user

    def before_save_instance(self, instance: User, row: Any, **kwargs: Any) -> None:
        """Raise ValidationError if the file takes the importing user's own account or role away."""
        if instance == kwargs.get("user") and not (instance.is_active and instance.is_staff):
            raise ValidationError(
                gettext("You cannot close your own account or give up your own role.")
            )


@admin.register(User)
class UserAdmin(Reference, DjangoUserAdmin):  # type: ignore[misc, type-arg]
    key = "username"
    change_password_form = SetSomebodysPasswordForm
    resource_classes = [UserResource]
    list_display = ("username", "full_name", "role", "language", "is_active", "last_login")
    list_filter = (
        "is_active",
        "role",
        "language",
        ("upazilas", admin.RelatedOnlyFieldListFilter),
        ("districts", admin.RelatedOnlyFieldListFilter),
    )
    search_fields = ("username", "first_name", "last_name", "email", "phone")
    autocomplete_fields = ("upazilas", "districts")
    filter_horizontal = ()
    ordering = ("username",)
    actions = ("turn_off_second_step",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "is_active")}),
        (None, {"fields": ("role", "upazilas", "districts", "language")}),
        (None, {"fields": ("first_name", "last_name", "email", "phone")}),
        (None, {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (None, {"fields": ("role", "upazilas", "districts", "language")}),
        (None, {"fields": ("first_name", "last_name", "email", "phone")}),
    )

    @admin.display(description=_("name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Add `role` and `is_active` on the user's own page: nobody locks themselves out."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "role", "is_active") if obj == request.user else fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj != request.user and super().has_delete_permission(request, obj)

    @admin.action(description=_("Turn off two-step sign-in (phone and codes lost)"))
    def turn_off_second_step(self, request: HttpRequest, users: QuerySet[User]) -> None:
        found = users.filter(authenticator__isnull=False).distinct()
        for user in found:
            self.log_change(request, user, gettext("Two-step sign-in turned off."))
        count = len(found)
        Authenticator.objects.filter(user__in=users).delete()
        messages.success(
            request,
            ngettext(
                "Two-step sign-in is off for %(count)s person.",
                "Two-step sign-in is off for %(count)s people.",
                count,
            )
            % {"count": count},
        )
