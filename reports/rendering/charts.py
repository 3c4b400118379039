"""Charts of a report as pictures. Each stands beside a table of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import resvg_py
from django.utils.translation import gettext as _

from common.localisation import day, number
from reports.contents.localised import LocalisedContents
from reports.rendering.document import NOTHING, Picture
from reports.rendering.fonts import FAMILY, FILES
from reports.rendering.tables import month

ZOOM = 3
"""Pixels of the picture for one of the drawing: sharp in print."""
WIDTH, LABELS, NUMBERS = 640, 190, 110
ROW, BAR = 24, 14
INK, INK_2, ACCENT, TRACK = "#1f1d1a", "#5c564e", "#0b5a5b", "#f0ece6"
HATCH = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="5" height="5" fill="#fff"/>'
    f'<rect width="2" height="5" fill="{ACCENT}"/></pattern></defs>'
)


@dataclass(frozen=True)
class Bar:
    name: str
    approved: int
    awaiting: int
    is_known: bool = True

    @property
    def length(self) -> int:
        return self.approved + self.awaiting

    @property
    def label(self) -> str:
        """As on the dashboard: 5+7, what awaits review after the plus."""
        if not self.is_known:
            return NOTHING
        beside = f"+{number(self.awaiting)}" if self.awaiting else ""
        return f"{number(self.approved)}{beside}"


def months(contents: LocalisedContents) -> Picture | None:
    rows = contents["months"]
    bars = [
        Bar(day(month(row), "F Y"), row["approved"], row["awaiting"], row["reported"] is not False)
        for row in rows
    ]
    return chart(_("Activities by month"), bars)


def types(contents: LocalisedContents) -> Picture | None:
    rows = contents["types"]
    bars = [Bar(row["short"], row["approved"], row["awaiting"]) for row in rows]
    return chart(_("Activities by type"), bars)


def chart(title: str, bars: Sequence[Bar]) -> Picture | None:
    """Lying bars, approved ones filled, those awaiting review hatched; None without any."""
    longest = max(bars, key=lambda bar: bar.length, default=None)
    if longest is None or not longest.length:
        return None
    key = _("Filled: approved. Hatched and after the +: awaiting review.")
    alt = _("Bar chart. %(title)s; the most: %(name)s, %(count)s. All of it is in the table.") % {
        "title": title,
        "name": longest.name,
        "count": longest.label,
    }
    height = ROW * len(bars) + 2
    drawn = "".join(_drawn(bars, longest.length))
    return Picture(png(WIDTH, height, HATCH + drawn), alt, key)


def _drawn(bars: Sequence[Bar], most: int) -> Iterator[str]:
    room = WIDTH - LABELS - NUMBERS
    for place, bar in enumerate(bars):
        top = place * ROW + (ROW - BAR) / 2
        middle = top + BAR / 2 + 4.5
        filled, hatched = (room * part / most for part in (bar.approved, bar.awaiting))
        yield text(LABELS - 8, middle, bar.name, anchor="end")
        yield f'<rect x="{LABELS}" y="{top}" width="{room}" height="{BAR}" fill="{TRACK}"/>'
        yield f'<rect x="{LABELS}" y="{top}" width="{filled:.1f}" height="{BAR}" fill="{ACCENT}"/>'
        if bar.awaiting:
            yield (
                f'<rect x="{LABELS + filled:.1f}" y="{top + 0.5}" width="{hatched:.1f}" '
                f'height="{BAR - 1}" fill="url(#hatch)" stroke="{ACCENT}"/>'
            )
        yield text(LABELS + room + 8, middle, bar.label, bold=True)


def text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: float = 13,
    fill: str = INK,
    bold: bool = False,
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" text-anchor="{anchor}" '
        f'fill="{fill}"{weight}>{escape(words)}</text>'
    )


def png(width: float, height: float, drawn: str, view_box: str = "") -> bytes:
    """A drawing as a picture, lettering and all, with the font that every file is set in."""
    view_box = view_box or f"0 0 {width} {height}"
    return resvg_py.svg_to_bytes(
        svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="{view_box}" font-family="{FAMILY}">{drawn}</svg>',
        background="#ffffff",
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=FILES,
    )
