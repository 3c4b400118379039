import datetime

from django import template

from common import localisation

register = template.Library()


@register.filter
def fill(position: int) -> str:
    """The class of a bar's colour: f1 is the largest."""
    return f"f{position}"


@register.filter
def day_and_month(value: datetime.date | None) -> str:
    """For narrow columns: 21 Nov."""
    return localisation.day(value, "j M")


@register.filter
def month_and_year(value: datetime.date) -> str:
    """For narrow columns: Nov 26."""
    return localisation.day(value, "M y")


@register.filter
def pixels(value: float) -> str:
    return f"{value:.1f}"


@register.filter
def less(value: int, other: int) -> int:
    return value - other


@register.filter
def plus(value: float, other: float) -> float:
    return value + other
