"""What is said of a month: that nothing was held, or what is to be held."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from activities.models import Activity, NothingToReport
from districts.models import Upazila
from projects.models import Project
from trafficking_program.bangla import day, number
from trafficking_program.fields import TextField


def months(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    """The first of each month from that of `start` to that of `end`."""
    first = start.replace(day=1)
    while first <= end:
        yield first
        first = (first + datetime.timedelta(days=31)).replace(day=1)


class MonthField(forms.TypedChoiceField):
    """One of the months that `offer` was given; its value is the first of the month."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            coerce=lambda value: datetime.date.fromisoformat(f"{value}-01"),
            error_messages={
                "required": _("Choose the month."),
                "invalid_choice": _("Choose the month."),
            },
            **options,
        )

    def offer(self, offered: Iterator[datetime.date] | list[datetime.date]) -> None:
        self.choices = [(f"{first:%Y-%m}", day(first, "F Y")) for first in offered]

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, datetime.date) else value


def offer_upazilas(field: forms.Field, user: User, project: Project) -> None:
    """The user's places in the work area; the only one is chosen already."""
    assert isinstance(field, forms.ModelChoiceField)
    field.empty_label = None
    offered = Upazila.objects.visible_to(user).filter(projects=project, is_active=True)
    field.queryset = offered
    if len(offered) == 1:
        field.initial = offered[0].pk


class NothingForm(forms.ModelForm):  # type: ignore[type-arg]
    """In an upazila nothing was held in a month, and why: this month or one before it."""

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
        gone_by = [*months(project.starts_on, project.last_day())]
        month = self.fields["month"]
        assert isinstance(month, MonthField)
        month.offer(gone_by[::-1])

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
            told = {"n": number(held), "place": upazila.name, "month": day(month, "F Y")}
            self.add_error("month", ValidationError(message, params=told))
