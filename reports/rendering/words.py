"""The contents of a report, read in the current language."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils import timezone

from common.calendar import Period
from common.localisation import is_bangla
from reports.contents.schema import Days
from reports.rendering.document import shown


def said(row: Mapping[str, object], field: str) -> str:
    """`<field>_bn` or `<field>_en`, the other where one is empty."""
    first, second = ("bn", "en") if is_bangla() else ("en", "bn")
    return shown(str(row[f"{field}_{first}"] or row[f"{field}_{second}"]))


def date(iso: str) -> datetime.date:
    return datetime.date.fromisoformat(iso)


def moment(iso: str) -> datetime.datetime:
    return timezone.localtime(datetime.datetime.fromisoformat(iso))


def period(days: Days) -> Period:
    return Period(date(days["start"]), date(days["end"]))
