"""The log as one tidy row an activity."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse
from django.utils import timezone

from activities.models.counts import CELLS
from activities.querysets import ActivityQuerySet
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


def activities_csv(activities: ActivityQuerySet) -> StreamingHttpResponse:
    """What is filtered, whole activities, with every cell of sex and age."""
    header = [*HEADER, *CELLS.values(), "with_disability", *TEXTS]
    return csv_response(f"activities-{timezone.localdate()}", header, _rows(activities))


def _rows(activities: ActivityQuerySet) -> Iterator[tuple[Any, ...]]:
    """One query for all; a group by the activity keeps sums from multiplying."""
    cells = {
        f"sum_{name}": Coalesce(Sum(f"participations__{name}"), 0)
        for name in (*CELLS.values(), "with_disability")
    }
    rows = activities.for_list().annotate(**cells).values_list(*PLAIN, *cells, *TEXTS)
    yield from rows.iterator(chunk_size=1000)
