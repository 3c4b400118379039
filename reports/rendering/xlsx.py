"""A report as an XLSX file: a table a sheet, numbers as numbers and days as days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.localisation import localised_digits
from common.spreadsheets import Sheet, workbook
from figures import Standing
from reports.contents.schema import Contents, IndicatorPart
from reports.rendering import tables
from reports.rendering.cover import cover
from reports.rendering.document import Cell, Column, Cover, Table
from reports.rendering.indicators import achieved, kinds_of_people, target
from reports.rendering.told import Told
from reports.rendering.words import date, said


def xlsx(contents: Contents, told: Told, lang: str) -> bytes:
    """Everything the report says in numbers; nobody's prose, no formulas."""
    with override(lang), workbook(_sheets(contents, told)) as file:
        return file.read()


def _sheets(contents: Contents, told: Told) -> Iterator[Sheet]:
    yield _about(cover(contents, told))
    for title, table in (
        (_("Indicators"), indicators(contents)),
        (_("Places"), places(contents)),
        (_("Quarters"), quarters(contents)),
        (_("Disaggregation"), parts(contents)),
        (_("Reach"), tables.reach(contents)),
        (_("Sex and age"), tables.people(contents)),
        (_("Target groups"), tables.groups(contents)),
        (_("Types"), tables.types(contents)),
        (_("Months"), tables.months(contents)),
        (_("Upazilas"), tables.upazilas(contents)),
        (_("Materials"), tables.materials(contents)),
        (_("Committees"), tables.committees(contents)),
        (_("Activities"), activities(contents)),
    ):
        yield Sheet(title, [column.name for column in table.columns], table.rows)


def _about(told: Cover) -> Sheet:
    """The cover. What warns on every page of the other files warns here."""
    facts = [(_("Report"), told.title), (_("Project"), told.programme)]
    warnings = [(_("Note"), mark) for mark in told.marks]
    return Sheet(_("About"), (_("About this report"), ""), [*facts, *warnings, *told.facts])


def named() -> tuple[Column, ...]:
    return (Column(_("Code")), Column(_("Indicator")))


def counted() -> tuple[Column, ...]:
    return (target(), achieved(), tables.number(_("Awaiting review")))


def name(row: IndicatorPart) -> tuple[Cell, ...]:
    return (row["code"], said(row, "name"))


def indicators(contents: Contents) -> Table:
    columns = (
        *named(),
        Column(_("Unit")),
        tables.number(_("Outcome")),
        Column(_("From")),
        Column(_("To")),
        tables.number(_("Baseline")),
        *counted(),
        tables.number(_("Difference")),
        tables.number(_("Due so far")),
        Column(_("Standing")),
        Column(_("Definition")),
        Column(_("Means of verification")),
    )
    rows = (
        (
            *name(row),
            said(row, "unit"),
            row["outcome"],
            *(date(row["counted"]["start"]), date(row["counted"]["end"])),
            row["baseline"],
            *(row["promised"], row["done"], row["awaiting"]),
            row["difference"],
            row["due"],
            said(row, "standing"),
            said(row, "definition"),
            said(row, "verification"),
        )
        for row in contents["indicators"]
    )
    return Table("", columns, tuple(rows))


def places(contents: Contents) -> Table:
    columns = (*named(), Column(_("P-code")), Column(_("Upazila")), *counted())
    rows = (
        (
            *name(row),
            place["pcode"],
            said(place, "name"),
            *(place["promised"], place["done"], place["awaiting"]),
            str(Standing(place["standing"]).label),
        )
        for row in contents["indicators"]
        for place in row["places"]
    )
    return Table("", (*columns, Column(_("Standing"))), tuple(rows))


def quarters(contents: Contents) -> Table:
    columns = (*named(), Column(_("From")), Column(_("To")), *counted())
    rows = (
        (
            *name(row),
            *(date(quarter["start"]), date(quarter["end"])),
            *(quarter["promised"], quarter["done"], quarter["awaiting"]),
        )
        for row in contents["indicators"]
        for quarter in row["quarters"]
    )
    return Table("", columns, tuple(rows))


def parts(contents: Contents) -> Table:
    """Of indicators that count people: by sex, by age, by target group."""
    columns = (
        *named(),
        Column(_("Breakdown")),
        Column(_("Part")),
        achieved(),
        tables.number(_("Awaiting review")),
    )
    kinds = kinds_of_people()
    rows = (
        (
            *name(row),
            kinds[part["kind"]],
            localised_digits(said(part, "label")),
            part["done"],
            part["awaiting"],
        )
        for row in contents["indicators"]
        for part in row["parts"]
    )
    return Table("", columns, tuple(rows))


def activities(contents: Contents) -> Table:
    """With the id each keeps, and its days as days."""
    kinds = {row["code"]: said(row, "name") for row in contents["types"]}
    places = {row["pcode"]: said(row, "name") for row in contents["upazilas"]}
    names = (_("Id"), _("First day"), _("Last day"), _("Type of activity"), _("P-code"))
    more = (_("Upazila"), _("Union"), _("Venue"), _("Contacts"), _("First time"), _("Materials"))
    rows = (
        (
            row["id"],
            *(date(row["starts_on"]), date(row["ends_on"])),
            kinds.get(row["type"], row["type"]),
            row["upazila"],
            places.get(row["upazila"]),
            said(row, "union") or None,
            row["venue"] or None,
            *(row["contacts"], row["first_time"], row["materials"]),
        )
        for row in contents["activities"]
    )
    return Table("", tuple(Column(title) for title in (*names, *more)), tuple(rows))
