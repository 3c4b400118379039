from __future__ import annotations

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from committees.models import Committee, Member
from common.admin import Administration, Typed


class MemberInline(Typed, admin.TabularInline):  # type: ignore[type-arg]
    model = Member
    extra = 0


@admin.register(Committee)
class CommitteeAdmin(Administration):
    list_display = ("name", "level", "district", "upazila", "project", "is_active")
    list_filter = ("project", "level", "is_active", "district")
    list_select_related = ("district", "upazila", "union", "project")
    search_fields = ("district__name_en", "upazila__name_en", "union__name_en", "union__name_bn")
    autocomplete_fields = ("project", "district", "upazila", "union")
    inlines = (MemberInline,)

    def save_model(
        self, request: HttpRequest, obj: Committee, form: ModelForm[Committee], change: bool
    ) -> None:
        """Save, and raise the version: a page opened before then cannot undo this change."""
        obj.version += change
        super().save_model(request, obj, form, change)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Committee | None = None
    ) -> tuple[str, ...]:
        """The place of a committee is chosen once: it cannot be changed afterwards."""
        place = ("project", "level", "district", "upazila", "union") if obj else ()
        return (*super().get_readonly_fields(request, obj), *place)
