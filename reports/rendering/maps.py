"""The map of a report: the same outlines, shades and numbers as on the dashboard."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.localisation import number
from districts.maps import Map, Shape, draw
from districts.models import District
from reports.contents.localised import LocalisedContents, Row
from reports.rendering.charts import INK, INK_2, WIDTH, png, text
from reports.rendering.document import Picture

SHADES = ("#ffffff", "#dcecea", "#add3cf", "#72b0ac", "#2f7f7b", "#0b5a5b")
OUTSIDE, OUTSIDE_2, UNSEEN = "#ebe6de", "#e1dbd1", "#f6f4f0"
TALLEST = 620
"""Pixels of the drawing, so that a map and its caption fit on one page."""


def map_of(contents: LocalisedContents) -> Picture | None:
    """The districts with the upazilas of the report, shaded by contacts; None if none is drawn.

    Outlines are geography and no secret; whose figures stand on them the contents decide.
    """
    pcodes = [row["pcode"] for row in contents["upazilas"]]
    contacts = {
        row["pcode"]: row["contacts"]
        for row in contents["upazilas"]
        if row["reported"] is not False
    }
    districts = list(
        District.objects.filter(upazilas__in=pcodes).prefetch_related("upazilas").distinct()
    )
    by_pcode = {unit.pk: unit for district in districts for unit in district.upazilas.all()}
    work_area = [by_pcode[pcode] for pcode in pcodes if pcode in by_pcode]
    drawn = draw(districts, work_area, contacts)
    if drawn is None:
        return None
    high = WIDTH * _height(drawn) / _width(drawn)
    width, height = (WIDTH, high) if high <= TALLEST else (WIDTH * TALLEST / high, TALLEST)
    picture = png(width, height, "".join(_svg(drawn)), drawn.view_box)
    return Picture(picture, _alt(contents), _caption(drawn), share=0.75 * width / WIDTH)


def _width(drawn: Map) -> float:
    return float(drawn.view_box.split()[2])


def _height(drawn: Map) -> float:
    return float(drawn.view_box.split()[3])


def _svg(drawn: Map) -> Iterator[str]:
    for shape in drawn.shapes:
        edge = (INK, 1.2) if shape.in_work_area else ("#ffffff", 0.8)
        width = edge[1] * drawn.text / 12
        yield (
            f'<path d="{shape.upazila.outline}" fill="{_fill(shape, drawn)}" stroke="{edge[0]}" '
            f'stroke-width="{width:.2f}" stroke-linejoin="round"/>'
        )
    for shape in drawn.shapes:
        yield from _lettering(shape, drawn.text)
    for caption in drawn.captions:
        yield text(caption.x, caption.y, caption.text, anchor="middle", size=drawn.text)


def _fill(shape: Shape, drawn: Map) -> str:
    if shape.shade is not None:
        return SHADES[shape.shade]
    if shape.in_work_area:
        return UNSEEN
    return OUTSIDE_2 if shape.alternate and drawn.names_districts else OUTSIDE


def _lettering(shape: Shape, size: float) -> Iterator[str]:
    x, y = shape.label
    name, contacts = shape.upazila.name, number(shape.contacts)
    if shape.number:
        yield _word(shape, x, y + 0.35 * size, number(shape.number), size, bold=True)
    elif shape.names_itself and not contacts:
        yield _word(shape, x, y, name, size)
    elif shape.names_itself:
        yield _word(shape, x, y - 0.25 * size, name, size)
        yield _word(shape, x, y + 0.95 * size, contacts, 1.1 * size, bold=True)


def _word(shape: Shape, x: float, y: float, words: str, size: float, *, bold: bool = False) -> str:
    fill = "#ffffff" if shape.is_dark else INK if shape.in_work_area else INK_2
    return text(x, y, words, anchor="middle", size=size, fill=fill, bold=bold)


def _alt(contents: LocalisedContents) -> str:
    """In words what the shades say: who has how many, the most first."""
    rows = sorted(contents["upazilas"], key=lambda row: -row["contacts"])
    named = "; ".join(f"{row['name']} {_contacts(row)}" for row in rows)
    return _("Map of contacts by upazila: %(upazilas)s.") % {"upazilas": named}


def _contacts(row: Row) -> str:
    return _("Not recorded") if row["reported"] is False else number(row["contacts"])


def _caption(drawn: Map) -> str:
    steps = " · ".join(f"{number(least)}+" for _shade, least in drawn.thresholds)
    words = [_("Contacts by upazila, from light to dark: %(steps)s.") % {"steps": steps}]
    if any(shape.number for shape in drawn.shapes):
        words.append(_("The numbers are those of the table."))
    words.append(
        _(
            "Map: Bangladesh Bureau of Statistics and OCHA (COD-AB v03, CC BY 3.0 IGO), "
            "simplified; it does not imply endorsement by the United Nations."
        )
    )
    return " ".join(words)
