"""Reach, counted in three ways. Each figure is always shown with the method of its counting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from activities.cells import cell_names, sum_of
from activities.models import Activity
from beneficiaries.models import Sex
from common.localisation import number
from districts.models import Upazila
from figures.selection import Selection

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Audience = tuple[str, int | None, int, str]
"""Audiences with the same key may be the same people. The key is: the P-code of the upazila, the
primary key of the union (None if held in no union), that of the target group, and the sex."""


@dataclass(frozen=True)
class ReachFigure:
    """A figure of approved activities together with its method, so that nobody shows it alone.

    `awaiting` is the same figure for activities that await review. It is None if such a number
    would be wrong: highest audiences cannot be added to each other.
    """

    code: str
    name: StrOrPromise
    value: int
    awaiting: int | None
    method: StrOrPromise

    def __str__(self) -> str:
        return f"{self.name}: {number(self.value)} ({self.method})"


@dataclass(frozen=True)
class Reach:
    contacts: ReachFigure
    first_time: ReachFigure
    minimum_people: ReachFigure

    @property
    def figures(self) -> tuple[ReachFigure, ...]:
        """All three figures in the order to show them; each has its method."""
        return (self.contacts, self.first_time, self.minimum_people)


def minimum_people(audiences: Iterable[tuple[Audience, int]]) -> int:
    """The least possible number of different people: the highest audience of each key, added up.

    Where activities overlap in one place, the same people may have come again. So the highest
    audience counts and never the sum (CARE's rule). `audiences` has one entry for each activity,
    target group and sex, in any order; an entry may also be the highest of several activities
    already, as the database computes it.

    The method has limits. A person in two target groups or in two unions is counted twice, and so
    is one whose sex was recorded once and not another time. Different people who came to different
    activities may be counted as one person: the real number may be far higher.
    """
    highest: dict[Audience, int] = {}
    for audience, people in audiences:
        highest[audience] = max(people, highest.get(audience, 0))
    return sum(highest.values())


def reach(asked: Selection) -> Reach:
    """Contacts, first-time reached, and the least number of different people; one query.

    Activities held in no union count as one place of their own in their upazila.
    """
    return _reach_from(_sums(asked))


def reach_by_upazila(asked: Selection, upazilas: Iterable[Upazila]) -> dict[str, Reach]:
    """The same for each of these upazilas, by P-code; one query for all of them."""
    rows: dict[str, list[Any]] = {upazila.pcode: [] for upazila in upazilas}
    for row in _sums(asked):
        if row[1] in rows:
            rows[row[1]].append(row)
    return {pcode: _reach_from(each) for pcode, each in rows.items()}


def _sums(asked: Selection) -> Iterable[Any]:
    """One row for each status, upazila, union and target group, as `_reach_from` reads them."""
    return (
        asked.participations()
        .values_list("activity__status", "activity__upazila", "activity__union", "target_group")
        .annotate(
            contacts=Sum("people"),
            first=Sum("first_time"),
            **{f"most_{sex}": Max(sum_of(cell_names(sex=sex))) for sex in Sex},
        )
    )


def _reach_from(rows: Iterable[Any]) -> Reach:
    by_status: dict[str, tuple[int, int]] = {}
    audiences: list[tuple[Audience, int]] = []
    for status, upazila, union, group, contacts, first_time, *of_sexes in rows:
        before = by_status.get(status, (0, 0))
        by_status[status] = (before[0] + contacts, before[1] + first_time)
        if status == Activity.Status.APPROVED:
            audiences += [
                ((upazila, union, group, sex), most)
                for sex, most in zip(Sex, of_sexes, strict=True)
            ]
    approved = by_status.get(Activity.Status.APPROVED, (0, 0))
    awaiting = by_status.get(Activity.Status.SUBMITTED, (0, 0))
    return Reach(
        contacts=ReachFigure(
            "contacts",
            _("Contacts"),
            approved[0],
            awaiting[0],
            _("Attendances added up: someone at three meetings is counted three times."),
        ),
        first_time=ReachFigure(
            "first_time",
            _("First-time reached"),
            approved[1],
            awaiting[1],
            _("Of the contacts, those who by a show of hands had never come before."),
        ),
        minimum_people=ReachFigure(
            "minimum_people",
            _("Different people, at least"),
            minimum_people(audiences),
            None,
            _(
                "The highest audience of a single activity for each union, target group and sex, "
                "added up over the unions. Someone in two groups or two unions is counted twice."
            ),
        ),
    )
