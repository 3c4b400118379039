"""Names and days as a report holds them: in both languages, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import override

from activities.models import ActivityType
from dashboards.periods import Period
from reports.shapes import Days, Named, ShortNamed
from trafficking_program.bangla import Bilingual

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def days(period: Period) -> Days:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def named(row: Bilingual) -> Named:
    return {"name_en": row.name_en, "name_bn": row.name_bn}


def short_named(kind: ActivityType) -> ShortNamed:
    return {**named(kind), "short_en": kind.short_en, "short_bn": kind.short_bn}


def in_english(text: StrOrPromise) -> str:
    with override("en"):
        return str(text)


def in_bangla(text: StrOrPromise) -> str:
    with override("bn"):
        return str(text)
