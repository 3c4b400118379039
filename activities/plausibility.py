"""Signs that an activity should be looked at again. Only reviewers see them; they block nothing.

Each sign may have a good reason. Signs are computed when a reviewer opens a page, are stored
nowhere, and are never shown to the author of the activity.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Power
from activities.cells import CELLS
from activities.models import Activity
from common.localisation import number
from projects.models import Project

APPROVED_WITHIN = 90
"""In days: for so long after its approval, an activity is still checked."""
REPEATED_WITHIN = 60
LATE_AFTER = 14
MOST_OTHERS = 3


class Sign(StrEnum):
    ROUND = "round"
    REPEATED = "repeated"
    TWO_PLACES = "two_places"
    LATE = "late"
    CROWD = "crowd"
    PHOTO = "photo"


CELLS_OF_A_ROW = ", ".join(f"p.{name}" for name in CELLS.values())

# The signs of all activities that are checked, as (activity, sign, numbers, other activities).
# `seen` are the activities that the reviewer may see: only these are compared with.
SIGNS = f"""
WITH seen (id, officer, upazila, kind, status, starts_on, ends_on, submitted_at, reviewed_at) AS (
    {{seen}}
), looked AS (
    SELECT * FROM seen
    WHERE officer <> %s
      AND (status = 'submitted' OR status = 'approved' AND reviewed_at >= %s)
      AND (%s::uuid IS NULL OR id = %s)
), near AS (  -- what the same officers logged about the same time
    SELECT * FROM seen
    WHERE officer IN (SELECT officer FROM looked)
      AND ends_on >= (SELECT min(starts_on) FROM looked) - {REPEATED_WITHIN}
      AND starts_on <= (SELECT max(ends_on) FROM looked) + {REPEATED_WITHIN}
), rounded AS (
    SELECT looked.id, array_agg(counted.people::numeric ORDER BY p.id) AS numbers
    FROM looked
    JOIN activities_participation p ON p.activity_id = looked.id
    CROSS JOIN LATERAL unnest(ARRAY[{CELLS_OF_A_ROW}]) AS counted (people)
    WHERE counted.people > 0
    GROUP BY looked.id
    HAVING bool_and(
            counted.people %% 10 = 0 AND p.first_time %% 10 = 0 AND p.with_disability %% 10 = 0
        )
       AND (count(*) >= 2 OR sum(counted.people) >= 50)
), counts AS (
    SELECT near.id, near.officer, near.starts_on,
           array_agg(ARRAY[{CELLS_OF_A_ROW}] ORDER BY p.target_group_id) AS cells
    FROM near JOIN activities_participation p ON p.activity_id = near.id
    GROUP BY near.id, near.officer, near.starts_on
), ahead AS (
    SELECT counts.*,
           count(*) OVER (
               same RANGE BETWEEN CURRENT ROW AND '{REPEATED_WITHIN} days' FOLLOWING
           ) AS alike,
           array_agg(id) OVER (
               same RANGE BETWEEN '{REPEATED_WITHIN} days' PRECEDING
                              AND '{REPEATED_WITHIN} days' FOLLOWING EXCLUDE CURRENT ROW
           ) AS others
    FROM counts WINDOW same AS (PARTITION BY officer, cells ORDER BY starts_on)
), repeated AS (  -- the most in any stretch of days that holds this one
    SELECT id, others, max(alike) OVER (
               PARTITION BY officer, cells ORDER BY starts_on
               RANGE BETWEEN '{REPEATED_WITHIN} days' PRECEDING AND CURRENT ROW
           ) AS alike
    FROM ahead
), elsewhere AS (
    SELECT looked.id, array_agg(DISTINCT other.id) AS others
    FROM looked
    CROSS JOIN LATERAL generate_series(looked.starts_on, looked.ends_on, '1 day') AS day
    JOIN (
        SELECT near.*, day FROM near
        CROSS JOIN LATERAL generate_series(near.starts_on, near.ends_on, '1 day') AS day
    ) AS other USING (officer, day)
    WHERE other.upazila <> looked.upazila
    GROUP BY looked.id
), handed_in AS (  -- a correction that came late does not make the first submission late
    SELECT looked.id, looked.ends_on, (
               least(looked.submitted_at, (
                   SELECT min(event.submitted_at) FROM activities_activityevent event
                   WHERE event.pgh_obj_id = looked.id
               )) AT TIME ZONE %s
           )::date AS day
    FROM looked
    WHERE (looked.submitted_at AT TIME ZONE %s)::date - looked.ends_on > {LATE_AFTER}
), audiences AS (
    SELECT seen.id, seen.kind, seen.status, sum(p.people) AS people
    FROM seen JOIN activities_participation p ON p.activity_id = seen.id
    WHERE seen.kind IN (SELECT kind FROM looked)
    GROUP BY seen.id, seen.kind, seen.status
), usual AS (
    SELECT kind, percentile_cont(0.5) WITHIN GROUP (ORDER BY people) AS people, count(*) AS held
    FROM audiences WHERE status = 'approved'
    GROUP BY kind HAVING count(*) >= 10
), photos AS (
    SELECT one.activity_id AS id, array_agg(DISTINCT other.activity_id) AS others
    FROM activities_evidence one
    JOIN activities_evidence other
      ON other.sha256 = one.sha256 AND other.activity_id <> one.activity_id
    WHERE one.activity_id IN (SELECT id FROM looked)
      AND other.activity_id IN (SELECT id FROM seen)
    GROUP BY one.activity_id
), signs (id, sign, numbers, others) AS (
    SELECT id, 'round', numbers, ARRAY[]::uuid[] FROM rounded
    UNION ALL
    SELECT id, 'repeated', ARRAY[alike::numeric], others FROM repeated WHERE alike >= 3
    UNION ALL
    SELECT id, 'two_places', ARRAY[]::numeric[], others FROM elsewhere
    UNION ALL
    SELECT id, 'late', ARRAY[(day - ends_on)::numeric], ARRAY[]::uuid[] FROM handed_in
    WHERE day - ends_on > {LATE_AFTER}
    UNION ALL
    SELECT audiences.id, 'crowd',
           ARRAY[audiences.people, round(usual.people::numeric), usual.held], ARRAY[]::uuid[]
    FROM audiences JOIN usual USING (kind)
    WHERE audiences.people > 3 * usual.people
    UNION ALL
    SELECT id, 'photo', ARRAY[]::numeric[], others FROM photos
)
SELECT looked.id, signs.sign, signs.numbers, signs.others
FROM looked JOIN signs USING (id)
ORDER BY looked.status = 'approved',
         CASE WHEN looked.status = 'submitted' THEN looked.submitted_at END,
         looked.reviewed_at DESC, looked.id, signs.sign
"""


@dataclass(frozen=True)
class Doubt:
    """One sign as a sentence with its numbers; `others` are the activities that it points to."""

    text: str
    others: tuple[Activity, ...] = ()


@dataclass(frozen=True)
class Found:
    """A sign as the database returns it: keys and numbers, without a sentence."""

    activity: UUID
    sign: str
    numbers: tuple[int, ...]
    others: tuple[UUID, ...]


def find(user: User, project: Project, only: Activity | None = None) -> dict[UUID, list[Found]]:
    """The signs that `user` should look at, by the id of the activity; one query.

    Activities that await review come first, the oldest before the newer, then those approved
    lately. `only` limits the search to one activity. Users do not get signs about activities that
    they logged, and users who may not review get none.
    """
    if not user.may(Power.REVIEWS):
        return {}
    seen, values = (
        Activity.objects.visible_to(user)
        .filter(project=project)
        .exclude(status=Activity.Status.DRAFT)
        .order_by()
        .values_list(
            "id",
            "officer_id",
            "upazila_id",
            "activity_type_id",
            "status",
            "starts_on",
            "ends_on",
            "submitted_at",
            "reviewed_at",
        )
        .query.sql_with_params()
    )
    since = timezone.now() - datetime.timedelta(days=APPROVED_WITHIN)
    one = only.pk if only else None
    zone = timezone.get_current_timezone_name()
    found: dict[UUID, list[Found]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SIGNS.format(seen=seen), (*values, user.pk, since, one, one, zone, zone))
        for activity, sign, numbers, others in cursor.fetchall():
            whole = tuple(int(each) for each in numbers)
            found.setdefault(activity, []).append(Found(activity, sign, whole, tuple(others)))
    return found


def doubts(user: User, found: Iterable[Sequence[Found]]) -> list[list[Doubt]]:
    """The sentences for these signs, in the same order; one query for the other activities."""
    groups = [list(group) for group in found]
    wanted = {pk for group in groups for one in group for pk in one.others[:MOST_OTHERS]}
    rows: Any = Activity.objects.visible_to(user).select_related(
        "activity_type", "upazila", "union"
    )
    others = rows.in_bulk(wanted)
    return [
        [
            Doubt(
                _in_words(one),
                tuple(others[pk] for pk in one.others[:MOST_OTHERS] if pk in others),
            )
            for one in group
        ]
        for group in groups
    ]


def doubts_about(user: User, activity: Activity) -> list[Doubt]:
    """The signs for the page of one activity; two queries."""
    found = find(user, activity.project, only=activity)
    return doubts(user, found.values())[0] if found else []


def _in_words(found: Found) -> str:
    shown = [number(each) for each in found.numbers]
    match Sign(found.sign):
        case Sign.ROUND:
            return _("Only round numbers: %(numbers)s.") % {"numbers": ", ".join(shown)}
        case Sign.REPEATED:
            text = _("The same counts on %(n)s activities of this officer within %(days)s days.")
            return text % {"n": shown[0], "days": number(REPEATED_WITHIN)}
        case Sign.TWO_PLACES:
            return _("The officer was in another upazila on the same day.")
        case Sign.LATE:
            text = _("Handed in %(n)s days after the last day.")
            return text % {"n": shown[0]}
        case Sign.CROWD:
            text = _("%(people)s people; usual for this type are %(usual)s (%(held)s approved).")
            return text % {"people": shown[0], "usual": shown[1], "held": shown[2]}
        case Sign.PHOTO:
            text = ngettext(
                "The same photo or scan is with another activity.",
                "The same photo or scan is with %(n)s other activities.",
                len(found.others),
            )
            return text % {"n": number(len(found.others))}
