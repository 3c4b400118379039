"""The font of pictures and PDF files. It comes with pip, so that they are the same everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import fontpkg_hind_siliguri

FAMILY: str = fontpkg_hind_siliguri.FAMILY
FOLDER: Path = fontpkg_hind_siliguri.ROOT / "files"
FILES = [str(path) for path in sorted(FOLDER.glob("*.ttf"))]

UNKNOWN = re.compile(
    r"[^\n\t\u0020-\u007e\u00a0-\u0107\u010c-\u0113\u0116-\u011b\u2013\u2014\u2018-\u201a"
    r"\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122\u2212\u2248\u2260"
    r"\u2264\u2265\u0964\u0965\u0980-\u0983\u0985-\u098c\u098f\u0990\u0993-\u09a8"
    r"\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09bc-\u09c4\u09c7\u09c8\u09cb-\u09ce\u09d7"
    r"\u09dc\u09dd\u09df-\u09e3\u09e6-\u09f1\u09f3-\u09fb\u200c\u200d]+"
)
"""What the font has no letter for. A PDF/UA file may hold none of it."""


def writable(text: str) -> str:
    """A text without the letters the font lacks: a face somebody typed becomes a question mark."""
    return UNKNOWN.sub("?", text)
