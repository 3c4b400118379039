"""Maps as plain SVG: the outlines are in the database; the frame and the labels are made here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from districts.models import District, Upazila

Point = tuple[float, float]

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
SHOWN_WIDTH = 320
"""About how many pixels wide a map is, on a phone and in a column."""
TEXT = 12.5
"""The height of the letters at that width, in pixels."""
LETTER = 0.55
"""The width of a letter, as a part of its height."""
SHADES = 5
MOST_NAMES = 9
"""If a map has more units than this, it names only those of the work area."""


@lru_cache(maxsize=1024)
def corners(outline: str) -> tuple[Point, ...]:
    """All points of an SVG path that uses only `M` (absolute), `l` (relative) and `z`."""
    points: list[Point] = []
    for ring in outline.split("M")[1:]:
        numbers = [float(number) for number in NUMBER.findall(ring)]
        x = y = 0.0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=False):
            x, y = x + dx, y + dy
            points.append((x, y))
    return tuple(points)


@lru_cache(maxsize=1024)
def room(outline: str) -> tuple[Point, float]:
    """Where a label has most room in an outline: the middle of that place and its width.

    Distance to the sides counts half, since words are wider than high.
    """
    points = corners(outline)
    sides = list(zip(points, points[1:] + points[:1], strict=True))
    frame = Frame.around(points)
    best, most, wide = (frame.left, frame.top), 0.0, 0.0
    for row in range(1, 16):
        y = frame.top + frame.height * (row + 0.01) / 16
        crossings = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1)
            for (x1, y1), (x2, y2) in sides
            if (y1 > y) != (y2 > y)
        )
        for left, right in zip(crossings[::2], crossings[1::2], strict=True):
            for part in range(3, 8):
                middle = (left + (right - left) * part / 10, y)
                free = min(_distance(middle, *side) for side in sides)
                if free > most:
                    best, most, wide = middle, free, right - left
    return best, wide


def _distance(point: Point, start: Point, end: Point) -> float:
    """The distance from a point to a side; its horizontal part counts half."""
    x, y = (point[0] - start[0]) / 2, point[1] - start[1]
    dx, dy = (end[0] - start[0]) / 2, end[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x - along * dx, y - along * dy)


@dataclass(frozen=True)
class Frame:
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> Frame:
        across, down = zip(*points, strict=True)
        return cls(min(across), min(down), max(across), max(down))

    def holds(self, point: Point) -> bool:
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def joined_with(self, other: Frame) -> Frame:
        return Frame(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Caption:
    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Shape:
    """The outline of one upazila on a map.

    `shade` is 0 without contacts and 1 to 5 for few to many; it is None if they are not known.
    """

    upazila: Upazila
    in_work_area: bool
    shade: int | None
    contacts: int | None
    number: int | None
    alternate: bool
    names_itself: bool

    @property
    def label(self) -> Point:
        return room(self.upazila.outline)[0]

    @property
    def is_dark(self) -> bool:
        return (self.shade or 0) >= SHADES - 1


@dataclass(frozen=True)
class Map:
    frame: Frame
    text: float
    shapes: tuple[Shape, ...]
    captions: tuple[Caption, ...]
    step: int
    names_districts: bool

    @property
    def view_box(self) -> str:
        margin = self.text / 2
        numbers = (
            self.frame.left - margin,
            self.frame.top - margin,
            self.frame.width + 2 * margin,
            self.frame.height + 2 * margin,
        )
        return " ".join(f"{number:.0f}" for number in numbers)

    @property
    def thresholds(self) -> list[tuple[int, int]]:
        """Each shade with the least number of contacts that it stands for."""
        return [(shade, max(1, self.step * (shade - 1))) for shade in range(1, SHADES + 1)]


def rounded_step(most: int) -> int:
    """How many contacts one shade covers: 1, 2 or 5 with zeros. Five shades cover `most`."""
    if most <= SHADES:
        return 1
    power: int = 10 ** int(math.log10(most / SHADES))
    return next(n * power for n in (1, 2, 5, 10) if n * power * SHADES >= most)


def draw(
    districts: Iterable[District],
    work_area: Iterable[Upazila],
    contacts: Mapping[str, int] | None = None,
) -> Map | None:
    """A map of these districts that marks the work area; None if there is no outline to draw.

    If `contacts` (by P-code) are given, they shade the work area. Without them all units of the
    work area have the same shade, for a map that shows only where they are. On a map of more than
    one district, the units of the work area have numbers in their order, and the districts have
    names. Units have numbers too if the name of one does not fit into its shape.
    """
    districts = list(districts)
    drawn = [(d, u) for d in districts for u in d.upazilas.all() if corners(u.outline)]
    if not drawn:
        return None
    frame = Frame.around(point for _, upazila in drawn for point in corners(upazila.outline))
    text = TEXT * frame.width / SHOWN_WIDTH
    within = [upazila for upazila in work_area if upazila.district in districts]
    numbers = {upazila.pk: number for number, upazila in enumerate(within, 1)}
    numbered = len(districts) > 1 or not all(_holds_its_name(u, text) for u in within)
    text *= 1.2 if numbered else 1
    step = rounded_step(max(contacts.values(), default=0)) if contacts else 1

    def shape(district: District, upazila: Upazila) -> Shape:
        in_work_area = upazila.pk in numbers
        reached = contacts.get(upazila.pk) if contacts is not None else None
        return Shape(
            upazila=upazila,
            in_work_area=in_work_area,
            shade=_shade(reached, step, contacts is None) if in_work_area else None,
            contacts=reached if in_work_area else None,
            number=numbers.get(upazila.pk) if numbered else None,
            alternate=districts.index(district) % 2 == 0,
            names_itself=not numbered and (in_work_area or len(drawn) <= MOST_NAMES),
        )

    shapes = [shape(district, upazila) for district, upazila in drawn]
    shapes.sort(key=lambda shape: (shape.in_work_area, shape.shade is not None))
    captions = []
    if len(districts) > 1:
        for district in districts:
            caption, room = _caption(district, drawn, text)
            captions.append(caption)
            frame = frame.joined_with(room)
    return Map(frame, text, tuple(shapes), tuple(captions), step, len(districts) > 1)


def _shade(contacts: int | None, step: int, says_only_where: bool) -> int | None:
    if says_only_where:
        return SHADES - 1
    if contacts is None:
        return None
    return min(SHADES, 1 + contacts // step) if contacts else 0


def _holds_its_name(upazila: Upazila, text: float) -> bool:
    return text * LETTER * len(upazila.name) < 1.3 * room(upazila.outline)[1]


def _caption(
    district: District, drawn: list[tuple[District, Upazila]], text: float
) -> tuple[Caption, Frame]:
    """The name of a district close beside it, where it covers least, and the frame of the name."""
    near = [point for d, u in drawn if d == district for point in corners(u.outline)]
    everything = [point for _, upazila in drawn for point in corners(upazila.outline)]
    own = Frame.around(near)
    width, height = text * LETTER * len(district.name), text * 1.4
    rooms = [
        Frame(x - width / 2, y, x + width / 2, y + height)
        for y in (own.top + (own.height - height) * eighth / 8 for eighth in range(9))
        for x in (own.left, own.left + width / 2, own.right - width / 2, own.right)
    ]

    def badness(room: Frame) -> tuple[int, float]:
        middle = ((room.left + room.right) / 2, (room.top + room.bottom) / 2)
        covered = sum(room.holds(point) for point in everything)
        return covered, min(math.dist(middle, point) for point in near)

    room = min(rooms, key=badness)
    return Caption(district.name, (room.left + room.right) / 2, room.bottom - height * 0.3), room
