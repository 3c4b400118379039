"""Targets against actuals as files: codes, both languages, plain Latin digits."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from common.calendar import Period
from common.spreadsheets import Sheet, csv_response, xlsx_response
from districts.models import District, Upazila
from figures import Achievement, IndicatorRow, Selection
from figures.scope import download_name, own_places
from figures.tables.dashboard import Table

ABOUT = ("indicator_code", "indicator_en", "indicator_bn", "unit_en", "unit_bn", "outcome")
ACHIEVED = (
    "promised",
    "done",
    "awaiting_review",
    "difference",
    "due_today",
    "standing",
    "over_200_percent",
)


def indicators(asked: Selection, rows: Sequence[IndicatorRow]) -> Table:
    """For each indicator, one row for the whole selected place and one for each upazila of it."""
    header = [
        *ABOUT,
        "pcode",
        "place_en",
        "place_bn",
        "first_day",
        "last_day",
        *ACHIEVED,
    ]
    whole = _whole(asked)
    return header, (
        (*_about(row), *place, *_days(row.counted), *_achieved(achievement))
        for row in rows
        for place, achievement in (
            (whole, row.achievement),
            *((_named(place.upazila), place.achievement) for place in row.places),
        )
    )


def indicator_parts(asked: Selection, rows: Sequence[IndicatorRow]) -> Table:
    """One long table: the parts of each indicator by sex, age band and target group."""
    header = [
        *ABOUT,
        "first_day",
        "last_day",
        "by",
        "value",
        "done",
        "awaiting_review",
    ]
    return header, (
        (*_about(row), *_days(row.counted), *part.part, part.actual, part.awaiting)
        for row in rows
        for part in row.parts
    )


def indicator_quarters(asked: Selection, rows: Sequence[IndicatorRow]) -> Table:
    """The trend: for each indicator, one row for each of the last quarters of the whole place.

    For a cumulative indicator, a row has the level at the end of the quarter and the days that
    count in it.
    """
    header = [
        *ABOUT,
        "quarter",
        "first_day",
        "last_day",
        *ACHIEVED,
    ]
    return header, (
        (*_about(row), _named_quarter(of.quarter), *_days(of.counted), *_achieved(of.achievement))
        for row in rows
        for of in row.quarters
    )


def _about(row: IndicatorRow) -> tuple[Any, ...]:
    indicator = row.indicator
    return (
        indicator.code,
        indicator.name_en,
        indicator.name_bn,
        indicator.unit_en,
        indicator.unit_bn,
        indicator.outcome.number,
    )


def _whole(asked: Selection) -> tuple[str, str, str]:
    """P-code and names of the selected place, or of the part of it that the user sees."""
    if own := own_places(asked):
        return own.pcode, own.name_en, own.name_bn
    if asked.place:
        return _named(asked.place)
    return "", asked.project.title_en, asked.project.title_bn


def _named(place: District | Upazila) -> tuple[str, str, str]:
    return place.pcode, place.name_en, place.name_bn


def _days(period: Period) -> tuple[datetime.date, datetime.date]:
    return period.start, period.end


def _named_quarter(quarter: Period) -> str:
    """A calendar quarter written as 2026-Q3."""
    return f"{quarter.start.year}-Q{(quarter.start.month + 2) // 3}"


def _achieved(achievement: Achievement) -> tuple[Any, ...]:
    """The columns ACHIEVED; None where there is no target or no record, since that is not zero."""
    return (
        achievement.target,
        achievement.actual,
        achievement.awaiting,
        achievement.difference,
        achievement.due,
        achievement.performance.value,
        "yes" if achievement.is_far_beyond else "no",
    )


TABLES: dict[str, Callable[[Selection, Sequence[IndicatorRow]], Table]] = {
    "indicators": indicators,
    "quarters": indicator_quarters,
    "parts": indicator_parts,
}
SHEETS = {"indicators": "indicators", "quarters": "quarters", "parts": "disaggregation"}


def indicators_csv(
    asked: Selection, rows: Sequence[IndicatorRow], table: str
) -> StreamingHttpResponse:
    """The table of TABLES with the name `table`, as a download."""
    name = "indicators" if table == "indicators" else f"indicators-{SHEETS[table]}"
    return csv_response(download_name(asked, name), *TABLES[table](asked, rows))


def indicators_xlsx(asked: Selection, rows: Sequence[IndicatorRow]) -> FileResponse:
    """All of TABLES as one download, each table on a sheet of its own."""
    sheets = [Sheet(SHEETS[name], *table(asked, rows)) for name, table in TABLES.items()]
    return xlsx_response(download_name(asked, "indicators"), sheets)
