"""The demonstration: stored as the application would have done it."""

import datetime

import pytest
from django.core.management import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max, Min
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Power
from activities.models import Activity, ActivityType, Decision, Participation
from common.calendar import months_on
from demonstration import PASSWORD
from demonstration.tests.demo import EVENTS, TRACKED, load_demo
from districts.models import Upazila
from figures import Selection, area, indicators
from projects.models import Measurement, Project
from projects.periods import whole_of
from tests.factories import ProjectFactory, UserFactory

pytestmark = pytest.mark.long
ONE_DAY = datetime.timedelta(days=1)


def test_the_whole_of_it_is_stored_as_it_was_imagined(db):
    told = load_demo()

    project = Project.objects.get(slug="demo")
    assert_activities_are_there(project, told)
    assert_history_is_credible(project)
    assert_what_stands_around_them_is_there(project)
    assert_some_indicators_are_behind_some_ahead_and_some_without_a_target(project)


def assert_activities_are_there(project, told):
    rows = project.activities
    assert told.startswith(f"Demonstration loaded: {rows.count():,} activities, ")
    assert project.title_en == "Demonstration phase – sample data"
    assert (project.is_demonstration, project.is_public) == (True, False)
    assert Project.objects.get(is_public=True).slug == "pvht-2007"
    assert Project.objects.current_first().first() == project
    assert months_on(project.starts_on, 26) == timezone.localdate().replace(day=1)
    assert months_on(project.starts_on, 39) == project.ends_on + ONE_DAY
    assert project.upazilas.count() == 6
    assert project.target_groups.count() == 13
    assert project.outcomes.count() == 4
    assert ActivityType.objects.filter(outcomes__project=project).distinct().count() == 10
    assert rows.approved().count() > 0.9 * rows.count()
    for row in rows.order_by("pk")[:60]:
        row.full_clean()
    assert rows.filter(ends_on__gt=F("starts_on")).exists()
    assert set(rows.values_list("count_method", flat=True)) == {
        "",
        "register",
        "head_count",
        "estimate",
    }


def assert_history_is_credible(project):
    event = Activity.pgh_event_model
    assert not any(model.objects.filter(pgh_context=None).exists() for model in EVENTS)
    spans = {
        row["pgh_obj"]: (row["first"], row["last"], row["versions"])
        for row in event.objects.values("pgh_obj").annotate(
            first=Min("pgh_created_at"), last=Max("pgh_created_at"), versions=Max("version")
        )
    }
    activities = list(project.activities.all())
    assert {a.pk: (a.created_at, a.updated_at, a.version) for a in activities} == spans
    reviews = event.objects.filter(pgh_label="update", status="approved")
    for review in reviews.select_related("pgh_context"):
        assert review.pgh_context.metadata["user"] == review.reviewed_by_id
        assert review.pgh_created_at == review.reviewed_at
    written = event.objects.filter(pgh_label="insert").select_related("pgh_context")
    for draft in written:
        assert (draft.status, draft.pgh_context.metadata["user"]) == ("draft", draft.officer_id)
    begun = {a.pk: a.created_at for a in activities}
    for part in Participation.pgh_event_model.objects.filter(pgh_label="insert"):
        assert part.pgh_created_at == begun[part.activity_id]
    assert Participation.pgh_event_model.objects.filter(pgh_label="update").exists()


def assert_what_stands_around_them_is_there(project):
    today = timezone.localdate()
    meetings = project.activities.filter(activity_type__is_of_committee=True)
    assert not meetings.filter(committee=None).exists()
    assert set(meetings.values_list("committee__level", flat=True)) == {
        "district",
        "upazila",
        "union",
    }
    assert set(meetings.values_list("had_quorum", flat=True)) == {True, False, None}
    for meeting in meetings.select_related("committee", "upazila"):
        assert meeting.committee.serves(meeting.upazila)
        assert meeting.committee.formed_on < meeting.starts_on
    for committee in project.committees.all():
        assert committee.members.filter(role="chair").count() == 1
    assert Decision.objects.overdue().exists()
    assert Decision.objects.open().filter(due_on__gte=today).exists()
    assert Decision.objects.filter(done_on__isnull=False).count() > 50
    quiet = project.nothing_to_report.all()
    assert quiet
    for month in quiet:
        held = project.activities.filter(upazila=month.upazila)
        assert not held.filter(
            starts_on__lt=months_on(month.month, 1), ends_on__gte=month.month
        ).exists()
    days = {(row.day - today).days for row in project.planned.exclude(day=None)}
    assert (min(days) < 0, 0 in days or 1 in days, max(days) > 6) == (True, True, True)
    months = project.planned.filter(day=None).values_list("month", flat=True)
    assert set(months.distinct()) == {today.replace(month=m, day=1) for m in range(1, 13)}
    assert project.activities.exclude(planned=None).exists()
    for model in TRACKED[4:]:
        for row in model._default_manager.all()[:40]:
            row.full_clean()


def assert_some_indicators_are_behind_some_ahead_and_some_without_a_target(project):
    everywhere = User.objects.get(username="manager.all")
    asked = Selection(everywhere, project, whole_of(project), None)
    rows = indicators(asked, area(asked))
    performances = {row.indicator.code: row.achievement.performance for row in rows}
    assert len(rows) == 13
    assert set(performances.values()) >= {"behind", "on_plan", "reached", "no_target"}
    assert performances["committee-attendance"] == "no_target"
    assert {row.indicator.code for row in rows if row.achievement.is_far_beyond} >= {
        "representatives-meetings"
    }
    sources = set(Measurement.objects.values_list("source", flat=True))
    assert all(source.startswith("নমুনা তথ্য") for source in sources)


def test_five_people_can_sign_in_and_nobody_as_the_authors(few, db):
    load_demo()

    people = {user.username: user for user in User.objects.all()}
    opened = {name for name, user in people.items() if user.check_password(PASSWORD)}
    assert opened == {"officer", "officer2", "manager", "manager.all", "admin"}
    assert all(user.is_demonstration for user in people.values())
    places = {name: set(Upazila.objects.visible_to(people[name])) for name in opened}
    in_feni = places["officer"]
    assert {place.name_en for place in in_feni} == {"Feni Sadar", "Chhagalnaiya"}
    assert {place.name_en for place in places["officer2"]} == {"Akhaura"}
    assert {place.district.name_en for place in places["manager"]} == {"Feni"}
    assert {place.district.name_en for place in places["manager.all"]} == {
        "Feni",
        "Cumilla",
        "Brahmanbaria",
    }
    assert people["admin"].may(Power.ADMINISTERS)
    project = Project.objects.get(slug="demo")
    assert all(upazila.officers.exists() for upazila in project.upazilas.all())
    assert project.activities.reviewable_by(people["manager"]).exists()


def test_a_second_run_does_nothing(few, db):
    load_demo()

    with CaptureQueriesContext(connection) as queries:
        told = load_demo()

    assert told.startswith("Demonstration: it is there already.")
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_history_is_append_only_again_when_it_is_loaded(few, db):
    load_demo()

    for event in (Activity.pgh_event_model, Participation.pgh_event_model):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            event.objects.update(pgh_label="forged")


@pytest.mark.parametrize("username", ["officer", "admin", "demo.feni"])
def test_a_real_account_keeps_its_name_and_its_password(few, db, username):
    UserFactory(username=username)

    with pytest.raises(CommandError, match=username):
        load_demo()

    assert not Project.objects.exists()
    assert not User.objects.get().check_password(PASSWORD)


def test_a_real_project_keeps_its_address(few, db):
    ProjectFactory(slug="demo")

    with pytest.raises(CommandError, match="left alone"):
        load_demo()
    told = load_demo("--remove")

    assert Project.objects.get().slug == "demo"
    assert told == "There is no demonstration to remove.\n"
