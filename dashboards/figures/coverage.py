"""Which months somebody has spoken of, where nobody has been, and what is behind plan."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.db.models import Count
from django.db.models.functions import TruncMonth

from activities.models import NothingToReport
from dashboards.figures.selection import Selection
from dashboards.periods import month_of

UpazilaMonth = tuple[str, datetime.date]
"""The P-code of the upazila, the first of the month."""


def reported(asked: Selection) -> set[UpazilaMonth]:
    """Of which upazila and month somebody has said anything; two queries.

    That is: an activity of any type has been handed in, or it was reported that there is
    nothing to report. Months are whole, also where the period begins or ends within one.
    """
    return set(_held(asked)) | set(_nothing(asked))


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


def _nothing(asked: Selection) -> dict[UpazilaMonth, NothingToReport]:
    rows = NothingToReport.objects.visible_to(asked.user).filter(
        project=asked.project, month__range=(asked.period.start.replace(day=1), asked.period.end)
    )
    if asked.place:
        rows = rows.in_place(asked.place.pcode)
    return {(said.upazila_id, said.month): said for said in rows}
