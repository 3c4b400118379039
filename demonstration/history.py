"""Moves the stored drafts on, and then corrects the dates and authors in their history.

The moves are real updates, so the triggers of the tables accept them and write their events. All of
this happens within the few seconds of one loading. So the times and the authors of the events are
corrected afterwards.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

import pgtrigger
from django.apps import apps
from django.db import connection
from django.db.models import Model

from activities.models import Participation
from demonstration import SEED
from demonstration.activities import Planned
from demonstration.moves import APPROVED, RETURNED, SUBMITTED

ROW_CONTEXTS = UUID(int=SEED)
MOVE = """
    UPDATE activities_activity AS activity
    SET status = move.status, venue = move.venue, summary = move.summary,
        submitted_at = move.submitted_at, reviewed_at = move.reviewed_at,
        reviewed_by_id = move.reviewer, review_note = move.note,
        updated_at = move.at, version = version + 1
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::timestamptz[],
                %s::timestamptz[], %s::int[], %s::text[], %s::timestamptz[])
         AS move (id, status, venue, summary, submitted_at, reviewed_at, reviewer, note, at)
    WHERE activity.id = move.id
"""
CONTEXTS = """
    INSERT INTO pghistory_context (id, created_at, updated_at, metadata)
    SELECT id, at, at, jsonb_build_object('user', author)
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::int[]) AS step (id, at, author)
"""
DATE_MOVES = """
    UPDATE activities_activityevent AS event
    SET pgh_created_at = step.at, pgh_context_id = step.context
    FROM unnest(%s::uuid[], %s::int[], %s::timestamptz[], %s::uuid[])
         AS step (activity, number, at, context)
    JOIN (
        SELECT pgh_id, pgh_obj_id,
               row_number() OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) - 1 AS number
        FROM activities_activityevent WHERE project_id = %s
    ) AS numbered ON numbered.pgh_obj_id = step.activity AND numbered.number = step.number
    WHERE event.pgh_id = numbered.pgh_id
"""
DATE_ROWS = """
    UPDATE {table} AS event
    SET pgh_created_at = step.at, pgh_context_id = step.context
    FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::uuid[])
         AS step (row, label, at, context)
    WHERE event.pgh_obj_id = step.row AND event.pgh_label = step.label
"""
DATE_PARTS = """
    UPDATE {table} AS event
    SET pgh_created_at = step.at, pgh_context_id = step.context
    FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::uuid[])
         AS step (activity, label, at, context)
    WHERE event.activity_id = step.activity AND event.pgh_label = step.label
"""


def analyse_tables(*models: type[Model]) -> None:
    """Let the database count the rows of these tables and of their events (ANALYZE).

    It may still take them for empty, and its plans for queries are very slow then.
    """
    tables = [model._meta.db_table for model in models]
    events = [apps.get_model(f"{model._meta.label}Event")._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables + events)}")


def make_moves(planned: Iterable[Planned], number: int, users: dict[str, int]) -> None:
    """Make move `number` (from 0) of every activity that has that many moves."""
    moved = [activity for activity in planned if len(activity.moves) > number]
    run(MOVE, [after(activity, number, users) for activity in moved])
    for activity in moved:
        if activity.moves[number].corrects and activity.mistake == "people":
            first = activity.people[0]
            rows = Participation.objects.filter(
                activity=activity.id, target_group__code=first.group
            )
            rows.update(**first.cells)


def after(activity: Planned, number: int, users: dict[str, int]) -> tuple[object, ...]:
    """The values of the row after move `number`, in the order of the arrays in MOVE."""
    venue, summary = activity.first_venue(), activity.first_summary()
    submitted_at: datetime | None = None
    reviewed_at: datetime | None = None
    reviewer: int | None = None
    note, status = "", activity.moves[0].status
    for move in activity.moves[: number + 1]:
        if move.corrects:
            venue, summary = activity.venue, activity.summary
        elif move.status == SUBMITTED:
            submitted_at = move.at
        elif move.status in (APPROVED, RETURNED):
            reviewed_at, reviewer, note = move.at, users[move.by], move.note
        status = move.status
    at = activity.moves[number].at
    key = str(activity.id)
    return key, status, venue, summary, submitted_at, reviewed_at, reviewer, note, at


def backdate(planned: Sequence[Planned], project: int, users: dict[str, int]) -> None:
    """Give every event of the activities the time and the author that `planned` says."""
    steps = [(activity, *step) for activity in planned for step in steps_of(activity)]
    contexts = {context: (at, users[by]) for _, _, at, by, context in steps}
    run(CONTEXTS, [(str(context), at, author) for context, (at, author) in contexts.items()])
    with pgtrigger.ignore(
        "activities.ActivityEvent:append_only",
        "activities.ParticipationEvent:append_only",
        "activities.DistributionEvent:append_only",
    ):
        dated = [(str(a.id), number, at, str(context)) for a, number, at, _, context in steps]
        run(DATE_MOVES, dated, project)
        begun = [(key, "insert", at, context) for key, number, at, context in dated if not number]
        put_right = [
            (str(a.id), "update", at, str(context))
            for a, number, at, _, context in steps
            if number and a.moves[number - 1].corrects
        ]
        for table in ("activities_participationevent", "activities_distributionevent"):
            run(DATE_PARTS.format(table=table), begun + put_right)


def date_rows(model: type[Model], steps: Iterable[tuple[int, str, datetime, int]]) -> None:
    """Do the same for the events of other rows.

    Each of `steps` has the row's primary key, the label of the event, the time, and the user's key.
    """
    event = apps.get_model(f"{model._meta.label}Event")
    dated = [
        (row, label, at, by, uuid5(ROW_CONTEXTS, f"{model._meta.label} {at.isoformat()} {by}"))
        for row, label, at, by in steps
    ]
    contexts = {context: (at, by) for _row, _label, at, by, context in dated}
    run(CONTEXTS, [(str(context), at, by) for context, (at, by) in contexts.items()])
    with pgtrigger.ignore(f"{event._meta.label}:append_only"):
        sql = DATE_ROWS.format(table=event._meta.db_table)
        run(sql, [(row, label, at, str(context)) for row, label, at, _by, context in dated])


def steps_of(activity: Planned) -> Iterator[tuple[int, datetime, str, UUID]]:
    """The steps of an activity: its writing (0) and its moves (from 1).

    Each step has its number, time, author, and the id of its context. Steps at the same time share
    one context, as if one request had made them.
    """
    steps = [(activity.created_at, activity.officer)]
    steps += [(move.at, move.by) for move in activity.moves]
    for number, (at, by) in enumerate(steps):
        yield number, at, by, uuid5(activity.id, at.isoformat())


def run(sql: str, rows: Sequence[tuple[object, ...]], *parameters: int) -> None:
    """Execute `sql` with each column of `rows` as an array, and then the other parameters."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(list(column) for column in zip(*rows, strict=True)), *parameters])
