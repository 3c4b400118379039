"""Every figure that the site shows is computed here, once, for pages, charts and CSV files."""

from figures.achievements import Achievement, IndicatorRow, Performance
from figures.activity_counts import ActivityCounts, Tally, activity_counts
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
from figures.reporting import (
    UpazilaMonths,
    is_nothing_reported,
    known_months,
    reported,
    reporting_matrix,
)
from figures.selection import Selection
from figures.union_gaps import COURTYARD_MEETING, GAP_DAYS, gaps
from figures.work import OwnWork, Queue, own_work, queue, runs_today, two_months
