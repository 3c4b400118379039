"""Boundaries of upazilas in degrees, for map programs; the database has those for our maps."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def polygons() -> dict[str, list[list[list[float]]]]:
    """The rings of a GeoJSON polygon for each upazila, by P-code; the outer ring is the first.

    A point is [longitude, latitude]. Only the upazilas of Feni, Cumilla and Brahmanbaria have
    boundaries. NOTICE says where they come from.
    """
    path = Path(__file__).with_suffix(".json")
    rings: dict[str, list[list[list[float]]]] = json.loads(path.read_text(encoding="utf-8"))
    return rings
