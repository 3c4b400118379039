"""The log as one tidy row an activity."""

from collections.abc import Iterator
from typing import Any

from django.db.models import IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse
from django.utils import timezone

from activities.models.counts import CELLS, cell_names
from activities.querysets import ActivityQuerySet, Narrowing
from trafficking_program.spreadsheets import csv_response

PLAIN = (
    "id",
    "project__slug",
    "activity_type__code",
    "activity_type__name_en",
    "activity_type__name_bn",
    "starts_on",
    "ends_on",
    "upazila__district",
    "upazila__district__name_en",
    "upazila__district__name_bn",
    "upazila",
    "upazila__name_en",
    "upazila__name_bn",
    "union__name_en",
    "union__name_bn",
    "venue",
    "status",
    "officer__username",
    "count_method",
    "contacts",
    "first_time",
    "materials",
)
TEXTS = ("summary", "decisions", "created_at", "submitted_at", "reviewed_at")
HEADER = [
    "id",
    "project",
    "type_code",
    "type_en",
    "type_bn",
    "first_day",
    "last_day",
    "district_pcode",
    "district_en",
    "district_bn",
    "upazila_pcode",
    "upazila_en",
    "upazila_bn",
    "union_en",
    "union_bn",
    "venue",
    "status",
    "logged_by",
    "count_method",
    "contacts",
    "first_time",
    "materials",
]


def activities_csv(activities: ActivityQuerySet, counted: Narrowing) -> StreamingHttpResponse:
    """One row an activity from `for_list(counted)`, with every cell of sex and age.

    Cells of participants who are not counted are 0. First time and disability are known of
    whole groups only: where one sex or age is counted, they are empty.
    """
    header = [*HEADER, *CELLS.values(), "with_disability", *TEXTS]
    return csv_response(f"activities-{timezone.localdate()}", header, _rows(activities, counted))


def _rows(activities: ActivityQuerySet, counted: Narrowing) -> Iterator[tuple[Any, ...]]:
    """One query for all; a group by the activity keeps sums from multiplying."""
    of_group = Q(participations__target_group=counted.group) if counted.group else None
    known = set(cell_names(counted.sex, counted.age))
    if counted.keeps_whole_rows:
        known.add("with_disability")

    def total(column: str) -> Any:
        if column not in known:
            return Value(0 if column in CELLS.values() else None, IntegerField())
        return Coalesce(Sum(f"participations__{column}", filter=of_group), 0)

    sums = {f"sum_{name}": total(name) for name in (*CELLS.values(), "with_disability")}
    rows = activities.annotate(**sums).values_list(*PLAIN, *sums, *TEXTS)
    first_time = PLAIN.index("first_time")
    for row in rows.iterator(chunk_size=1000):
        if counted.keeps_whole_rows:
            yield row
        else:
            yield (*row[:first_time], None, *row[first_time + 1 :])
