"""What a report holds, named: the only thing that pages, files and comparisons of one read.

All of it is plain JSON. Numbers are whole, or have two places at the most; None is "not
recorded", or "no target" of what is promised. Names stand in both languages, so that what was
frozen can be read in either. Days are ISO strings.

A field that was added later is None in an older edition, which names it in `missing`: see
`reports.contents.versions`.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

Number = int | float


class Named(TypedDict):
    name_en: str
    name_bn: str


class ShortNamed(Named):
    short_en: str
    short_bn: str


class Days(TypedDict):
    """Both days included."""

    start: str
    end: str


class OrganisationPart(ShortNamed):
    role: str


class ProjectPart(TypedDict):
    slug: str
    title_en: str
    title_bn: str
    goal_en: str
    goal_bn: str
    objective_en: str
    objective_bn: str
    starts_on: str
    ends_on: str
    is_demonstration: bool
    organisations: list[OrganisationPart]


class PlacePart(Named):
    """`pcode` is empty and `kind` "project" for the whole of it; else "district" or "upazila".

    Of kind "part" it is what one reader sees of more: the P-codes of its upazilas, with a plus
    between them.
    """

    pcode: str
    kind: str


class OutcomePart(TypedDict):
    number: int
    statement_en: str
    statement_bn: str


class QuarterPart(Days):
    done: Number | None
    awaiting: Number
    promised: Number | None


class IndicatorPlacePart(Named):
    pcode: str
    done: Number | None
    awaiting: Number
    promised: Number | None
    standing: str


class PeoplePart(TypedDict):
    """Of an indicator, those of one sex, one age band or one target group (`kind`)."""

    kind: str
    code: str
    label_en: str
    label_bn: str
    done: Number | None
    awaiting: Number


class IndicatorPart(Named):
    """`standing` is a value of `figures.Performance`, with its label beside it."""

    code: str
    outcome: int
    unit_en: str
    unit_bn: str
    definition_en: str
    definition_bn: str
    verification_en: str
    verification_bn: str
    measure: str
    direction: str
    is_cumulative: bool
    across_places: str
    across_periods: str
    baseline: Number | None
    counted: Days
    done: Number | None
    awaiting: Number
    promised: Number | None
    due: Number | None
    difference: Number | None
    standing: str
    standing_en: str
    standing_bn: str
    is_far_beyond: bool
    trend: int
    quarters: list[QuarterPart]
    places: list[IndicatorPlacePart]
    parts: list[PeoplePart]


class ReachPart(Named):
    """Never shown without its method. `awaiting` None: no number can stand beside it."""

    code: str
    value: int
    awaiting: int | None
    method_en: str
    method_bn: str


class Contacts(TypedDict):
    """By sex and age, each cell by its name in `activities.cells.CELLS`.

    An older edition may lack some of today's cells, and have some that are no more.
    """

    cells: dict[str, int]
    contacts: int
    first_time: int
    awaiting: int


class TypePart(ShortNamed):
    code: str
    approved: int
    awaiting: int
    contacts: int


class GroupName(Named):
    code: str


class GroupPart(Named):
    """`within` are groups reported within this one; its numbers hold theirs."""

    code: str
    kind: str
    contacts: int
    first_time: int
    within: list[GroupName] | None


class MaterialPart(Named):
    code: str
    quantity: int


class MonthPart(TypedDict):
    """`month` as 2026-11. Where nobody has `reported` anything, zero is not known to be zero."""

    month: str
    reported: bool | None
    approved: int
    awaiting: int
    contacts: int


class UpazilaPart(Named):
    """`reported`: something is reported for a month of the period, be it that nothing was held."""

    pcode: str
    reported: bool | None
    silent_months: int | None
    district_pcode: str
    district_en: str
    district_bn: str
    approved: int
    awaiting: int
    contacts: int
    latitude: float
    longitude: float


class CommitteePart(Named):
    """How a committee was at the end of the period; `meetings` are those of the period."""

    id: int
    last_meeting: str | None
    meetings: int
    seats: int
    women: int
    sex_known: int
    open: int
    overdue: int


class ActivityPart(TypedDict):
    """One that is approved; `upazila` is a P-code, `type` the code of one."""

    id: str
    type: str
    starts_on: str
    ends_on: str
    upazila: str
    union_en: str
    union_bn: str
    venue: str
    contacts: int
    first_time: int
    materials: int


class Contents(TypedDict):
    """`missing` is never stored; `versions.read` adds it: the paths of what an edition lacks."""

    missing: NotRequired[list[str]]
    version: int
    made_at: str
    project: ProjectPart
    place: PlacePart
    period: Days
    outcomes: list[OutcomePart]
    indicators: list[IndicatorPart]
    reach: list[ReachPart]
    people: Contacts
    types: list[TypePart]
    groups: list[GroupPart]
    materials: list[MaterialPart]
    months: list[MonthPart]
    upazilas: list[UpazilaPart]
    committees: list[CommitteePart] | None
    activities: list[ActivityPart]
