"""What was handed out or put up: outputs, never people."""

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
    """Pieces at approved activities of every material, in their order; two queries.

    A material that is out of use has its row while some of it was handed out.
    """
    given = Distribution.objects.visible_to(asked.user).of(asked.activities().approved())
    pieces = dict(given.order_by().values_list("material").annotate(pieces=Sum("quantity")))
    shown = Material.objects.filter(Q(is_active=True) | Q(pk__in=list(pieces)))
    if asked.type:
        shown = shown.filter(activity_type=asked.type)
    return [MaterialRow(material, pieces.get(material.pk, 0)) for material in shown]
