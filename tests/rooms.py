"""The rooms and what lies above each, as the import contract in pyproject.toml says."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = [
    [room.strip() for room in layer.split("|")]
    for contract in PYPROJECT["tool"]["importlinter"]["contracts"]
    if contract["type"] == "layers"
    for layer in contract["layers"]
]
ROOMS = [room for layer in LAYERS for room in layer if room != "tests"]


def above(room: str) -> set[str]:
    """The rooms that `room` knows nothing of: those above it, and its neighbour."""
    floor = next(at for at, layer in enumerate(LAYERS) if room in layer)
    return {other for layer in LAYERS[: floor + 1] for other in layer} - {room}


def sources(room: str) -> Iterator[Path]:
    """The modules of a room, without its tests and migrations."""
    for path in sorted((ROOT / room).rglob("*.py")):
        if {"tests", "migrations"}.isdisjoint(path.relative_to(ROOT).parts):
            yield path
