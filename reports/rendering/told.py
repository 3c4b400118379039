"""What a manager adds to the figures of a report: words and photos, and whether it is final."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Photo:
    """`image` is a JPEG or a PNG; `caption` says what it shows, also to whoever cannot see it."""

    image: bytes
    caption: str


@dataclass(frozen=True)
class Told:
    """`narratives` stand by the number of their outcome; a blank line begins a paragraph.

    Not final: every page says so, and nobody has frozen it. `code` is what a reader checks a
    frozen report with.
    """

    title: str = ""
    is_final: bool = False
    frozen_at: datetime.datetime | None = None
    frozen_by: str = ""
    code: str = ""
    introduction: str = ""
    narratives: Mapping[int, str] = field(default_factory=dict)
    photos: Sequence[Photo] = ()
