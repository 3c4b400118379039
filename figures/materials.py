"""Materials that were handed out or put up. They are outputs, and never count as people."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, Sum

from activities.models import Distribution, Material
from figures.selection import Selection


@dataclass(frozen=True)
class MaterialRow:
    material: Material
    quantity: int


def materials(asked: Selection) -> list[MaterialRow]:
    """How many pieces of every material were given at approved activities; two queries.

    The materials keep their own order. A material out of use has a row only if pieces were given.
    """
    given = Distribution.objects.visible_to(asked.user).of(asked.activities().approved())
    pieces = dict(given.order_by().values_list("material").annotate(pieces=Sum("quantity")))
    shown = Material.objects.filter(Q(is_active=True) | Q(pk__in=list(pieces)))
    if asked.type:
        shown = shown.filter(activity_type=asked.type)
    return [MaterialRow(material, pieces.get(material.pk, 0)) for material in shown]
