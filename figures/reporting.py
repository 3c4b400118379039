"""Which months somebody has spoken of, and where nobody has been."""

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
"""The P-code of the upazila, the first of the month."""


def reported(asked: Selection) -> set[UpazilaMonth]:
    """Of which upazila and month somebody has said anything; two queries.

    That is: an activity of any type is approved or awaits review, or it was reported that there
    is nothing to report. What was returned is not said until it is handed in again. Months are
    whole, also where the period begins or ends within one.
    """
    return {key for key, counts in _held(asked).items() if _is_report(counts)} | set(
        _zero_reports(asked)
    )


def _is_report(by_status: Mapping[str, int]) -> bool:
    """Whether any of these activities speaks for its place."""
    return bool(by_status.keys() & {Activity.Status.APPROVED, Activity.Status.SUBMITTED})


def _held(asked: Selection) -> dict[UpazilaMonth, dict[str, int]]:
    """How many activities of each status but draft were begun in each month, of any type."""
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
    return {(said.upazila_id, said.month): said for said in rows}


class ReportingStatus(models.TextChoices):
    """What is known of an upazila in a month."""

    LOGGED = "logged", _("Logged")
    ZERO_REPORT = "nothing", _("Nothing to report")
    NOT_REPORTED = "silent", _("Silent")
    NOT_YET = "not_yet", _("Not yet")


@dataclass(frozen=True)
class MonthCell:
    """One upazila in one month: what was logged, or what was said instead."""

    upazila: Upazila
    month: Period
    by_status: dict[str, int]
    said: NothingToReport | None
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
        """Whether somebody has said anything of it; then zero is zero."""
        return self.state in (ReportingStatus.LOGGED, ReportingStatus.ZERO_REPORT)

    @property
    def state(self) -> ReportingStatus:
        """What was logged outweighs what was said; a month still running is not silent yet."""
        if _is_report(self.by_status):
            return ReportingStatus.LOGGED
        if self.said:
            return ReportingStatus.ZERO_REPORT
        return ReportingStatus.NOT_REPORTED if self.is_over else ReportingStatus.NOT_YET


@dataclass(frozen=True)
class UpazilaMonths:
    upazila: Upazila
    cells: tuple[MonthCell, ...]

    @property
    def is_reported(self) -> bool:
        """Whether something is known of it; else its figures are not recorded, and not zero."""
        return any(cell.is_known for cell in self.cells)

    @property
    def silent(self) -> int:
        return sum(cell.state == ReportingStatus.NOT_REPORTED for cell in self.cells)


def known_months(said: Iterable[UpazilaMonths]) -> set[datetime.date]:
    """The first of every month of which somebody, somewhere, has said anything."""
    return {cell.month.start.replace(day=1) for row in said for cell in row.cells if cell.is_known}


def is_nothing_reported(said: Sequence[UpazilaMonths]) -> bool:
    """Nobody has said anything of any of these places."""
    return bool(said) and not any(row.is_reported for row in said)


def reporting_matrix(
    asked: Selection, where: Area, today: datetime.date | None = None
) -> list[UpazilaMonths]:
    """Every upazila in every month of the period; two queries.

    Months are whole as in `reported`; one is over with the project at the latest.
    """
    today = today or timezone.localdate()
    held, nothing = _held(asked), _zero_reports(asked)
    spoken_of = {upazila for upazila, _month in (*held, *nothing)}
    return [
        UpazilaMonths(
            upazila,
            tuple(
                MonthCell(
                    upazila,
                    month,
                    held.get((upazila.pk, month.start.replace(day=1)), {}),
                    nothing.get((upazila.pk, month.start.replace(day=1))),
                    is_over=min(month_of(month.start).end, asked.project.ends_on) < today,
                )
                for month in asked.period.months()
            ),
        )
        for upazila in where.upazilas_and(asked.user, spoken_of)
    ]
