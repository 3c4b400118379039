"""Names and days as a report holds them: in both languages, and as text."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from activities.models import ActivityType
from common.bilingual import Bilingual
from common.calendar import Period
from common.localisation import is_bangla
from reports.contents.schema import Days, Named, ShortNamed


def days(period: Period) -> Days:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def named(row: Bilingual) -> Named:
    return {"name_en": row.name_en, "name_bn": row.name_bn}


def short_named(kind: ActivityType) -> ShortNamed:
    return {**named(kind), "short_en": kind.short_en, "short_bn": kind.short_bn}


def in_english(text: object) -> str:
    with override("en"):
        return str(text)


def in_bangla(text: object) -> str:
    with override("bn"):
        return str(text)


def in_language(row: Mapping[str, Any], field: str) -> str:
    """In the current language: `<field>_bn` or `<field>_en`, the other where one is empty."""
    first, second = ("bn", "en") if is_bangla() else ("en", "bn")
    return str(row[f"{field}_{first}"] or row[f"{field}_{second}"])


def date_of(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def time_of(iso: str) -> datetime.datetime:
    """In the time zone of the site."""
    return timezone.localtime(datetime.datetime.fromisoformat(iso))


def period_of(stored: Days) -> Period:
    return Period(date_of(stored["start"]), date_of(stored["end"]))
