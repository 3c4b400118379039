"""The value of an indicator beside its target, and its parts by sex, age and target group."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.calendar import ChartColumn, Period
from districts.models import Upazila
from figures.aggregation import Value
from figures.indicator_cells import Part
from figures.sources import Source
from projects.models import Indicator

KINDS = {"sex": _("By sex"), "age": _("By age"), "group": _("By target group")}

FAR_BEYOND = 2
"""A value of more than twice the target is more often a typing error than a success."""


class Performance(models.TextChoices):
    REACHED = "reached", _("Target reached")
    ON_PLAN = "on_plan", _("On plan")
    BEHIND = "behind", _("Behind plan")
    NO_TARGET = "no_target", _("No target")
    NOT_RECORDED = "not_recorded", _("Not recorded")


@dataclass(frozen=True)
class Achievement:
    """The value of one indicator in one place over some quarters, beside its target.

    `actual` is the value that was reached; None means "not recorded". `target` is the target, and
    `due` is the part of it that should have been reached by today. Both are None if there is no
    target; `due` is None too if no quarter has begun, or if less is better. Zero means zero.
    `awaiting` says by how much `actual` would change if all activities that await review were
    approved. `source` says which list of activities adds up to `actual`; it is None if none does.
    """

    actual: Value | None
    awaiting: Value
    target: Value | None
    due: Value | None
    less_is_better: bool = False
    source: Source | None = None

    @property
    def difference(self) -> Value | None:
        """The value minus the target; None if either is missing."""
        if self.target is None or self.actual is None:
            return None
        return self.actual - self.target

    @property
    def scale(self) -> Value:
        """The largest value that the bar has to show: the bar is that long."""
        return max(self.target or 0, (self.actual or 0) + max(self.awaiting, 0), self.due or 0)

    @property
    def performance(self) -> Performance:
        if self.target is None:
            return Performance.NO_TARGET
        if self.actual is None:
            return Performance.NOT_RECORDED
        if self.less_is_better:
            return Performance.ON_PLAN if self.actual <= self.target else Performance.BEHIND
        if self.actual >= self.target:
            return Performance.REACHED
        is_late = self.due is not None and self.actual < self.due
        return Performance.BEHIND if is_late else Performance.ON_PLAN

    @property
    def is_far_beyond(self) -> bool:
        """Whether the value is over 200 % of the target; somebody should check it then."""
        return bool(self.target and self.actual and self.actual > FAR_BEYOND * self.target)


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
        return ChartColumn(self.quarter, "quarter").name


@dataclass(frozen=True)
class IndicatorPlace:
    upazila: Upazila
    achievement: Achievement


@dataclass(frozen=True)
class PartRow:
    """The part of an indicator that belongs to one sex, one age band or one target group."""

    part: Part
    label: str
    actual: Value | None
    awaiting: Value
    source: Source | None

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
        over = [row.achievement.actual for row in self.quarters if row.counted.end < today]
        if len(over) < 2 or over[-1] is None or over[-2] is None:
            return 0
        return (over[-1] > over[-2]) - (over[-1] < over[-2])
