"""Targets against actuals: the tables of indicators, and the remarks beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from common.calendar import ChartColumn
from common.localisation import localised_digits
from common.localisation import number as written
from projects.models import Indicator
from reports.contents.localised import Row
from reports.contents.texts import period_of
from reports.rendering.document import Cell, Column, Table
from reports.rendering.tables import number_column

Indicators = Iterable[Row]
Of = tuple[str, str]
"""The kind of a part of an indicator and its name: ("Upazila", "Feni Sadar")."""


def target() -> Column:
    return Column(_("Target"), 1.1, is_number=True, none=_("No target"))


def achieved() -> Column:
    return Column(_("Achieved"), 1.1, is_number=True, none=_("Not recorded"))


def targets(rows: Indicators) -> Table:
    return Table(
        "",
        (
            Column(_("Indicator"), 3.4),
            target(),
            achieved(),
            number_column(_("Awaiting review")),
            number_column(_("Difference")),
            Column(_("Standing"), 1.4),
        ),
        tuple(
            (
                f"{row['name']} ({row['unit']})",
                row["promised"],
                row["done"],
                row["awaiting"],
                row["difference"],
                row["standing_label"],
            )
            for row in rows
        ),
    )


def made_up_of(row: Row) -> Table:
    """One indicator by quarter and upazila, and by sex, age and target group where it counts
    people. What is promised is promised of places and quarters only.
    """
    return Table(
        "",
        (
            Column(_("Breakdown"), 1.3),
            Column(_("Part"), 3),
            Column(_("Target"), 1.1, is_number=True),
            achieved(),
            number_column(_("Awaiting review")),
        ),
        tuple((*of, *values) for of, values in _parts(row)),
    )


def _parts(row: Row) -> Iterator[tuple[Of, tuple[Cell, Cell, Cell]]]:
    for quarter in row["quarters"]:
        name = ChartColumn(period_of(quarter), "quarter").name
        values = (quarter["promised"], quarter["done"], quarter["awaiting"])
        yield (_("Quarter"), name), values
    for place in row["places"]:
        values = (place["promised"], place["done"], place["awaiting"])
        yield (_("Upazila"), place["name"]), values
    kinds = kinds_of_people()
    for part in row["parts"]:
        label = localised_digits(part["label"])
        yield (kinds[part["kind"]], label), (None, part["done"], part["awaiting"])


def kinds_of_people() -> dict[str, str]:
    return {"sex": _("Sex"), "age": _("Age"), "group": _("Target group")}


def remarks(row: Row) -> Iterator[str]:
    """What must be known to read its numbers, a sentence each."""
    if definition := row["definition"]:
        yield f"{_('Definition')}: {definition}"
    yield _(
        "How it is computed: %(measure)s; across places: %(places)s; across quarters: %(quarters)s."
    ) % {
        "measure": Indicator.Measure(row["measure"]).label,
        "places": Indicator.Rule(row["across_places"]).label,
        "quarters": Indicator.Rule(row["across_periods"]).label,
    }
    if row["is_cumulative"]:
        yield _("Counted from the beginning of the project: %(days)s.") % {
            "days": period_of(row["counted"])
        }
    if row["direction"] == Indicator.Direction.LESS:
        yield _("Less is better.")
    if row["baseline"] is not None:
        yield _("Baseline: %(number)s.") % {"number": written(row["baseline"])}
    if row["due"] is not None and row["due"] != row["promised"]:
        yield _("Due so far: %(number)s.") % {"number": written(row["due"])}
    if row["is_far_beyond"]:
        yield _("More than twice the target: to be looked at.")
    if verification := row["verification"]:
        yield f"{_('Means of verification')}: {verification}"
