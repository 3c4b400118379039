"""Reach, told in three ways. None of them is ever shown without saying how it was counted."""

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
"""Who overlaps: the P-code of the upazila, the key of the union (None: in no union), the key of
the target group, the sex."""


@dataclass(frozen=True)
class ReachFigure:
    """A number of approved activities, and how it was counted; they do not come apart.

    `awaiting` is what activities awaiting review stand beside it with; None where no number
    can stand there: highest audiences cannot be added to each other.
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
        """All three, for whatever prints them: each carries its method."""
        return (self.contacts, self.first_time, self.minimum_people)


def minimum_people(audiences: Iterable[tuple[Audience, int]]) -> int:
    """The highest of each audience, added up: so many different people there were at least.

    Where activities overlap in one place it may be the same people who come again, so the highest
    counts and never the sum (CARE's rule). `audiences`: one for each activity, target group and
    sex, in any order; those the database has taken the highest of already may be among them.

    Its limits: somebody in two target groups, in two unions, or once with and once without their
    sex recorded, is counted in each. People who came to different activities are counted once
    although they were different ones: the real number may be far higher.
    """
    highest: dict[Audience, int] = {}
    for audience, people in audiences:
        highest[audience] = max(people, highest.get(audience, 0))
    return sum(highest.values())


def reach(asked: Selection) -> Reach:
    """Contacts, first-time reached and minimum distinct people, in one query.

    What was held in no union is a place of its own in its upazila.
    """
    return _reach_from(_sums(asked))


def reach_by_upazila(asked: Selection, upazilas: Iterable[Upazila]) -> dict[str, Reach]:
    """The same of each of these upazilas, by P-code, in one query too."""
    rows: dict[str, list[Any]] = {upazila.pcode: [] for upazila in upazilas}
    for row in _sums(asked):
        if row[1] in rows:
            rows[row[1]].append(row)
    return {pcode: _reach_from(each) for pcode, each in rows.items()}


def _sums(asked: Selection) -> Iterable[Any]:
    """A row for each status, upazila, union and target group; then what `_told` reads."""
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
