from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from import_export import widgets
from import_export.fields import Field

from common.admin import Administration, FileResource, Reference, Typed
from districts.models import District, Upazila
from projects.models import (
    Indicator,
    Measurement,
    Organisation,
    Outcome,
    Partnership,
    Project,
    ReportedAchievement,
    Target,
)
from projects.services import delete_file_of


class PartnershipInline(Typed, admin.StackedInline):  # type: ignore[type-arg]
    model = Partnership
    extra = 0
    autocomplete_fields = ("organisation",)


class OutcomeInline(Typed, admin.StackedInline):  # type: ignore[type-arg]
    """The outcomes on the page of a project.

    An outcome is deleted on its own page, since that page says what uses it.
    """

    model = Outcome
    extra = 0
    can_delete = False
    show_change_link = True


class ReportedAchievementInline(Typed, admin.StackedInline):  # type: ignore[type-arg]
    model = ReportedAchievement
    extra = 0


@admin.register(Project)
class ProjectAdmin(Administration):
    key = "slug"
    list_display = (
        "title_en",
        "title_bn",
        "starts_on",
        "ends_on",
        "is_public",
        "is_demonstration",
    )
    list_filter = ("is_public", "is_demonstration")
    search_fields = ("title_en", "title_bn", "slug")
    autocomplete_fields = ("upazilas", "target_groups")
    prepopulated_fields = {"slug": ("title_en",)}
    date_hierarchy = "starts_on"
    inlines = (PartnershipInline, OutcomeInline, ReportedAchievementInline)
    ordering = ("-starts_on",)
    fieldsets = (
        (None, {"fields": (("title_en", "title_bn"), "slug", ("starts_on", "ends_on"))}),
        (None, {"fields": ("is_public", "is_demonstration", "upazilas", "target_groups")}),
        (None, {"fields": (("goal_en", "goal_bn"), ("objective_en", "objective_bn"))}),
    )


@admin.register(Organisation)
class OrganisationAdmin(Administration):
    list_display = ("name_en", "name_bn", "short_en", "short_bn")
    search_fields = ("name_en", "name_bn", "short_en", "short_bn")
    ordering = ("name_en",)


@admin.register(Outcome)
class OutcomeAdmin(Administration):
    list_display = ("number", "statement_en", "statement_bn", "project")
    list_display_links = ("number", "statement_en", "statement_bn")
    list_filter = ("project",)
    list_select_related = ("project",)
    search_fields = ("statement_en", "statement_bn", "project__title_en", "project__title_bn")
    autocomplete_fields = ("project",)
    ordering = ("project", "number")


class OfTheProject(widgets.ForeignKeyWidget):
    """Find an object by its code within the project that the same line of the file names."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(project__slug=row["project"])
        return rows


class NumberResource(FileResource):
    """The lines of an uploaded file. Project, indicator, place and quarter identify a row.

    The user who uploads the file is stored as the one who set or typed the value.
    """

    project = Field("indicator__project__slug", "project", readonly=True)
    indicator = Field("indicator", "indicator", widget=OfTheProject(Indicator, field="code"))  # type: ignore[no-untyped-call]
    upazila = Field("upazila", "upazila", widget=widgets.ForeignKeyWidget(Upazila))


class TargetResource(NumberResource):
    district = Field("district", "district", widget=widgets.ForeignKeyWidget(District))

    class Meta(FileResource.Meta):
        model = Target
        import_id_fields = ("indicator", "district", "upazila", "quarter")
        fields = ("project", "indicator", "district", "upazila", "quarter", "value")

    def before_save_instance(self, instance: Target, row: Any, **kwargs: Any) -> None:
        instance.set_by, instance.set_at = kwargs["user"], timezone.now()


class MeasurementResource(NumberResource):
    class Meta(FileResource.Meta):
        model = Measurement
        import_id_fields = ("indicator", "upazila", "quarter")
        fields = ("project", "indicator", "upazila", "quarter", "value", "source")

    def before_save_instance(self, instance: Measurement, row: Any, **kwargs: Any) -> None:
        instance.typed_by, instance.typed_at = kwargs["user"], timezone.now()


@admin.register(Target)
class TargetAdmin(Reference):
    resource_classes = [TargetResource]
    list_display = ("indicator", "upazila", "district", "quarter", "value", "set_by")
    list_filter = ("indicator__project", "quarter", "district", "upazila")
    list_select_related = ("indicator", "upazila", "district", "set_by")
    search_fields = ("indicator__code", "indicator__name_en", "indicator__name_bn")
    autocomplete_fields = ("indicator", "district", "upazila")
    readonly_fields = ("set_by", "set_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.set_by, obj.set_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Measurement)
class MeasurementAdmin(Reference):
    resource_classes = [MeasurementResource]
    list_display = ("indicator", "upazila", "quarter", "value", "typed_by")
    list_filter = ("indicator__project", "quarter", "upazila")
    list_select_related = ("indicator", "upazila", "typed_by")
    search_fields = ("indicator__code", "indicator__name_en", "indicator__name_bn", "source")
    autocomplete_fields = ("indicator", "upazila")
    readonly_fields = ("file_name", "typed_by", "typed_at")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_file_of(obj)
        super().delete_model(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.typed_by, obj.typed_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
