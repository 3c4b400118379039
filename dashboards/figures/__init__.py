"""Every figure anyone is shown is worked out here, once; pages, charts and CSV ask the same."""

from dashboards.figures.achievements import Achievement, IndicatorRow, Standing
from dashboards.figures.committees import (
    Committees,
    Health,
    committees,
    committees_during,
    decisions,
    meetings,
    overdue_decisions,
)
from dashboards.figures.counted import Log, Tally, log
from dashboards.figures.coverage import (
    COURTYARD_MEETING,
    GAP_DAYS,
    MonthsOf,
    gaps,
    is_silent,
    known_months,
    matrix,
    reported,
)
from dashboards.figures.indicators import indicators
from dashboards.figures.materials import MaterialRow, materials
from dashboards.figures.people import GroupRow, People, by_group, people
from dashboards.figures.phones import FromPhones, from_phones
from dashboards.figures.places import (
    Area,
    Attention,
    PlaceRow,
    area,
    attention,
    by_union,
    by_upazila,
    recent,
)
from dashboards.figures.plan import entries_of, plan, two_weeks, types_against_plan
from dashboards.figures.public import Programme, public_programme
from dashboards.figures.reach import Reach, ReachFigure, reach, reach_by_upazila
from dashboards.figures.selection import Selection
from dashboards.figures.work import OwnWork, Queue, own_work, queue, runs_today, two_months

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
