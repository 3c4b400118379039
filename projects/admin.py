from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export import widgets
from import_export.fields import Field

from beneficiaries.models import TargetGroup
from common.admin import Administration, FileResource, Reference
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

# Their room lies above this one: they are reached through the indicators they count towards.
ACTIVITY_TYPE: type[Model] = Indicator._meta.get_field("activity_types").related_model


class PartnershipInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Partnership
    extra = 0
    autocomplete_fields = ("organisation",)


class OutcomeInline(admin.StackedInline):  # type: ignore[type-arg]
    """Removed on its own page, which says what uses it."""

    model = Outcome
    extra = 0
    can_delete = False
    show_change_link = True


class ReportedAchievementInline(admin.StackedInline):  # type: ignore[type-arg]
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
    """A row by its own key within the project that the same line of the file names."""

    def get_queryset(self, value: Any, row: Any, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.filter(project__slug=row["project"])
        return rows


class IndicatorResource(FileResource):
    """An indicator is known by its code within its project, an outcome by its number."""

    project = Field("project", "project", widget=widgets.ForeignKeyWidget(Project, field="slug"))
    outcome = Field("outcome", "outcome", widget=OfTheProject(Outcome, field="number"))  # type: ignore[no-untyped-call]
    target_group = Field(
        "target_group", "target_group", widget=widgets.ForeignKeyWidget(TargetGroup, field="code")
    )

    activity_types = Field(
        "activity_types",
        "activity_types",
        widget=widgets.ManyToManyWidget(ACTIVITY_TYPE, field="code"),
    )

    class Meta(FileResource.Meta):
        model = Indicator
        import_id_fields = ("project", "code")
        fields = (
            "project",
            "outcome",
            "code",
            "name_en",
            "name_bn",
            "unit_en",
            "unit_bn",
            "definition_en",
            "definition_bn",
            "verification_en",
            "verification_bn",
            "direction",
            "measure",
            "activity_types",
            "target_group",
            "sex",
            "age",
            "across_places",
            "across_periods",
            "is_cumulative",
            "baseline",
            "position",
            "is_active",
        )


class IndicatorForm(forms.ModelForm):  # type: ignore[type-arg]
    """With the types it counts, which are the types' own field."""

    activity_types = forms.ModelMultipleChoiceField(
        label=_("types of activity it counts"),
        queryset=ACTIVITY_TYPE._default_manager.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: every type."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["activity_types"] = self.instance.activity_types.all()


@admin.register(Indicator)
class IndicatorAdmin(Reference):
    key = "code"
    form = IndicatorForm
    resource_classes = [IndicatorResource]
    list_display = ("name_en", "name_bn", "measure", "position", "is_active")
    list_filter = ("is_active", "project", "measure", "is_cumulative", "direction")
    search_fields = ("name_en", "name_bn", "code", "definition_en", "definition_bn")
    autocomplete_fields = ("project", "outcome", "target_group")
    prepopulated_fields = {"code": ("name_en",)}
    ordering = ("project", "outcome__number", "position", "pk")
    fieldsets = (
        (None, {"fields": ("project", "outcome", "code", "position", "is_active")}),
        (None, {"fields": (("name_en", "name_bn"), ("unit_en", "unit_bn"))}),
        (
            None,
            {
                "fields": (
                    ("definition_en", "definition_bn"),
                    ("verification_en", "verification_bn"),
                )
            },
        ),
        (
            _("How it is computed"),
            {"fields": ("measure", "activity_types", "target_group", "sex", "age")},
        ),
        (
            _("How it adds up"),
            {"fields": ("across_places", "across_periods", "is_cumulative")},
        ),
        (None, {"fields": ("direction", "baseline")}),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.activity_types.set(form.cleaned_data["activity_types"])


class NumberResource(FileResource):
    """Known by project, indicator, place and quarter; whoever uploads the file says so."""

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
