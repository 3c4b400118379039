"""Every figure anyone is shown is worked out here, once; pages, charts and CSV ask the same."""

from figures.achievements import Achievement, IndicatorRow, Standing
from figures.activities import Log, Tally, log
from figures.area import Area, area
from figures.committees import (
    Committees,
    Health,
    committees,
    committees_during,
    decisions,
    meetings,
    overdue_decisions,
)
from figures.indicators import indicators
from figures.materials import MaterialRow, materials
from figures.people import GroupRow, People, by_group, people
from figures.phones import FromPhones, from_phones
from figures.places import Attention, PlaceRow, attention, by_union, by_upazila, recent
from figures.plan import entries_of, plan, two_weeks, types_against_plan
from figures.public import Programme, public_programme
from figures.reach import Reach, ReachFigure, reach, reach_by_upazila
from figures.reporting import MonthsOf, is_silent, known_months, matrix, reported
from figures.selection import Selection
from figures.union_gaps import COURTYARD_MEETING, GAP_DAYS, gaps
from figures.work import OwnWork, Queue, own_work, queue, runs_today, two_months

__all__ = [
    "COURTYARD_MEETING",
    "GAP_DAYS",
    "Achievement",
    "Area",
    "Attention",
    "Committees",
    "FromPhones",
    "GroupRow",
    "Health",
    "IndicatorRow",
    "Log",
    "MaterialRow",
    "MonthsOf",
    "OwnWork",
    "People",
    "PlaceRow",
    "Programme",
    "Queue",
    "Reach",
    "ReachFigure",
    "Selection",
    "Standing",
    "Tally",
    "area",
    "attention",
    "by_group",
    "by_union",
    "by_upazila",
    "committees",
    "committees_during",
    "decisions",
    "entries_of",
    "from_phones",
    "gaps",
    "indicators",
    "is_silent",
    "known_months",
    "log",
    "materials",
    "matrix",
    "meetings",
    "overdue_decisions",
    "own_work",
    "people",
    "plan",
    "public_programme",
    "queue",
    "reach",
    "reach_by_upazila",
    "recent",
    "reported",
    "runs_today",
    "two_months",
    "two_weeks",
    "types_against_plan",
]
