"""Whichever way an activity comes, the same two functions store it, with the same history."""

import ast
import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Decision, Distribution, Participation
from activities.tests.excel.sheets import a_row, last_month
from activities.tests.meetings import BORDER, NEW, SCHOOL
from tests.factories import MaterialFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


def columns_of(model):
    return [field.attname for field in model._meta.concrete_fields]


def events_of(model):
    """What the history holds of the rows of a model, in order: what happened, and the row."""
    events = model.pgh_event_model.objects.order_by("pgh_id")
    names = [name for name in columns_of(model) if hasattr(events.model, name)]
    return [(event.pgh_label, *(getattr(event, name) for name in names)) for event in events]


def rows_of(model):
    """The events that storing its rows one by one would leave."""
    return [
        ("insert", *(getattr(row, name) for name in columns_of(model)))
        for row in model.objects.order_by("pk")
    ]


def test_each_row_of_one_activity_has_its_own_event(officer, cast, sent):
    others = TargetGroupFactory.create_batch(2)
    cast.project.target_groups.add(*others)

    officer.post(NEW, sent() | {f"g{group.pk}-men": "7" for group in others})

    assert len(rows_of(Participation)) == 3
    assert events_of(Participation) == rows_of(Participation)
    contexts = Participation.pgh_event_model.objects.values_list("pgh_context__metadata", flat=True)
    assert [context["user"] for context in contexts] == [cast.officer.pk] * 3


def test_so_has_each_material_and_each_decision(officer, sent, held):
    leaflet = MaterialFactory()
    poster = MaterialFactory(activity_type=leaflet.activity_type)
    handed_out = {f"m{leaflet.pk}-quantity": "200", f"m{poster.pk}-quantity": "30"}
    no_people = {f"people_{name}": None for name in ("girls", "women", "women_60", "first_time")}

    officer.post(NEW, sent(activity_type=leaflet.activity_type_id, **no_people) | handed_out)
    officer.post(NEW, held(SCHOOL, BORDER))

    assert len(rows_of(Distribution)) == len(rows_of(Decision)) == 2
    assert events_of(Distribution) == rows_of(Distribution)
    assert events_of(Decision) == rows_of(Decision)


def test_a_group_added_by_an_edit_has_its_event_beside_the_changed_ones(officer, cast, sent):
    other = TargetGroupFactory()
    cast.project.target_groups.add(other)
    data = sent()
    officer.post(NEW, data)
    version = Activity.objects.get().version

    officer.post(
        Activity.objects.get().get_absolute_url() + "edit/",
        sent(people_girls="8", id=data["id"], version=version) | {f"g{other.pk}-men": "7"},
    )

    assert [label for label, *_row in events_of(Participation)] == ["insert", "update", "insert"]


def test_the_form_and_the_sheet_leave_the_same_history(office, sent):
    day = last_month() + datetime.timedelta(days=4)
    office.client.post(NEW, sent(day="other", starts_on=day.isoformat(), venue="নদীর ঘাট"))
    by_form = Activity.objects.get()

    office.confirm(office.upload(a_row(starts_on=day, summary=by_form.summary)))

    by_sheet = Activity.objects.exclude(pk=by_form.pk).get()
    assert [label for label, _row in history_of(by_form)] == ["insert", "update", "insert"]
    assert history_of(by_sheet) == history_of(by_form)


def history_of(activity):
    """The events of an activity and of who came, but for what no two activities share."""
    of_activity = Activity.pgh_event_model.objects.filter(pgh_obj_id=activity.pk)
    of_people = Participation.pgh_event_model.objects.filter(activity_id=activity.pk)
    own = {"id", "activity_id", "venue", "created_at", "submitted_at"}
    return [
        (event.pgh_label, {name: getattr(event, name) for name in names_of(event) - own})
        for events in (of_activity, of_people)
        for event in events.order_by("pgh_id")
    ]


def names_of(event):
    names = {field.attname for field in event._meta.concrete_fields}
    return {name for name in names if not name.startswith("pgh_")}


@pytest.mark.parametrize("groups", [1, 3])
def test_more_groups_are_stored_by_as_many_queries(officer, cast, sent, groups):
    added = TargetGroupFactory.create_batch(2)
    cast.project.target_groups.add(*added)
    data = sent() | {f"g{group.pk}-men": "7" for group in added[: groups - 1]}

    with CaptureQueriesContext(connection) as queries:
        officer.post(NEW, data)

    assert Participation.objects.count() == groups
    assert sum('INTO "activities_participation"' in query["sql"] for query in queries) == 1


# The law.

ROOT = Path(settings.BASE_DIR)
WRITTEN_BY_SERVICES = {"Activity", "Participation", "Distribution"}
PARTS = {"Participation", "Distribution"}
RELATED = {"activities", "participations", "distributions"}
STORING = {"create", "bulk_create", "get_or_create", "update_or_create"}
MAY_WRITE = {"activities/services.py", "demonstration"}


def writes(source):
    """The lines that store a row of the log, or make one of its parts to be stored."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id in PARTS)
            or (
                isinstance(node.func, ast.Attribute)
                and node.func.attr in STORING
                and names_in(node.func.value) & (WRITTEN_BY_SERVICES | RELATED)
            )
        )
    ]


def names_in(node):
    return {
        found.id if isinstance(found, ast.Name) else found.attr
        for found in ast.walk(node)
        if isinstance(found, ast.Name | ast.Attribute)
    }


def modules():
    for path in sorted(ROOT.glob("*/**/*.py")):
        parts = path.relative_to(ROOT).parts
        if {"tests", "migrations"}.isdisjoint(parts) and not parts[0].startswith("."):
            yield path.relative_to(ROOT)


def test_nobody_else_writes_the_log():
    found = [
        f"{path}:{line}"
        for path in modules()
        if str(path) not in MAY_WRITE and path.parts[0] not in MAY_WRITE
        for line in writes((ROOT / path).read_text())
    ]

    assert found == []
    assert writes((ROOT / "activities" / "services.py").read_text())


@pytest.mark.parametrize(
    "bad",
    [
        "Activity.objects.create(pk=pk)",
        "models.Activity.objects.bulk_create(rows)",
        "rows = [Participation(activity=activity)]",
        "activity.participations.create(female_0_17=3)",
        "project.activities.all().get_or_create(pk=pk)",
    ],
)
def test_that_law_can_fail(bad):
    assert writes(bad)


@pytest.mark.parametrize(
    "good",
    ["Activity(project=project, version=0)", "Import.objects.create(user=user)", "log_many(new)"],
)
def test_that_law_lets_the_lawful_pass(good):
    assert writes(good) == []
