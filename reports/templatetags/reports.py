"""Reading the contents of a report, which hold both languages and days as text."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone

from common.calendar import Period, month_of
from reports.contents import texts

register = template.Library()


@register.filter
def said(row: Mapping[str, Any], field: str) -> str:
    """`{{ type|said:"name" }}`: in the language of the page."""
    return texts.said(row, field)


@register.filter
def on(iso: str | None) -> datetime.date | None:
    """The day an ISO string means: `{{ activity.starts_on|on|day }}`."""
    return datetime.date.fromisoformat(iso) if iso else None


@register.filter
def at(iso: str) -> datetime.datetime:
    return timezone.localtime(datetime.datetime.fromisoformat(iso))


@register.filter
def month_period(month: str) -> Period:
    """The days of "2026-11"."""
    return month_of(datetime.date.fromisoformat(f"{month}-01"))
