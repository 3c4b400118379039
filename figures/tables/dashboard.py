"""The tables of a dashboard as CSV: codes, both languages, plain Latin digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import override

import figures
from activities.models import ActivityType
from beneficiaries.models import AgeBand
from common.spreadsheets import csv_response
from districts.models import Upazila
from figures import Selection
from figures.scope import download_name

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


def months(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    """One row a month, and one column of approved activities for each type.

    The numbers are empty if nothing was reported for the month.
    """
    logged = figures.activity_counts(asked, kinds)
    columns = [row.type for row in logged.by_type]
    header = ["month", "approved", "awaiting_review", "contacts", *(kind.code for kind in columns)]
    known = figures.known_months(figures.reporting_matrix(asked, figures.area(asked)))
    rows = (
        (
            f"{row.column.period.start:%Y-%m}",
            *recorded(
                row.column.period.start.replace(day=1) in known,
                row.tally.approved,
                row.tally.awaiting,
                row.tally.contacts,
                *(row.of(kind) for kind in columns),
            ),
        )
        for row in logged.by_month
    )
    return header, rows


def recorded(are_known: bool, *numbers: int) -> tuple[int | str, ...]:
    """The numbers, or as many empty cells if they are not known: not recorded is not zero."""
    return numbers if are_known else ("",) * len(numbers)


def is_known(asked: Selection) -> bool:
    """Whether anything was reported for the selected place and days."""
    return not figures.is_nothing_reported(figures.reporting_matrix(asked, figures.area(asked)))


def types(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    header = ["type_code", "type_en", "type_bn", "approved", "awaiting_review", "contacts"]
    known = is_known(asked)
    rows = (
        (
            row.type.code,
            row.type.name_en,
            row.type.name_bn,
            *recorded(known, row.tally.approved, row.tally.awaiting, row.tally.contacts),
        )
        for row in figures.activity_counts(asked, kinds).by_type
    )
    return header, rows


def groups(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    header = ["group_code", "group_en", "group_bn", "kind", "contacts", "first_time"]
    known = is_known(asked)
    rows = (
        (
            row.group.code,
            row.group.name_en,
            row.group.name_bn,
            row.group.kind,
            *recorded(known, row.contacts, row.first_time),
        )
        for row in figures.by_group(asked)
    )
    return header, rows


def sex_age(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    header = ["sex", *(band.value for band in AgeBand), "total"]
    known = is_known(asked)
    rows = (
        (sex.value if sex else "total", *recorded(known, *(count for _, count in counts)))
        for sex, counts in figures.people(asked).table
    )
    return header, rows


def upazilas(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    header = [
        "district_pcode",
        "district_en",
        "district_bn",
        "upazila_pcode",
        "upazila_en",
        "upazila_bn",
        "silent_months",
        "approved",
        "awaiting_review",
        "contacts",
    ]
    logged = figures.activity_counts(asked, kinds)
    where = figures.area(asked)
    rows = (
        (
            row.upazila.district.pcode,
            row.upazila.district.name_en,
            row.upazila.district.name_bn,
            row.upazila.pcode,
            row.upazila.name_en,
            row.upazila.name_bn,
            row.silent_months,
            *recorded(row.is_reported, row.tally.approved, row.tally.awaiting, row.tally.contacts),
        )
        for row in figures.by_upazila(asked, where, logged, figures.reporting_matrix(asked, where))
    )
    return header, rows


def unions(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    """One row a union; only for an upazila. A last row without names is what was held in no union.

    The numbers are empty if nothing was reported for the upazila.
    """
    assert isinstance(asked.place, Upazila)
    header = ["upazila_pcode", "union_en", "union_bn", "approved", "contacts", "last_day"]
    logged = figures.activity_counts(asked, kinds)
    known = is_known(asked)
    rows = (
        (
            asked.place.pcode,
            row.union.name_en if row.union else "",
            row.union.name_bn if row.union else "",
            *recorded(known, row.activities, row.contacts),
            row.last_on or "",
        )
        for row in figures.by_union(asked, asked.place, logged)
    )
    return header, rows


def reach(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    """One row for each figure of reach, always with its method."""
    header = ["figure", "approved", "awaiting_review", "method_en", "method_bn"]
    known = is_known(asked)
    rows = (
        (
            figure.code,
            *recorded(known, figure.value),
            *(("",) if figure.awaiting is None else recorded(known, figure.awaiting)),
            in_one_language(figure.method, "en"),
            in_one_language(figure.method, "bn"),
        )
        for figure in figures.reach(asked).figures
    )
    return header, rows


def in_one_language(text: Any, language: str) -> str:
    with override(language):
        return str(text)


TABLES: dict[str, Callable[[Selection, Sequence[ActivityType]], Table]] = {
    "months": months,
    "types": types,
    "reach": reach,
    "groups": groups,
    "sex-age": sex_age,
    "upazilas": upazilas,
    "unions": unions,
}


def offered(asked: Selection) -> list[str]:
    """The names of the tables that exist for the selected place."""
    left_out = "upazilas" if isinstance(asked.place, Upazila) else "unions"
    return [name for name in TABLES if name != left_out]


def table_csv(name: str, asked: Selection, kinds: Sequence[ActivityType]) -> StreamingHttpResponse:
    """The table `name`, which is one of `offered`, as a download."""
    header, rows = TABLES[name](asked, kinds)
    return csv_response(download_name(asked, name), header, list(rows))
