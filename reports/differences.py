"""What a quarter says today that it did not say when it was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dashboards.figures import Selection
from reports.contents import contents
from reports.models import Snapshot
from reports.shapes import ActivityPart, Contents, IndicatorPart, Named, Number
from reports.words import in_bangla, in_english

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Key = tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A number and what it is of; `part` narrows it to a place or to some of the people."""

    of: Named
    part: Named | None
    value: Number | None


@dataclass(frozen=True)
class Difference:
    """One figure, frozen and now; None is not recorded, or not there."""

    figure: Figure
    frozen: Number | None
    now: Number | None

    @property
    def change(self) -> Number | None:
        if self.frozen is None or self.now is None:
            return None
        return round(self.now - self.frozen, 2)


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
    activities: tuple[ChangedActivity, ...]

    def __bool__(self) -> bool:
        return bool(self.figures or self.activities)


def differences(snapshot: Snapshot, user: User) -> Differences:
    """Of the same place and quarter as the user sees it today."""
    asked = Selection(user, snapshot.project, snapshot.period, snapshot.district)
    return compared(snapshot.contents, contents(asked))


def compared(frozen: Contents, now: Contents) -> Differences:
    """In the order of the frozen figures; those that are new stand at the end."""
    before, after = dict(_figures(frozen)), dict(_figures(now))
    found = []
    for key in dict.fromkeys([*before, *after]):
        then, today = before.get(key), after.get(key)
        pair = (then.value if then else None, today.value if today else None)
        figure = then or today
        if figure and pair[0] != pair[1]:
            found.append(Difference(figure, *pair))
    return Differences(tuple(found), tuple(_changed(frozen, now)))


def _figures(made: Contents) -> Iterator[tuple[Key, Figure]]:
    """Every figure that is compared, by a key that stays the same over time."""
    for reach in made["reach"]:
        yield ("reach", reach["code"]), Figure(_name(reach), None, reach["value"])
    for kind in made["types"]:
        yield ("type", kind["code"]), Figure(_name(kind), None, kind["approved"])
    for upazila in made["upazilas"]:
        contacts = _both(_("Contacts"))
        yield (
            ("upazila", upazila["pcode"]),
            Figure(contacts, _name(upazila), upazila["contacts"]),
        )
    for material in made["materials"]:
        yield ("material", material["code"]), Figure(_name(material), None, material["quantity"])
    for indicator in made["indicators"]:
        yield from _figures_of(indicator)


def _figures_of(indicator: IndicatorPart) -> Iterator[tuple[Key, Figure]]:
    key, name = ("indicator", indicator["code"]), _name(indicator)
    yield key, Figure(name, None, indicator["done"])
    yield (*key, "promised"), Figure(name, _both(_("Target")), indicator["promised"])
    for place in indicator["places"]:
        yield (*key, "place", place["pcode"]), Figure(name, _name(place), place["done"])
    for part in indicator["parts"]:
        label: Named = {"name_en": part["label_en"], "name_bn": part["label_bn"]}
        yield (*key, part["kind"], part["code"]), Figure(name, label, part["done"])


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


def _name(row: Named) -> Named:
    return {"name_en": row["name_en"], "name_bn": row["name_bn"]}


def _both(text: StrOrPromise) -> Named:
    return {"name_en": in_english(text), "name_bn": in_bangla(text)}
