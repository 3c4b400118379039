"""The differences between a frozen quarter and the same quarter today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import User
from common.localisation import day, localised_digits
from figures import Selection
from reports.contents.build import build_contents
from reports.contents.leaves import Key, Leaf, Trail, Value, leaves
from reports.contents.people import sex_and_age
from reports.contents.schema import ActivityPart, Contents, Named, Number
from reports.contents.texts import in_language
from reports.contents.versions import missing
from reports.models import Snapshot

DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Subject:
    """What a number or a text is of; `part` narrows it to a place, to some of the people, …"""

    of: Named
    part: Named | None

    @classmethod
    def trail(cls, trail: Trail) -> Subject:
        of, *rest = trail
        if not rest:
            return cls(of, None)
        english = " · ".join(name["name_en"] for name in rest)
        bangla = " · ".join(name["name_bn"] for name in rest)
        return cls(of, {"name_en": english, "name_bn": bangla})

    @property
    def name(self) -> str:
        return in_language(self.of, "name")

    @property
    def part_name(self) -> str:
        """Empty of the whole."""
        return localised_digits(in_language(self.part, "name")) if self.part else ""


@dataclass(frozen=True)
class Difference:
    """One figure, when it was frozen and now. None: not recorded, or not there."""

    figure: Subject
    frozen: Number | None
    now: Number | None

    @property
    def change(self) -> Number | None:
        if self.frozen is None or self.now is None:
            return None
        return round(self.now - self.frozen, 2)


@dataclass(frozen=True)
class ChangedText:
    """A name, a definition or a day that differs, or a row that only one of the two has."""

    about: Subject
    frozen: str
    now: str


@dataclass(frozen=True)
class ChangedActivity:
    """`before` is None if it was approved since, `after` if it is no longer approved."""

    before: ActivityPart | None
    after: ActivityPart | None

    @property
    def row(self) -> ActivityPart:
        row = self.after or self.before
        assert row
        return row

    @property
    def union(self) -> str:
        return in_language(self.row, "union")


@dataclass(frozen=True)
class Differences:
    figures: tuple[Difference, ...]
    texts: tuple[ChangedText, ...]
    activities: tuple[ChangedActivity, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.texts or self.activities)


def differences(snapshot: Snapshot, user: User) -> Differences:
    """Between what was frozen and what the user sees of the place and quarter today."""
    selection = Selection(user, snapshot.project, snapshot.period, snapshot.district)
    return compare(snapshot.whole, build_contents(selection))


def compare(frozen: Contents, now: Contents) -> Differences:
    """Every number and text that differs, in the order of the frozen ones; new ones are last.

    What only one of the two editions can hold is not a difference.
    """
    before, after = leaves(frozen), leaves(now)
    is_comparable = comparable(frozen, now)
    figures, texts = [], []
    for key in dict.fromkeys([*before, *after]):
        then, today = before.get(key), after.get(key)
        leaf = then or today
        if leaf is None or key[0] == "activities" or not is_comparable(key, leaf):
            continue
        if _value(then) == _value(today):
            continue
        of = Subject.trail(leaf.trail)
        if _is_number(then) and _is_number(today):
            figures.append(Difference(of, _number(then), _number(today)))
        elif not _is_within(key, before.keys() ^ after.keys()):
            texts.append(ChangedText(of, _as_text(then), _as_text(today)))
    return Differences(tuple(figures), tuple(texts), tuple(_changed(frozen, now)))


def comparable(frozen: Contents, now: Contents) -> Callable[[Key, Leaf], bool]:
    """Whether both editions know a figure, and count the same people in it.

    Left out are what one of them lacks, sexes and ages that only one of them counts, and, if the
    frozen edition does not say which groups are reported within another, the groups that are now.
    """
    lacking = {tuple(path.split(".")) for path in (*missing(frozen), *missing(now))}
    cells = frozen["people"]["cells"].keys() ^ now["people"]["cells"].keys()
    ages = _ages(frozen) ^ _ages(now)
    groups = _merged_groups(now) if "groups.within" in missing(frozen) else set()

    def is_comparable(key: Key, leaf: Leaf) -> bool:
        match key:
            case ("people", "cells", name):
                return name not in cells
            case ("indicators", _code, "parts", part, *_rest):
                kind, _slash, code = part.partition("/")
                return code not in {"age": ages, "group": groups}.get(kind, ())
            case ("groups", code, *_rest) if code in groups:
                return False
        return not any(leaf.path[: len(path)] == path for path in lacking)

    return is_comparable


def _ages(contents: Contents) -> set[str]:
    """The age bands an edition counts, by their codes."""
    return {age for _sex, age in map(sex_and_age, contents["people"]["cells"])}


def _merged_groups(contents: Contents) -> set[str]:
    """Groups with others within them, and those others."""
    rows = [row for row in contents["groups"] if row["within"]]
    return {row["code"] for row in rows} | {
        group["code"] for row in rows for group in row["within"] or ()
    }


def _is_within(key: Key, rows: Set[Key]) -> bool:
    """Whether it stands in a row that only one has: the row itself is the difference."""
    return any(key[:length] in rows for length in range(1, len(key)))


def _value(leaf: Leaf | None) -> Value:
    return leaf.value if leaf else None


def _is_number(leaf: Leaf | None) -> bool:
    return leaf is None or leaf.is_number


def _number(leaf: Leaf | None) -> Number | None:
    return cast("Number | None", _value(leaf))


def _as_text(leaf: Leaf | None) -> str:
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
    """The activities that differ, by the day they were held."""
    before = {row["id"]: row for row in frozen["activities"]}
    after = {row["id"]: row for row in now["activities"]}
    found = [
        ChangedActivity(before.get(key), after.get(key))
        for key in before | after
        if before.get(key) != after.get(key)
    ]
    yield from sorted(found, key=lambda change: (change.row["starts_on"], change.row["id"]))
