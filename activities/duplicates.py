"""Find activities that may be the same event, logged a second time."""

import datetime
from collections import defaultdict
from difflib import SequenceMatcher
from typing import NamedTuple
from uuid import UUID

from accounts.models import User
from activities.models import Activity, ActivityType
from common.localisation import latin_digits, normalised
from districts.models import Upazila
from projects.models import Project

ALIKE = 0.6


def possible_duplicates(
    user: User,
    *,
    project: Project,
    activity_type: ActivityType,
    upazila: Upazila,
    starts_on: datetime.date,
    ends_on: datetime.date,
    venue: str,
    besides: UUID,
) -> list[Activity]:
    """Activities of this type and upazila on one of these days, with a similar venue.

    `besides` is the id of the activity itself, which is left out.
    """
    same_days = (
        Activity.objects.visible_to(user)
        .filter(
            project=project,
            activity_type=activity_type,
            upazila=upazila,
            starts_on__lte=ends_on,
            ends_on__gte=starts_on,
        )
        .exclude(pk=besides)
        .for_list()
    )
    return [activity for activity in same_days if venues_are_alike(activity.venue, venue)]


def venues_are_alike(one: str, other: str) -> bool:
    """Whether two venues may be the same place; an empty venue may be any place."""
    one, other = (latin_digits(normalised(text)).casefold() for text in (one, other))
    if not one or not other or one in other or other in one:
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


class Logged(NamedTuple):
    pk: UUID
    activity_type_id: int
    starts_on: datetime.date
    ends_on: datetime.date
    venue: str


class LogOfPlace:
    """The activities of an upazila since a day, fetched once to compare many others with them."""

    def __init__(
        self, user: User, *, project: Project, upazila: Upazila, since: datetime.date
    ) -> None:
        self.by_type: dict[int, list[Logged]] = defaultdict(list)
        rows = Activity.objects.visible_to(user).filter(
            project=project, upazila=upazila, ends_on__gte=since
        )
        for row in rows.values_list(*Logged._fields):
            logged = Logged(*row)
            self.by_type[logged.activity_type_id].append(logged)

    def possible_duplicates(
        self,
        *,
        activity_type: ActivityType,
        starts_on: datetime.date,
        ends_on: datetime.date,
        venue: str,
    ) -> list[UUID]:
        """The ids of possible duplicates of an activity that begins on `since` or later."""
        return [
            logged.pk
            for logged in self.by_type[activity_type.pk]
            if logged.starts_on <= ends_on
            and logged.ends_on >= starts_on
            and venues_are_alike(logged.venue, venue)
        ]
