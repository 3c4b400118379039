"""The administration of indicators. It is in this room, since activity types belong to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export import widgets
from import_export.fields import Field

from activities.models import ActivityType
from beneficiaries.models import TargetGroup
from common.admin import FileResource, Reference
from projects.admin import OfTheProject
from projects.models import Indicator, Outcome, Project


class IndicatorResource(FileResource):
    """The lines of an uploaded file.

    Within a project, the code identifies an indicator, and the number an outcome.
    """

    project = Field("project", "project", widget=widgets.ForeignKeyWidget(Project, field="slug"))
    outcome = Field("outcome", "outcome", widget=OfTheProject(Outcome, field="number"))  # type: ignore[no-untyped-call]
    target_group = Field(
        "target_group", "target_group", widget=widgets.ForeignKeyWidget(TargetGroup, field="code")
    )

    activity_types = Field(
        "activity_types",
        "activity_types",
        widget=widgets.ManyToManyWidget(ActivityType, field="code"),
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
    """The form of an indicator, with the activity types that it counts.

    The field for these belongs to the activity type, so it is added here by hand.
    """

    activity_types = forms.ModelMultipleChoiceField(
        label=_("types of activity it counts"),
        queryset=ActivityType.objects.all(),
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
