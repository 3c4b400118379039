"""Is this perhaps the same event, logged a second time?"""

import datetime
from difflib import SequenceMatcher
from uuid import UUID

from accounts.models import User
from activities.models import Activity, ActivityType
from districts.models import Upazila
from projects.models import Project
from trafficking_program.bangla import latin_digits, normalised

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
    """Of the same type and upazila, on one of these days, with a similar venue; not `besides`."""
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
    """Whether two venues may be the same place; one that was not written may be any."""
    one, other = (latin_digits(normalised(text)).casefold() for text in (one, other))
    if not one or not other or one in other or other in one:
        return True
    return SequenceMatcher(None, one, other).ratio() >= ALIKE
