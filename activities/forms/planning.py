"""The forms for a zero report (nothing was held in a month), and for an entry of the work plan."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Power
from activities.models import Activity, ActivityType, NothingToReport, PlannedActivity
from activities.models.planning import MOST_PLANNED, PlannedQuerySet
from common.calendar import month_read, months_between
from common.fields import CountField, DayField, TextField
from common.localisation import day, number
from districts.models import Union, Upazila
from projects.models import Project


class MonthField(forms.TypedChoiceField):
    """One of the months that `offer` was given; its value is the first of the month."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            coerce=month_read,
            error_messages={
                "required": _("Choose the month."),
                "invalid_choice": _("Choose the month."),
            },
            **options,
        )

    def offer(self, offered: Iterable[datetime.date]) -> None:
        self.choices = [(f"{first:%Y-%m}", day(first, "F Y")) for first in offered]

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


def offer_upazilas(field: forms.Field, user: User, project: Project) -> None:
    """Offer the user's upazilas in the work area; if there is only one, it is chosen already."""
    assert isinstance(field, forms.ModelChoiceField)
    field.empty_label = None
    offered = Upazila.objects.visible_to(user).filter(projects=project, is_active=True)
    field.queryset = offered
    if len(offered) == 1:
        field.initial = offered[0].pk


class NothingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A zero report: nothing was held in an upazila in a month, which must have begun; and why."""

    month = MonthField(label=_("Month"))
    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=NothingToReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose the reason."),
            "invalid_choice": _("Choose the reason."),
        },
    )
    note = TextField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only for another reason. No names."),
    )

    class Meta:
        model = NothingToReport
        fields = ("upazila", "month", "reason", "note")
        field_classes = {"upazila": forms.ModelChoiceField}
        widgets = {"upazila": forms.RadioSelect}
        error_messages = {
            "upazila": {
                "required": _("Choose the upazila."),
                "invalid_choice": _("Choose one of your own upazilas."),
            }
        }

    def __init__(self, user: User, project: Project, *args: Any, **kwargs: Any) -> None:
        self.user, self.project = user, project
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        offer_upazilas(self.fields["upazila"], user, project)
        begun = [*months_between(project.starts_on, project.last_day())]
        month = self.fields["month"]
        assert isinstance(month, MonthField)
        month.offer(begun[::-1])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == NothingToReport.Reason.OTHER and cleaned.get("note") == "":
            self.add_error("note", _("Write the reason."))
        if cleaned.get("upazila") and cleaned.get("month"):
            self._refuse_what_was_held(cleaned["upazila"], cleaned["month"])
        return cleaned

    def _refuse_what_was_held(self, upazila: Upazila, month: datetime.date) -> None:
        held = (
            Activity.objects.visible_to(self.user)
            .filter(project=self.project, upazila=upazila)
            .filter(starts_on__year=month.year, starts_on__month=month.month)
            .exclude(status=Activity.Status.DRAFT)
            .count()
        )
        if held:
            message = ngettext(
                "%(n)s activity is logged in %(place)s in %(month)s: something was held.",
                "%(n)s activities are logged in %(place)s in %(month)s: something was held.",
                held,
            )
            params = {"n": number(held), "place": upazila.name, "month": day(month, "F Y")}
            self.add_error("month", ValidationError(message, params=params))


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]
    """A number of activities in a month, or one on a day.

    Users without the power to plan months can plan only days.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    month = MonthField(label=_("Month"), required=False)
    number = CountField(label=_("How many"), most=MOST_PLANNED)
    day = DayField(label=_("Day"), required=False)
    venue = TextField(
        label=_("Venue"),
        max_length=200,
        required=False,
        help_text=_("The para or a place people know. Nobody's name."),
    )

    class Meta:
        model = PlannedActivity
        fields = ("activity_type", "upazila", "union", "venue", "day", "month", "number")
        labels = {
            "activity_type": _("Type of activity"),
            "upazila": _("Upazila"),
            "union": _("Union"),
        }
        field_classes = {"upazila": forms.ModelChoiceField}
        widgets = {"upazila": forms.RadioSelect}
        error_messages = {
            "activity_type": {"required": _("Choose what kind of activity it was.")},
            "upazila": {
                "required": _("Choose the upazila."),
                "invalid_choice": _("Choose one of your own upazilas."),
            },
        }

    def __init__(self, user: User, project: Project, *args: Any, **kwargs: Any) -> None:
        self.user, self.project = user, project
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        offer_upazilas(self.fields["upazila"], user, project)
        self._offer_types_and_unions()
        self.initial["version"] = self.instance.version if self.instance.pk else None
        if not user.may(Power.PLANS_MONTHS):
            del self.fields["month"], self.fields["number"]
            self.fields["day"].required = True
            self.fields["day"].error_messages["required"] = _("Choose the day.")
            return
        self.initial["number"] = number(self.instance.number) if self.instance.pk else ""
        month = self.fields["month"]
        assert isinstance(month, MonthField)
        month.offer(months_between(project.starts_on, project.ends_on))

    def _offer_types_and_unions(self) -> None:
        types, unions = self.fields["activity_type"], self.fields["union"]
        assert isinstance(types, forms.ModelChoiceField)
        assert isinstance(unions, forms.ModelChoiceField)
        types.queryset = ActivityType.objects.filter(is_active=True)
        types.empty_label = _("Choose")
        unions.queryset = (
            Union.objects.visible_to(self.user)
            .filter(upazila__projects=self.project, is_active=True)
            .select_related("upazila")
            .order_by("upazila", "name_en")
        )
        unions.choices = [
            ("", _("Not said yet, or none")),
            *(
                (upazila.name, [(union.pk, union.name) for union in within])
                for upazila, within in groupby(unions.queryset, lambda union: union.upazila)
            ),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if held_on := cleaned.get("day"):
            self._on_a_day(cleaned, held_on)
        elif self.user.may(Power.PLANS_MONTHS) and "day" not in self.errors:
            self._in_a_month(cleaned)
        if (
            not self.errors
            and (other := self.same().first())
            and other.number != cleaned.get("number", 1)
        ):
            message = _("%(n)s are planned there in that month already: change that entry.")
            self.add_error("number", ValidationError(message, params={"n": number(other.number)}))
        return cleaned

    def _on_a_day(self, cleaned: dict[str, Any], held_on: datetime.date) -> None:
        """Set the month to that of the day, whichever month was chosen."""
        if not self.project.starts_on <= held_on <= self.project.ends_on:
            message = _("The project runs from %(start)s to %(end)s. Choose a day within it.")
            period = {"start": day(self.project.starts_on), "end": day(self.project.ends_on)}
            self.add_error("day", ValidationError(message, params=period))
        if (cleaned.get("number") or 1) != 1:
            self.add_error("number", _("On a day stands one activity."))
        self.errors.pop("month", None)
        cleaned["month"] = held_on.replace(day=1)
        if "number" in self.fields:
            cleaned["number"] = 1

    def _in_a_month(self, cleaned: dict[str, Any]) -> None:
        if not cleaned.get("month") and "month" not in self.errors:
            self.add_error("month", _("Choose the month, or a day."))
        if not cleaned.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write how many are planned."))

    def keep(self) -> bool:
        """Store the entry. Returns False, and stores nothing, if it was changed in the meantime."""
        if not self.instance.pk:
            self.save()
            return True
        started_from = self.cleaned_data["version"] or 0
        return bool(self.instance.change(self.Meta.fields, started_from=started_from))

    def start_again_from(self, stored: PlannedActivity) -> None:
        """Keep what was typed, and let the next save start from the version stored now."""
        self.data = {**self.data.dict(), "version": stored.version}  # type: ignore[attr-defined]

    def same(self) -> PlannedQuerySet:
        """Other entries with the same values, except perhaps the number; the form is cleaned."""
        cleaned = self.cleaned_data
        named = {name: cleaned[name] for name in ("activity_type", "upazila", "month", "day")}
        if cleaned["day"]:
            named["venue"] = cleaned["venue"]
        return (
            PlannedActivity.objects.visible_to(self.user)
            .filter(**named, union=cleaned["union"], project=self.project)
            .exclude(pk=self.instance.pk)
        )
