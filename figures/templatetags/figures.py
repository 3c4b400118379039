from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from common.calendar import Period
from common.localisation import number
from figures.aggregation import share
from figures.selection import Selection

register = template.Library()


@register.simple_tag
def trace(
    asked: Selection,
    period: Period | None = None,
    ever: bool = False,
    part: tuple[str, str] | None = None,
    **narrowed: Any,
) -> str:
    """The address of the activities behind a figure: `{% trace asked status="approved" %}`.

    The list has the selected activities; `period` replaces the selected days, and `ever` drops the
    limits of day and type. `part` limits what is counted to some people, as ("sex", "female").
    `narrowed` has other parameters of the list; an empty one is left out.
    """
    days = period or asked.period
    parameters: dict[str, Any] = {"project": asked.project.slug}
    if not ever:
        parameters |= {"from": days.start.isoformat(), "to": days.end.isoformat()}
        parameters["type"] = asked.type.code if asked.type else ""
    parameters["place"] = asked.place.pcode if asked.place else ""
    parameters |= dict([part] if part else [])
    parameters |= {name: value for name, value in narrowed.items() if value}
    wanted = {name: str(value) for name, value in parameters.items() if value}
    return f"{reverse('activities:list')}?{urlencode(wanted)}"


@register.filter
def share_of(part: int, whole: int) -> str:
    """`part` in whole per cent of `whole`, in the language's digits; a dash if `whole` is 0."""
    return f"{number(share(part, whole))}%" if whole else "–"


@register.filter
def per_cent(value: float, whole: float = 100) -> str:
    """A length within an SVG, such as 12.50%: `value` in per cent of `whole`."""
    return f"{100 * value / whole if whole else 0:.2f}%"


@register.filter
def signed(value: int) -> str:
    """A difference with its sign: +5, −3, 0."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"
