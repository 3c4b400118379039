"""The value of an indicator beside its target, and its parts by sex, age and target group."""

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
"""A value of more than twice the target is more often a typing error than a success."""


class Standing(models.TextChoices):
    REACHED = "reached", _("Target reached")
    ON_PLAN = "on_plan", _("On plan")
    BEHIND = "behind", _("Behind plan")
    NO_TARGET = "no_target", _("No target")
    NOT_RECORDED = "not_recorded", _("Not recorded")


@dataclass(frozen=True)
class Achievement:
    """The value of one indicator in one place over some quarters, beside its target.

    `done` is the value that was reached; None means "not recorded". `promised` is the target, and
    `due` is the part of it that should have been reached by today. Both are None if there is no
    target; `due` is None too if no quarter has begun, or if less is better. Zero means zero.
    `awaiting` says by how much `done` would change if all activities that await review were
    approved. `behind` says which list of activities adds up to `done`; it is None if none does.
    """

    done: Value | None
    awaiting: Value
    promised: Value | None
    due: Value | None
    less_is_better: bool = False
    behind: Source | None = None

    @property
    def difference(self) -> Value | None:
        """The value minus the target; None if either is missing."""
        if self.promised is None or self.done is None:
            return None
        return self.done - self.promised

    @property
    def scale(self) -> Value:
        """The largest value that the bar has to show: the bar is that long."""
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
        """Whether the value is over 200 % of the target; somebody should check it then."""
        return bool(self.promised and self.done and self.done > FAR_BEYOND * self.promised)


@dataclass(frozen=True)
class QuarterRow:
    """The value of one quarter; for a cumulative indicator, the level at the end of the quarter.

    `counted` is the period whose days count in the value.
    """

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
    """The part of an indicator that belongs to one sex, one age band or one target group."""

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
    """One indicator with all its values; `counted` is the period whose days count in them.

    `untargeted_quarters` is the number of selected quarters that have no target.
    """

    indicator: Indicator
    counted: Period
    achievement: Achievement
    quarters: tuple[QuarterRow, ...]
    places: tuple[IndicatorPlace, ...]
    parts: tuple[PartRow, ...]
    untargeted_quarters: int

    @property
    def is_a_sum(self) -> bool:
        """Whether it is summed across places and across quarters: then its parts add up to it."""
        rules = {self.indicator.across_places, self.indicator.across_periods}
        return rules == {Indicator.Rule.SUM}

    @property
    def trend(self) -> int:
        """1 if the last quarter that is over is above the quarter before it, −1 if below, else 0.

        It is 0 too if one of the two is missing or not recorded.
        """
        today = timezone.localdate()
        over = [row.achievement.done for row in self.quarters if row.counted.end < today]
        if len(over) < 2 or over[-1] is None or over[-2] is None:
            return 0
        return (over[-1] > over[-2]) - (over[-1] < over[-2])
