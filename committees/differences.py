"""The differences between a stored committee and what a user typed into the form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from committees.forms import CommitteeForm
from committees.models import Committee, Member
from common.editing import Difference
from common.localisation import day


def differences(stored: Committee, form: CommitteeForm) -> list[Difference]:
    """The fields that differ, then all seats together if these differ; empty if nothing does.

    The form must be valid.
    """
    found = [
        Difference(str(form.fields[name].label), shown(before), shown(after))
        for name in form.Meta.fields
        if (before := getattr(stored, name)) != (after := form.cleaned_data[name])
    ]
    before = [*map(as_line, stored.members.all())]
    after = [as_line(Member(**seat.values)) for seat in form.members if seat.is_filled]
    if sorted(before) != sorted(after):
        found.append(
            Difference(_("Seats"), *("\n".join(seats) or "–" for seats in (before, after)))
        )
    return found


def as_line(seat: Member) -> str:
    return f"{seat} ({seat.get_sex_display()})"


def shown(value: Any) -> str:
    """The value as text, in the user's language."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return day(value) if hasattr(value, "isoformat") else value or "–"
