import datetime

from django import template

from common import localisation

register = template.Library()


@register.filter
def fill(position: int) -> str:
    """The CSS class for the colour of a bar; f1 is that of the largest type."""
    return f"f{position}"


@register.filter
def day_and_month(value: datetime.date | None) -> str:
    """The day and month for narrow columns, such as 21 Nov."""
    return localisation.day(value, "j M")


@register.filter
def month_and_year(value: datetime.date) -> str:
    """The month and year for narrow columns, such as Nov 26."""
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
