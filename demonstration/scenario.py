"""All activities of the demonstration, made without the database."""

import datetime
from collections.abc import Mapping, Sequence
from random import Random

from demonstration import SEED
from demonstration.accounts import REVIEWERS
from demonstration.activities import ActivityGenerator, Planned
from demonstration.moves import before, moves_of
from demonstration.schedule import Period
from demonstration.statuses import choose_statuses, is_found_late, mistake_in


def plan(now: datetime.datetime, unions: Mapping[str, Sequence[int]]) -> list[Planned]:
    """About two thousand activities up to `now`, the oldest first.

    `unions` has the primary keys of the unions of each upazila, by P-code. The same day always
    gives the same activities; only times that would lie in the future depend on the hour.
    """
    random = Random(SEED)
    period = Period.around(now.date())
    found = ActivityGenerator(period, unions, random).activities()
    choose_statuses(found, period.today, random)
    for activity in found:
        activity.mistake = mistake_in(activity, period.today, random)
        moves = moves_of(
            activity.final_status,
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
