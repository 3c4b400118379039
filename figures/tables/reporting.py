"""Reporting completeness and the work plan as CSV: codes, both languages, plain Latin digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

import figures
from activities.models import ActivityType
from common.spreadsheets import csv_response
from districts.models import Upazila
from figures import Selection
from figures.scope import download_name
from figures.tables.dashboard import Table
from figures.union_gaps import UnionGap

PLACE = ("upazila_pcode", "upazila_en", "upazila_bn")
TYPE = ("type_code", "type_en", "type_bn")


def place(upazila: Upazila) -> tuple[str, str, str]:
    return upazila.pcode, upazila.name_en, upazila.name_bn


def names(of_type: ActivityType) -> tuple[str, str, str]:
    return of_type.code, of_type.name_en, of_type.name_bn


def months(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    """One row for each upazila and month; `returned` activities are no report."""
    header = [*PLACE, "month", "state", "approved", "awaiting_review", "returned", "reason", "note"]
    rows = (
        (
            *place(row.upazila),
            f"{cell.month.start:%Y-%m}",
            cell.state.value,
            cell.approved,
            cell.awaiting,
            cell.returned,
            cell.zero_report.reason if cell.zero_report else "",
            cell.zero_report.note if cell.zero_report else "",
        )
        for row in figures.reporting_matrix(asked, figures.area(asked))
        for cell in row.cells
    )
    return header, rows


def _unions(gaps: Sequence[UnionGap]) -> Table:
    header = [*PLACE, "union_en", "union_bn", "last_day"]
    rows: Iterator[Sequence[Any]] = (
        (*place(gap.union.upazila), gap.union.name_en, gap.union.name_bn, gap.last_on or "")
        for gap in gaps
    )
    return header, rows


def courtyards(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    return _unions(figures.gaps(asked, figures.area(asked)).courtyards)


def girls(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    return _unions(figures.gaps(asked, figures.area(asked)).girls)


def types(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    header = [*TYPE, "due_by_today", "approved", "awaiting_review", "missing"]
    rows = (
        (*names(row.type), row.due, row.tally.approved, row.tally.awaiting, row.missing)
        for row in figures.types_against_plan(asked, figures.activity_counts(asked, kinds))
    )
    return header, rows


def plan(asked: Selection, kinds: Sequence[ActivityType]) -> Table:
    """The work plan of one month."""
    header = [*PLACE, *TYPE, "month", "planned", "approved", "awaiting_review"]
    rows = (
        (
            *place(row.upazila),
            *names(row.type),
            f"{asked.period.start:%Y-%m}",
            row.planned,
            row.tally.approved,
            row.tally.awaiting,
        )
        for of_place in figures.plan(
            asked, figures.area(asked), figures.activity_counts(asked, kinds)
        )
        for row in of_place.rows
    )
    return header, rows


TABLES: dict[str, Callable[[Selection, Sequence[ActivityType]], Table]] = {
    "months": months,
    "courtyards": courtyards,
    "girls": girls,
    "types": types,
}


def table_csv(name: str, asked: Selection, kinds: Sequence[ActivityType]) -> StreamingHttpResponse:
    """The work plan if `name` is "plan", else that one of TABLES, as a download."""
    header, rows = (plan if name == "plan" else TABLES[name])(asked, kinds)
    return csv_response(download_name(asked, name), header, list(rows))
