"""How an indicator stands: what was done beside what was promised, and of whom it is made up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.calendar import Column, Period
from districts.models import Upazila
from figures.aggregation import Value
from figures.indicator_cells import Part
from figures.sources import Source
from projects.models import Indicator

KINDS = {"sex": _("By sex"), "age": _("By age"), "group": _("By target group")}

FAR_BEYOND = 2
"""More than twice the target is more often a slip of the pen than a success."""


class Standing(models.TextChoices):
    REACHED = "reached", _("Target reached")
    ON_PLAN = "on_plan", _("On plan")
    BEHIND = "behind", _("Behind plan")
    NO_TARGET = "no_target", _("No target")
    NOT_RECORDED = "not_recorded", _("Not recorded")


@dataclass(frozen=True)
class Achievement:
    """What was done of one indicator in some place and quarters, beside what was promised.

    None is "not recorded" of `done`, and "no target" of `promised` and `due`; zero is zero.
    `awaiting` is by how much `done` would change if all that awaits review were approved.
    `behind` is the list of activities that adds up to `done`, where there is one.
    """

    done: Value | None
    awaiting: Value
    promised: Value | None
    due: Value | None
    less_is_better: bool = False
    behind: Source | None = None

    @property
    def difference(self) -> Value | None:
        """Done less promised."""
        if self.promised is None or self.done is None:
            return None
        return self.done - self.promised

    @property
    def scale(self) -> Value:
        """The length of its bar: the most there is to show."""
        return max(self.promised or 0, (self.done or 0) + max(self.awaiting, 0), self.due or 0)

    @property
    def standing(self) -> Standing:
        if self.promised is None:
            return Standing.NO_TARGET
        if self.done is None:
            return Standing.NOT_RECORDED
        if self.less_is_better:
            return Standing.ON_PLAN if self.done <= self.promised else Standing.BEHIND
        if self.done >= self.promised:
            return Standing.REACHED
        behind = self.due is not None and self.done < self.due
        return Standing.BEHIND if behind else Standing.ON_PLAN

    @property
    def is_far_beyond(self) -> bool:
        """Over 200 % of the target: worth a look."""
        return bool(self.promised and self.done and self.done > FAR_BEYOND * self.promised)


@dataclass(frozen=True)
class QuarterRow:
    """What a quarter brought; of a cumulative indicator the level at its end."""

    quarter: Period
    counted: Period
    achievement: Achievement

    @property
    def name(self) -> str:
        return Column(self.quarter, "quarter").name


@dataclass(frozen=True)
class IndicatorPlace:
    upazila: Upazila
    achievement: Achievement


@dataclass(frozen=True)
class PartRow:
    """Some of the people of an indicator: of one sex, one age band or one target group."""

    part: Part
    label: str
    done: Value | None
    awaiting: Value
    behind: Source | None

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.part[0]])


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator with all that is known of it; `counted` are the days that count in it."""

    indicator: Indicator
    counted: Period
    achievement: Achievement
    quarters: tuple[QuarterRow, ...]
    places: tuple[IndicatorPlace, ...]
    parts: tuple[PartRow, ...]
    untargeted_quarters: int

    @property
    def is_a_sum(self) -> bool:
        """Across places and quarters both: then its parts add up to it."""
        rules = {self.indicator.across_places, self.indicator.across_periods}
        return rules == {Indicator.Rule.SUM}

    @property
    def trend(self) -> int:
        """1 if the last quarter that is over was above the one before, −1 if below, else 0."""
        today = timezone.localdate()
        over = [row.achievement.done for row in self.quarters if row.counted.end < today]
        if len(over) < 2 or over[-1] is None or over[-2] is None:
            return 0
        return (over[-1] > over[-2]) - (over[-1] < over[-2])
