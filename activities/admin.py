from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from import_export import widgets
from import_export.fields import Field

from activities import indicator_admin  # noqa: F401 (it registers its pages)
from activities.models import (
    Activity,
    ActivityType,
    Decision,
    Distribution,
    Evidence,
    Material,
    NothingToReport,
    Participation,
    PlannedActivity,
)
from common.admin import FileResource, ReadOnly, Reference, Shown
from projects.models import Outcome


class OutcomesWidget(widgets.ManyToManyWidget):
    """Outcomes, written as the slug of their project and their number: pvht-2007/4, pvht-2007/2."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Outcome]:
        keys = [key.strip() for key in str(value or "").split(",") if key.strip()]
        return [self.outcome(key) for key in keys]

    def outcome(self, key: str) -> Outcome:
        slug, _slash, number = key.rpartition("/")
        outcome = Outcome.objects.filter(
            project__slug=slug, number=number if number.isdecimal() else -1
        ).first()
        if outcome is None:
            raise ValueError(_("There is no outcome %(key)s.") % {"key": key})
        return outcome

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None:
            return ""
        outcomes = value.select_related("project").order_by("project__slug", "number")
        return ", ".join(f"{outcome.project.slug}/{outcome.number}" for outcome in outcomes)


class ActivityTypeResource(FileResource):
    outcomes = Field("outcomes", "outcomes", widget=OutcomesWidget(Outcome))  # type: ignore[no-untyped-call]

    class Meta(FileResource.Meta):
        model = ActivityType
        import_id_fields = ("code",)
        fields = (
            "code",
            "position",
            "name_en",
            "name_bn",
            "short_en",
            "short_bn",
            "counts",
            "icon",
            "outcomes",
            "is_of_committee",
            "is_active",
        )


class MaterialResource(FileResource):
    activity_type = Field(
        "activity_type",
        "activity_type",
        widget=widgets.ForeignKeyWidget(ActivityType, field="code"),
    )

    class Meta(FileResource.Meta):
        model = Material
        import_id_fields = ("code",)
        fields = ("code", "position", "name_en", "name_bn", "activity_type", "is_active")


@admin.register(ActivityType)
class ActivityTypeAdmin(Reference):
    key = "code"
    resource_classes = [ActivityTypeResource]
    list_display = ("name_en", "name_bn", "counts", "position", "is_active")
    list_filter = ("is_active", "counts", "outcomes__project")
    search_fields = ("name_en", "name_bn", "short_en", "short_bn", "code")
    autocomplete_fields = ("outcomes",)
    prepopulated_fields = {"code": ("name_en",)}
    ordering = ("position", "pk")


@admin.register(Material)
class MaterialAdmin(Reference):
    key = "code"
    resource_classes = [MaterialResource]
    list_display = ("name_en", "name_bn", "activity_type", "position", "is_active")
    list_filter = ("is_active", "activity_type")
    list_select_related = ("activity_type",)
    search_fields = ("name_en", "name_bn", "code")
    autocomplete_fields = ("activity_type",)
    prepopulated_fields = {"code": ("name_en",)}
    ordering = ("position", "pk")


class PartInline(Shown, admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ParticipationInline(PartInline):
    model = Participation
    fields = ("target_group", "people", "first_time", "with_disability")
    readonly_fields = fields


class DistributionInline(PartInline):
    model = Distribution
    fields = ("material", "quantity")
    readonly_fields = fields


class DecisionInline(PartInline):
    model = Decision
    fields = ("text", "owner", "due_on", "done_on", "done_by", "done_note")
    readonly_fields = fields


class LinkedFile:
    @admin.display(description=_("file"))
    def link(self, evidence: Evidence) -> SafeString:
        """A link to the view that checks whether the user may see the file."""
        return format_html('<a href="{}">{}</a>', evidence.get_absolute_url(), evidence.name)


class EvidenceInline(LinkedFile, PartInline):
    model = Evidence
    fields = ("link", "content_type", "size", "has_consent", "uploaded_by", "created_at")
    readonly_fields = fields


ACTIVITY_SEARCH = ("venue", "summary", "officer__username", "upazila__name_en", "upazila__name_bn")
PART_FILTERS = ("activity__status", "activity__project", "activity__activity_type")


@admin.register(Activity)
class ActivityAdmin(ReadOnly):
    list_display = ("activity_type", "starts_on", "upazila", "venue", "officer", "status")
    list_filter = (
        "status",
        "project",
        "activity_type",
        ("upazila", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("activity_type", "upazila", "officer")
    search_fields = ACTIVITY_SEARCH
    date_hierarchy = "starts_on"
    inlines = (ParticipationInline, DistributionInline, DecisionInline, EvidenceInline)


@admin.register(Participation)
class ParticipationAdmin(ReadOnly):
    list_display = ("target_group", "people", "first_time", "activity")
    list_filter = (*PART_FILTERS, "target_group")
    list_select_related = (
        "target_group",
        "activity__activity_type",
        "activity__upazila",
        "activity__union",
    )
    search_fields = tuple(f"activity__{field}" for field in ACTIVITY_SEARCH)


@admin.register(Distribution)
class DistributionAdmin(ReadOnly):
    list_display = ("material", "quantity", "activity")
    list_filter = (*PART_FILTERS, "material")
    list_select_related = (
        "material",
        "activity__activity_type",
        "activity__upazila",
        "activity__union",
    )
    search_fields = tuple(f"activity__{field}" for field in ACTIVITY_SEARCH)


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("text", "owner", "due_on", "done_on", "activity")
    list_filter = (*PART_FILTERS, "due_on")
    list_select_related = (
        "activity__activity_type",
        "activity__upazila",
        "activity__union",
    )
    search_fields = ("text", "owner", *(f"activity__{field}" for field in ACTIVITY_SEARCH))


@admin.register(Evidence)
class EvidenceAdmin(LinkedFile, ReadOnly):
    list_display = ("name", "content_type", "size", "activity", "uploaded_by", "created_at")
    list_filter = (*PART_FILTERS, "content_type", "has_consent")
    list_select_related = (
        "uploaded_by",
        "activity__activity_type",
        "activity__upazila",
        "activity__union",
    )
    search_fields = ("name", *(f"activity__{field}" for field in ACTIVITY_SEARCH))
    exclude = ("file",)
    readonly_fields = ("link",)


PLACED_FILTERS = ("project", ("upazila", admin.RelatedOnlyFieldListFilter))


@admin.register(PlannedActivity)
class PlannedActivityAdmin(ReadOnly):
    list_display = ("activity_type", "upazila", "month", "day", "number", "planned_by")
    list_filter = (*PLACED_FILTERS, "activity_type")
    list_select_related = ("activity_type", "upazila", "union", "planned_by")
    search_fields = ("venue", "upazila__name_en", "upazila__name_bn")
    date_hierarchy = "month"


@admin.register(NothingToReport)
class NothingToReportAdmin(ReadOnly):
    list_display = ("upazila", "month", "reason", "officer", "created_at")
    list_filter = (*PLACED_FILTERS, "reason")
    list_select_related = ("upazila", "officer")
    search_fields = ("note", "officer__username", "upazila__name_en", "upazila__name_bn")
    date_hierarchy = "month"
