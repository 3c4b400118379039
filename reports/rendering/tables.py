"""The tables of a report, each made once for all the files it stands in."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from beneficiaries.models import TargetGroup
from common.localisation import day
from reports.contents.localised import LocalisedContents, Row
from reports.contents.people import people_table
from reports.contents.texts import date_of
from reports.rendering.document import Cell, Column, Table


def number_column(name: str, share: float = 1) -> Column:
    return Column(name, share, is_number=True)


def reach(contents: LocalisedContents) -> Table:
    """No figure is without its method."""
    return Table(
        _("Reach, counted in three ways"),
        (
            Column(_("Figure"), 2),
            number_column(_("Approved")),
            number_column(_("Awaiting review")),
            Column(_("How it is counted"), 4),
        ),
        tuple(
            (row["name"], row["value"], row["awaiting"], row["method"]) for row in contents["reach"]
        ),
    )


def people(contents: LocalisedContents) -> Table:
    """Contacts by sex and age, with all their sums."""
    table = people_table(contents["people"]["cells"])
    return Table(
        _("Contacts by sex and age"),
        (
            Column(_("Sex"), 1.6),
            *(number_column(age.label) for age in table.ages),
        ),
        tuple(
            (sex.label, *(or_missing(count) for _age, count in counts))
            for sex, counts in table.rows
        ),
        has_total=True,
    )


def groups(contents: LocalisedContents) -> Table:
    return Table(
        _("Contacts by target group"),
        (
            Column(_("Target group"), 4),
            Column(_("Kind"), 1.3),
            number_column(_("Contacts")),
            number_column(_("First time")),
            Column(_("Told together with it"), 2),
        ),
        tuple(
            (
                row["name"],
                str(TargetGroup.Kind(row["kind"]).label),
                row["contacts"],
                row["first_time"],
                _within(row),
            )
            for row in contents["groups"]
        ),
    )


def _within(row: Row) -> Cell:
    """The groups that are reported within it."""
    if row["within"] is None:
        return or_missing(None)
    return ", ".join(group["name"] for group in row["within"]) or None


def or_missing(value: Cell) -> Cell:
    """A value that every edition of today has; without it, that this edition has none."""
    return _("Not in this edition") if value is None else value


def counted() -> tuple[Column, ...]:
    names = (_("Approved"), _("Awaiting review"), _("Contacts"))
    return tuple(Column(name, is_number=True, none=_("Not recorded")) for name in names)


def known(row: Row) -> tuple[Cell, ...]:
    """What is counted of it; where nobody has reported anything, not even zero is known.

    An older edition does not say whether anybody has: its numbers stand as they were frozen.
    """
    if row["reported"] is False:
        return (None, None, None)
    return (row["approved"], row["awaiting"], row["contacts"])


def types(contents: LocalisedContents) -> Table:
    return Table(
        _("Activities by type"),
        (Column(_("Type of activity"), 3), *counted()),
        tuple(
            (row["name"], row["approved"], row["awaiting"], row["contacts"])
            for row in contents["types"]
        ),
    )


def months(contents: LocalisedContents) -> Table:
    return Table(
        _("Activities by month"),
        (Column(_("Month"), 2, form="F Y"), *counted()),
        tuple((month(row), *known(row)) for row in contents["months"]),
    )


def month(row: Row) -> datetime.date:
    """Its first day."""
    return date_of(f"{row['month']}-01")


def upazilas(contents: LocalisedContents) -> Table:
    """Numbered as on the map."""
    return Table(
        _("Activities by upazila"),
        (
            number_column(_("No."), 0.5),
            Column(_("Upazila"), 2),
            Column(_("District"), 1.5),
            *counted(),
            number_column(_("Silent months")),
        ),
        tuple(
            (
                place,
                row["name"],
                row["district"],
                *known(row),
                or_missing(row["silent_months"]),
            )
            for place, row in enumerate(contents["upazilas"], start=1)
        ),
    )


def materials(contents: LocalisedContents) -> Table:
    return Table(
        _("Materials handed out or put up"),
        (Column(_("Material"), 3), number_column(_("Pieces"))),
        tuple((row["name"], row["quantity"]) for row in contents["materials"]),
    )


def committees(contents: LocalisedContents) -> Table:
    return Table(
        "",
        (
            Column(_("Committee"), 3),
            Column(_("Last meeting"), 1.8, none=_("No meeting yet")),
            number_column(_("Meetings")),
            number_column(_("Seats"), 1.2),
            number_column(_("Seats with sex recorded"), 1.2),
            number_column(_("of these, women")),
            number_column(_("Open decisions"), 1.2),
            number_column(_("Overdue decisions"), 1.2),
        ),
        tuple(
            (
                row["name"],
                date_of(row["last_meeting"]) if row["last_meeting"] else None,
                row["meetings"],
                row["seats"],
                row["sex_known"],
                row["women"],
                row["open"],
                row["overdue"],
            )
            for row in contents["committees"] or ()
        ),
    )


def activities(contents: LocalisedContents) -> Table:
    """Of approved ones, the oldest first."""
    kinds = {row["code"]: row["short"] for row in contents["types"]}
    places = {row["pcode"]: row["name"] for row in contents["upazilas"]}
    return Table(
        "",
        (
            Column(_("Day it was held"), 2.1),
            Column(_("Type of activity"), 2.3),
            Column(_("Upazila"), 1.8),
            Column(_("Union"), 1.8),
            Column(_("Venue"), 2.5),
            number_column(_("Contacts"), 1.4),
            number_column(_("First time"), 1.4),
            number_column(_("Materials"), 1.4),
        ),
        tuple(
            (
                days(date_of(row["starts_on"]), date_of(row["ends_on"])),
                kinds.get(row["type"], row["type"]),
                places.get(row["upazila"], row["upazila"]),
                row["union"] or None,
                row["venue"] or None,
                row["contacts"],
                row["first_time"],
                row["materials"],
            )
            for row in contents["activities"]
        ),
    )


def days(first: datetime.date, last: datetime.date) -> str:
    """One day, or from the first to the last."""
    if first == last:
        return day(first, "j M Y")
    same_year = first.year == last.year
    return f"{day(first, 'j M' if same_year else 'j M Y')} – {day(last, 'j M Y')}"
