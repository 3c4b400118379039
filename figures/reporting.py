"""Reporting completeness: for which upazilas and months anything was reported."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, NothingToReport
from common.calendar import Period, month_of
from districts.models import Upazila
from figures.area import Area
from figures.selection import Selection

UpazilaMonth = tuple[str, datetime.date]
"""The P-code of the upazila, the first day of the month."""


def reported(asked: Selection) -> set[UpazilaMonth]:
    """The upazilas and months for which anything was reported; two queries.

    A report is an activity of any type that is approved or awaits review, or a zero report. A
    returned activity is no report until it is handed in again. Months are whole, even if the
    period begins or ends within one.
    """
    return {key for key, counts in _held(asked).items() if _is_report(counts)} | set(
        _zero_reports(asked)
    )


def _is_report(by_status: Mapping[str, int]) -> bool:
    """Whether one of these activities is a report: it is approved or awaits review."""
    return bool(by_status.keys() & {Activity.Status.APPROVED, Activity.Status.SUBMITTED})


def _held(asked: Selection) -> dict[UpazilaMonth, dict[str, int]]:
    """How many activities of any type began in each month, by status; drafts are left out."""
    first, last = asked.period.start.replace(day=1), month_of(asked.period.end).end
    counts: defaultdict[UpazilaMonth, dict[str, int]] = defaultdict(dict)
    for upazila, month, status, count in (
        asked.ever()
        .held_between(first, last)
        .annotate(month=TruncMonth("starts_on"))
        .values_list("upazila", "month", "status")
        .annotate(count=Count("pk"))
    ):
        counts[upazila, month][status] = count
    return dict(counts)


def _zero_reports(asked: Selection) -> dict[UpazilaMonth, NothingToReport]:
    rows = NothingToReport.objects.visible_to(asked.user).filter(
        project=asked.project, month__range=(asked.period.start.replace(day=1), asked.period.end)
    )
    if asked.place:
        rows = rows.in_place(asked.place.pcode)
    return {(row.upazila_id, row.month): row for row in rows}


class ReportingStatus(models.TextChoices):
    """What is known about an upazila in a month."""

    LOGGED = "logged", _("Logged")
    ZERO_REPORT = "nothing", _("Nothing to report")
    NOT_REPORTED = "silent", _("Silent")
    NOT_YET = "not_yet", _("Not yet")


@dataclass(frozen=True)
class MonthCell:
    """One upazila in one month.

    `by_status` has the numbers of activities; `said` is the zero report, if there is one.
    """

    upazila: Upazila
    month: Period
    by_status: dict[str, int]
    zero_report: NothingToReport | None
    is_over: bool

    @property
    def approved(self) -> int:
        return self.by_status.get(Activity.Status.APPROVED, 0)

    @property
    def awaiting(self) -> int:
        return self.by_status.get(Activity.Status.SUBMITTED, 0)

    @property
    def returned(self) -> int:
        return self.by_status.get(Activity.Status.RETURNED, 0)

    @property
    def is_known(self) -> bool:
        """Whether anything was reported; only then does zero mean zero."""
        return self.state in (ReportingStatus.LOGGED, ReportingStatus.ZERO_REPORT)

    @property
    def state(self) -> ReportingStatus:
        """The status: an activity outweighs a zero report; a month is silent only after its end."""
        if _is_report(self.by_status):
            return ReportingStatus.LOGGED
        if self.zero_report:
            return ReportingStatus.ZERO_REPORT
        return ReportingStatus.NOT_REPORTED if self.is_over else ReportingStatus.NOT_YET


@dataclass(frozen=True)
class UpazilaMonths:
    upazila: Upazila
    cells: tuple[MonthCell, ...]

    @property
    def is_reported(self) -> bool:
        """Whether anything was reported in any month; if not, its figures are not recorded."""
        return any(cell.is_known for cell in self.cells)

    @property
    def months_not_reported(self) -> int:
        return sum(cell.state == ReportingStatus.NOT_REPORTED for cell in self.cells)


def known_months(rows: Iterable[UpazilaMonths]) -> set[datetime.date]:
    """The first day of every month for which anything was reported in any of the upazilas."""
    return {cell.month.start.replace(day=1) for row in rows for cell in row.cells if cell.is_known}


def is_nothing_reported(rows: Sequence[UpazilaMonths]) -> bool:
    """Whether nothing was reported in any of these upazilas; False if there are no upazilas."""
    return bool(rows) and not any(row.is_reported for row in rows)


def reporting_matrix(
    asked: Selection, where: Area, today: datetime.date | None = None
) -> list[UpazilaMonths]:
    """Every upazila with every month of the period; two queries, and that of `upazilas_and`.

    Months are whole, as in `reported`. The last month is over when the project is over.
    """
    today = today or timezone.localdate()
    held, zero_reports = _held(asked), _zero_reports(asked)
    places = {upazila for upazila, _month in (*held, *zero_reports)}
    return [
        UpazilaMonths(
            upazila,
            tuple(
                MonthCell(
                    upazila,
                    month,
                    held.get((upazila.pk, month.start.replace(day=1)), {}),
                    zero_reports.get((upazila.pk, month.start.replace(day=1))),
                    is_over=min(month_of(month.start).end, asked.project.ends_on) < today,
                )
                for month in asked.period.months()
            ),
        )
        for upazila in where.upazilas_and(asked.user, places)
    ]
