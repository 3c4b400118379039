"""A report as an XLSX file: a table a sheet, numbers as numbers and days as days."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.localisation import localised_digits
from common.spreadsheets import Sheet, workbook
from figures import Performance
from reports.contents.localised import LocalisedContents, Row, localised
from reports.contents.schema import Contents
from reports.contents.texts import date_of
from reports.rendering import tables
from reports.rendering.document import Cell, Column, Cover, Details, Table
from reports.rendering.indicators import achieved, kinds_of_people, target
from reports.rendering.report import cover


def xlsx(contents: Contents, details: Details, lang: str) -> bytes:
    """All numbers of the report, without narratives and formulas."""
    with override(lang), workbook(_sheets(localised(contents), details)) as file:
        return file.read()


def _sheets(contents: LocalisedContents, details: Details) -> Iterator[Sheet]:
    yield _about(cover(contents, details))
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


def _about(cover: Cover) -> Sheet:
    """The cover. What warns on every page of the other files warns here."""
    facts = [(_("Report"), cover.title), (_("Project"), cover.programme)]
    warnings = [(_("Note"), mark) for mark in cover.marks]
    return Sheet(_("About"), (_("About this report"), ""), [*facts, *warnings, *cover.facts])


def named() -> tuple[Column, ...]:
    return (Column(_("Code")), Column(_("Indicator")))


def counted() -> tuple[Column, ...]:
    return (target(), achieved(), tables.number_column(_("Awaiting review")))


def name(row: Row) -> tuple[Cell, ...]:
    return (row["code"], row["name"])


def indicators(contents: LocalisedContents) -> Table:
    columns = (
        *named(),
        Column(_("Unit")),
        tables.number_column(_("Outcome")),
        Column(_("From")),
        Column(_("To")),
        tables.number_column(_("Baseline")),
        *counted(),
        tables.number_column(_("Difference")),
        tables.number_column(_("Due so far")),
        Column(_("Standing")),
        Column(_("Definition")),
        Column(_("Means of verification")),
    )
    rows = (
        (
            *name(row),
            row["unit"],
            row["outcome"],
            *(date_of(row["counted"]["start"]), date_of(row["counted"]["end"])),
            row["baseline"],
            *(row["promised"], row["done"], row["awaiting"]),
            row["difference"],
            row["due"],
            row["standing_label"],
            row["definition"],
            row["verification"],
        )
        for row in contents["indicators"]
    )
    return Table("", columns, tuple(rows))


def places(contents: LocalisedContents) -> Table:
    columns = (*named(), Column(_("P-code")), Column(_("Upazila")), *counted())
    rows = (
        (
            *name(row),
            place["pcode"],
            place["name"],
            *(place["promised"], place["done"], place["awaiting"]),
            str(Performance(place["standing"]).label),
        )
        for row in contents["indicators"]
        for place in row["places"]
    )
    return Table("", (*columns, Column(_("Standing"))), tuple(rows))


def quarters(contents: LocalisedContents) -> Table:
    columns = (*named(), Column(_("From")), Column(_("To")), *counted())
    rows = (
        (
            *name(row),
            *(date_of(quarter["start"]), date_of(quarter["end"])),
            *(quarter["promised"], quarter["done"], quarter["awaiting"]),
        )
        for row in contents["indicators"]
        for quarter in row["quarters"]
    )
    return Table("", columns, tuple(rows))


def parts(contents: LocalisedContents) -> Table:
    """Of indicators that count people: by sex, by age, by target group."""
    columns = (
        *named(),
        Column(_("Breakdown")),
        Column(_("Part")),
        achieved(),
        tables.number_column(_("Awaiting review")),
    )
    kinds = kinds_of_people()
    rows = (
        (
            *name(row),
            kinds[part["kind"]],
            localised_digits(part["label"]),
            part["done"],
            part["awaiting"],
        )
        for row in contents["indicators"]
        for part in row["parts"]
    )
    return Table("", columns, tuple(rows))


def activities(contents: LocalisedContents) -> Table:
    """With the id each keeps, and its days as days."""
    kinds = {row["code"]: row["name"] for row in contents["types"]}
    places = {row["pcode"]: row["name"] for row in contents["upazilas"]}
    names = (_("Id"), _("First day"), _("Last day"), _("Type of activity"), _("P-code"))
    more = (_("Upazila"), _("Union"), _("Venue"), _("Contacts"), _("First time"), _("Materials"))
    rows = (
        (
            row["id"],
            *(date_of(row["starts_on"]), date_of(row["ends_on"])),
            kinds.get(row["type"], row["type"]),
            row["upazila"],
            places.get(row["upazila"]),
            row["union"] or None,
            row["venue"] or None,
            *(row["contacts"], row["first_time"], row["materials"]),
        )
        for row in contents["activities"]
    )
    return Table("", tuple(Column(title) for title in (*names, *more)), tuple(rows))
