"""Filters and tags that show values. They are built in: no template needs to load them."""

import datetime
import unicodedata
from typing import Any

from django import template
from django.utils import timezone
from heroicons import IconDoesNotExist
from heroicons.templatetags.heroicons import heroicon_outline

from common import localisation

register = template.Library()
ICON: dict[str, Any] = {"class": "i", "aria_hidden": "true"}


@register.filter
def num(value: float | None) -> str:
    """The number in the digits and the grouping of the language; "" for None."""
    return localisation.number(value)


@register.filter
def digits(value: object) -> str:
    """The text with its digits in the current language."""
    return localisation.localised_digits(str(value))


@register.filter
def spaced(value: str) -> str:
    """The code in groups of three characters, as it is shown and copied by hand."""
    return localisation.spaced(value)


@register.filter
def day(value: datetime.date | None) -> str:
    return localisation.day(value)


@register.filter
def short_day(value: datetime.date | None) -> str:
    """The day without the year, for lists, such as 21 November."""
    return localisation.day(value, "j F")


@register.filter
def brief_day(value: datetime.date | None) -> str:
    """The day for narrow tiles, such as Sat 21 Nov."""
    return localisation.day(value, "D j M")


@register.filter
def weekday(value: datetime.date | None) -> str:
    return localisation.day(value, "l, j F Y")


@register.filter
def moment(value: datetime.datetime | None) -> str:
    return localisation.day(timezone.localtime(value), "j F, H:i") if value else ""


@register.filter
def month(value: datetime.date | None) -> str:
    return localisation.day(value, "F Y")


@register.filter
def first_letter(name: object) -> str:
    """The first letter with the vowel signs that belong to it, such as না of নাসরিন."""
    text = str(name)
    end = 1
    while end < len(text) and unicodedata.category(text[end]).startswith("M"):
        end += 1
    return text[:end]


@register.simple_tag
def icon(name: str) -> str:
    """The icon of that name, to stand beside a text: screen readers leave it out."""
    return heroicon_outline(name, **ICON)


@register.simple_tag
def type_icon(kind: Any) -> str:
    """The icon of an activity type; a plain one if an administrator misspelt its name."""
    try:
        return heroicon_outline(kind.icon, **ICON)
    except IconDoesNotExist:
        return heroicon_outline("calendar-days", **ICON)


@register.simple_tag
def list_page(changelist: Any, number: int) -> str:
    """The query for page `number` of a list in the administration, where there is no request."""
    return str(changelist.get_query_string({"p": number}))
