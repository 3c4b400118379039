"""The whole demonstration as it is imagined, before any of it is stored."""

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from demonstration import SEED
from demonstration.accounts import REVIEWERS
from demonstration.activities import Imagination, Planned
from demonstration.moves import before, moves_of
from demonstration.schedule import Period
from demonstration.statuses import choose_fates, is_found_late, mistake_in


def plan(now: datetime.datetime, unions: Mapping[str, Sequence[int]]) -> list[Planned]:
    """Some two thousand activities up to `now`, oldest first.

    `unions` are the keys of each upazila's unions. The same day gives the same plan; only
    the times of what would still be to come depend on the hour.
    """
    random = Random(SEED)
    period = Period.around(now.date())
    found = Imagination(period, unions, random).activities()
    choose_fates(found, period.today, random)
    for activity in found:
        activity.mistake = mistake_in(activity, period.today, random)
        moves = moves_of(
            activity.fate,
            activity.sent,
            officer=activity.officer,
            reviewer=random.choice(REVIEWERS[activity.district]),
            mistake=activity.mistake,
            found_late=is_found_late(activity, period.today, random),
            random=random,
        )
        activity.created_at, activity.moves = before(
            now, activity.ends_on, activity.created_at, moves
        )
    return found
