"""What a quarter says today that it did not say when it was frozen."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import User
from common.localisation import day
from figures import Selection
from reports.contents.build import build_contents
from reports.contents.leaves import Key, Leaf, Trail, Value, leaves
from reports.contents.schema import ActivityPart, Contents, Named, Number
from reports.models import Snapshot

DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Of:
    """What a number or a word is of; `part` narrows it to a place, to some of the people, …"""

    of: Named
    part: Named | None

    @classmethod
    def trail(cls, trail: Trail) -> Of:
        of, *rest = trail
        if not rest:
            return cls(of, None)
        english = " · ".join(name["name_en"] for name in rest)
        bangla = " · ".join(name["name_bn"] for name in rest)
        return cls(of, {"name_en": english, "name_bn": bangla})


@dataclass(frozen=True)
class Difference:
    """One figure, frozen and now; None is not recorded, or not there."""

    figure: Of
    frozen: Number | None
    now: Number | None

    @property
    def change(self) -> Number | None:
        if self.frozen is None or self.now is None:
            return None
        return round(self.now - self.frozen, 2)


@dataclass(frozen=True)
class ChangedWords:
    """A name, a definition, a day, or a row that one of the two does not have."""

    about: Of
    frozen: str
    now: str


@dataclass(frozen=True)
class ChangedActivity:
    """`before` None: it was approved since; `after` None: it is approved no more."""

    before: ActivityPart | None
    after: ActivityPart | None

    @property
    def row(self) -> ActivityPart:
        row = self.after or self.before
        assert row
        return row


@dataclass(frozen=True)
class Differences:
    figures: tuple[Difference, ...]
    words: tuple[ChangedWords, ...]
    activities: tuple[ChangedActivity, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.words or self.activities)


def differences(snapshot: Snapshot, user: User) -> Differences:
    """Of the same place and quarter as the user sees it today."""
    asked = Selection(user, snapshot.project, snapshot.period, snapshot.district)
    return compared(snapshot.contents, build_contents(asked))


def compared(frozen: Contents, now: Contents) -> Differences:
    """Every number and word that differs, in the order of what was frozen; the new ones last."""
    before, after = leaves(frozen), leaves(now)
    figures, words = [], []
    for key in dict.fromkeys([*before, *after]):
        then, today = before.get(key), after.get(key)
        leaf = then or today
        if leaf is None or key[0] == "activities" or _value(then) == _value(today):
            continue
        of = Of.trail(leaf.trail)
        if _is_number(then) and _is_number(today):
            figures.append(Difference(of, _number(then), _number(today)))
        elif not _is_within(key, before.keys() ^ after.keys()):
            words.append(ChangedWords(of, _said(then), _said(today)))
    return Differences(tuple(figures), tuple(words), tuple(_changed(frozen, now)))


def _is_within(key: Key, rows: Set[Key]) -> bool:
    """In a row that only one of the two has: that it is there has been said."""
    return any(key[:length] in rows for length in range(1, len(key)))


def _value(leaf: Leaf | None) -> Value:
    return leaf.value if leaf else None


def _is_number(leaf: Leaf | None) -> bool:
    return leaf is None or leaf.is_number


def _number(leaf: Leaf | None) -> Number | None:
    return cast("Number | None", _value(leaf))


def _said(leaf: Leaf | None) -> str:
    match _value(leaf):
        case bool(yes):
            return _("Yes") if yes else _("No")
        case str(text) if DAY.fullmatch(text):
            return day(datetime.date.fromisoformat(text))
        case None:
            return ""
        case value:
            return str(value)


def _changed(frozen: Contents, now: Contents) -> Iterator[ChangedActivity]:
    """By the day they were held."""
    before = {row["id"]: row for row in frozen["activities"]}
    after = {row["id"]: row for row in now["activities"]}
    found = [
        ChangedActivity(before.get(key), after.get(key))
        for key in before | after
        if before.get(key) != after.get(key)
    ]
    yield from sorted(found, key=lambda change: (change.row["starts_on"], change.row["id"]))
