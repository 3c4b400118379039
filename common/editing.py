"""Two people edit one thing: the second is told, and sees both texts."""

from __future__ import annotations

from dataclasses import dataclass


class StaleEdit(Exception):
    """What is stored is not what this edit started from: somebody wrote meanwhile."""


@dataclass(frozen=True)
class Difference:
    """What is stored and what was typed instead, as a person reads them; `label` says of what."""

    label: str
    stored: str
    typed: str
