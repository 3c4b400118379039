"""Reading the contents of a report, which hold days as text."""

import datetime

from django import template

from common.calendar import Period, month_of
from reports.contents.texts import date_of, time_of

register = template.Library()


@register.filter
def on(iso: str | None) -> datetime.date | None:
    """The day an ISO string means: `{{ activity.starts_on|on|day }}`."""
    return date_of(iso) if iso else None


@register.filter
def at(iso: str) -> datetime.datetime:
    return time_of(iso)


@register.filter
def month_period(month: str) -> Period:
    """The days of "2026-11"."""
    return month_of(date_of(f"{month}-01"))
