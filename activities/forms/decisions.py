"""The forms for a decision of a committee, and for recording that it was carried out."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Decision
from common.fields import DayField, TextField
from common.privacy import identifying
from common.row_forms import RowForm

BLANK_DECISIONS = 3


class DecisionForm(RowForm):
    """One decision: what was decided, who does it, and by when."""

    COLUMNS = ("text", "owner", "due_on")

    text = TextField(label=_("Decision"), max_length=500, required=False)
    owner = TextField(label=_("Who does it"), max_length=120, required=False)
    due_on = DayField(label=_("Due on"), required=False)

    def clean(self) -> None:
        cleaned = self.cleaned_data
        if cleaned.get("text") and not cleaned.get("owner") and "owner" not in self.errors:
            self.add_error("owner", _("Write who does it."))
        rest = cleaned.get("owner") or cleaned.get("due_on")
        if rest and not cleaned.get("text") and "text" not in self.errors:
            self.add_error("text", _("Write what was decided."))

    def refuse_due_before(self, held_on: datetime.date) -> None:
        """Add an error if the decision is due before the meeting. The form must be valid."""
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on < held_on:
            self.add_error("due_on", _("It cannot be due before the meeting."))


class FollowUpForm(forms.Form):
    """Records that a decision was carried out: the day, and what was done."""

    done_on = DayField(label=_("Done on"))
    note = TextField(
        label=_("What was done"),
        max_length=500,
        help_text=_("No names, phone numbers or identity numbers."),
        error_messages={"required": _("Write what was done.")},
    )
    names_nobody = forms.BooleanField(label=_("No person can be told from it"), required=False)

    def __init__(self, decision: Decision, data: Any = None) -> None:
        self.decision = decision
        self.identifying: list[str] = []
        super().__init__(
            data,
            prefix=f"done{decision.pk}",
            initial={"done_on": timezone.localdate()},
            use_required_attribute=False,
        )

    def clean_done_on(self) -> datetime.date:
        done_on: datetime.date = self.cleaned_data["done_on"]
        if done_on > timezone.localdate():
            raise ValidationError(_("The day cannot be after today."))
        if done_on < self.decision.activity.starts_on:
            raise ValidationError(_("It cannot be done before the meeting."))
        return done_on

    def clean(self) -> None:
        if not self.cleaned_data.get("names_nobody"):
            self.identifying = identifying(self.cleaned_data.get("note", ""))
        if self.identifying:
            message = _("This may tell who somebody is: %(found)s. Take it out.")
            found = {"found": ", ".join(self.identifying)}
            self.add_error("note", ValidationError(message, params=found))
