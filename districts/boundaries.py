"""Outlines of upazilas in degrees, for map programs; those drawn on pages are in the database."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def polygons() -> dict[str, list[list[list[float]]]]:
    """By P-code, the rings of a GeoJSON polygon: [longitude, latitude], the outer ring first.

    Only Feni, Cumilla and Brahmanbaria have them. NOTICE says where they come from.
    """
    path = Path(__file__).with_suffix(".json")
    rings: dict[str, list[list[list[float]]]] = json.loads(path.read_text(encoding="utf-8"))
    return rings
