"""A frozen quarter stays as it was; what was corrected since is listed beside it."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from figures import Selection
from projects.models import Project
from projects.periods import finished_quarters
from reports.contents.build import build_contents
from reports.contents.comparison import differences
from reports.contents.leaves import comparable_values
from reports.models import Snapshot
from reports.services import COUNTED_MODELS, can_be_frozen_by, freeze
from reports.tests.quarter import correct
from tests.factories import ActivityFactory, ProjectFactory, UserFactory

pytestmark = pytest.mark.long


@pytest.fixture
def frozen(cast, logged):
    return freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )


def test_it_keeps_every_figure_of_the_quarter_and_of_its_places(cast, logged, frozen):
    kept = Snapshot.objects.get(pk=frozen.pk)

    assert kept.revision == 1
    assert kept.frozen_by == cast.manager
    assert kept.contents["people"]["contacts"] == 37
    assert set(kept.places) == {cast.feni_sadar.pk, cast.chhagalnaiya.pk}
    sadar, chhagalnaiya = (
        kept.places[place.pk]["people"]["contacts"]
        for place in (cast.feni_sadar, cast.chhagalnaiya)
    )
    assert (sadar, chhagalnaiya) == (17, 20)


def test_the_whole_project_holds_its_districts_and_their_upazilas(cast, logged):
    whole = freeze(
        user=cast.administrator, project=cast.project, quarter=logged.quarter.start, district=None
    )

    assert whole.contents["people"]["contacts"] == 67
    assert whole.places[cast.feni.pk]["people"]["contacts"] == 37
    assert whole.places[cast.akhaura.pk]["people"]["contacts"] == 30
    assert len(whole.places) == 5


def test_a_place_within_has_its_own_activities_only(cast, logged, frozen):
    sadar = frozen.contents_of(cast.feni_sadar.pk)

    assert {row["id"] for row in sadar["activities"]} == {
        str(logged.first.pk),
        str(logged.handed_out.pk),
    }
    assert sum(row["contacts"] for row in sadar["activities"]) == sadar["people"]["contacts"]


def test_its_check_code_is_that_of_what_the_database_gives_back(frozen):
    kept = Snapshot.objects.get(pk=frozen.pk)

    assert kept.is_intact
    assert kept.check_code == f"{kept.sha256[:4]}-{kept.sha256[4:8]}".upper()


def test_nobody_writes_what_is_counted_while_it_is_frozen(frozen):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relation::regclass::text from pg_locks "
            "where pid = pg_backend_pid() and mode = 'ShareRowExclusiveLock'"
        )
        held = {table for (table,) in cursor.fetchall()}

    assert held >= {
        "activities_activity",
        "activities_participation",
        "activities_distribution",
        "activities_nothingtoreport",
        "activities_decision",
        "committees_committee",
        "committees_member",
        "projects_indicator",
        "projects_target",
        "projects_measurement",
    }


@pytest.mark.parametrize(
    "statement",
    [
        "update reports_snapshot set contents = '{}'",
        "update reports_snapshot set frozen_at = now()",
        "delete from reports_snapshot",
        "truncate reports_snapshot cascade",
        "truncate projects_project cascade",
    ],
)
def test_the_database_refuses_to_change_or_to_lose_it(frozen, statement):
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match="stays as it was frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Snapshot.objects.get().contents == frozen.contents


def test_to_call_its_project_a_demonstration_does_not_let_it_go(cast, frozen):
    Project.objects.filter(pk=cast.project.pk).update(is_demonstration=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.all().delete()

    assert Snapshot.objects.get() == frozen


def test_a_table_without_one_can_be_emptied(db):
    with connection.cursor() as cursor:
        cursor.execute("truncate reports_snapshot cascade")

    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "today", "expected"),
    [
        ("2026-01-01", "2027-12-31", "2026-07-01", ["2026-04-01", "2026-01-01"]),
        ("2026-02-15", "2027-12-31", "2026-06-30", ["2026-01-01"]),
        ("2026-01-01", "2026-05-20", "2026-05-21", ["2026-04-01", "2026-01-01"]),
        ("2026-01-01", "2026-05-20", "2026-05-20", ["2026-01-01"]),
    ],
    ids=["the day after", "its last day", "ended within a quarter", "ends today"],
)
def test_a_quarter_is_over_when_none_of_its_days_is_to_come(starts, ends, today, expected):
    starts, ends, today = (datetime.date.fromisoformat(day) for day in (starts, ends, today))
    project = ProjectFactory.build(starts_on=starts, ends_on=ends)

    over = finished_quarters(project, today)

    assert [quarter.start.isoformat() for quarter in over] == expected


def test_a_quarter_that_runs_is_not_frozen(cast):
    with pytest.raises(ValidationError):
        freeze(
            user=cast.administrator,
            project=cast.project,
            quarter=finished_quarters(cast.project)[0].end + datetime.timedelta(days=1),
            district=None,
        )


@pytest.mark.parametrize(
    ("who", "district", "whole"),
    [("officer", False, False), ("manager", True, False), ("administrator", True, True)],
)
def test_who_may_freeze_what(cast, who, district, whole):
    assert can_be_frozen_by(cast[who], cast.project, cast.feni) is district
    assert can_be_frozen_by(cast[who], cast.project, None) is whole


def test_a_manager_of_all_districts_freezes_the_whole_until_one_is_hidden(cast):
    everywhere = UserFactory(role="manager", districts=[cast.feni, cast.brahmanbaria])
    assert can_be_frozen_by(everywhere, cast.project, None)

    everywhere.districts.remove(cast.brahmanbaria)
    cast.project.upazilas.remove(cast.akhaura)
    ActivityFactory(project=cast.project, upazila=cast.akhaura, officer=cast.stranger)

    assert not can_be_frozen_by(everywhere, cast.project, None)


def test_nothing_is_frozen_twice(cast, logged, frozen):
    with pytest.raises(ValidationError):
        freeze(
            user=cast.manager,
            project=cast.project,
            quarter=logged.quarter.start,
            district=cast.feni,
        )

    assert Snapshot.objects.count() == 1


def test_what_was_corrected_is_frozen_as_a_revision(cast, logged, frozen):
    correct(logged.first, cast, women=10)

    again = freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )

    assert again.revision == 2
    assert again.contents["people"]["contacts"] == 35
    assert Snapshot.objects.get(pk=frozen.pk).contents["people"]["contacts"] == 37


def test_each_is_seen_by_those_who_see_all_of_its_place(cast, logged, frozen):
    whole = freeze(
        user=cast.administrator, project=cast.project, quarter=logged.quarter.start, district=None
    )

    seen = {
        who: set(Snapshot.objects.visible_to(cast[who]).values_list("pk", flat=True))
        for who in ("officer", "stranger", "manager", "other_manager", "administrator")
    }

    assert seen == {
        "officer": set(),
        "stranger": set(),
        "manager": {frozen.pk},
        "other_manager": set(),
        "administrator": {frozen.pk, whole.pk},
    }


def test_what_is_frozen_says_the_same_a_year_later(cast, logged, monkeypatch):
    asked = Selection(cast.manager, cast.project, logged.quarter, cast.feni)
    then = build_contents(asked)
    later = timezone.localdate() + datetime.timedelta(days=365)
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_names: later)

    assert comparable_values(build_contents(asked)) == comparable_values(then)


def test_what_happens_in_another_quarter_changes_nothing(cast, logged, frozen):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.feni_sadar,
        officer=cast.officer,
        starts_on=timezone.localdate(),
        women=50,
        group=cast.women_at_risk,
        status="approved",
    )

    assert not differences(frozen, cast.manager)


def test_a_part_frozen_with_the_whole_is_the_part_itself(cast, logged, frozen):
    whole = freeze(
        user=cast.administrator, project=cast.project, quarter=logged.quarter.start, district=None
    )

    part = whole.contents_of(cast.feni.pk)

    live = build_contents(Selection(cast.manager, cast.project, logged.quarter, cast.feni))
    assert {**part, "made_at": ""} == {**live, "made_at": ""}


NOT_LOCKED = {
    "accounts_user",
    "accounts_user_districts",
    "accounts_user_upazilas",
    "activities_activitytype",
    "activities_material",
    "beneficiaries_targetgroup",
    "districts_district",
    "districts_union",
    "districts_upazila",
    "projects_outcome",
    "projects_organisation",
    "projects_partnership",
    "projects_project",
}
"""Reference data and people: they say what a figure is called and who may see it."""


def test_whatever_is_counted_is_locked_meanwhile(cast, logged):
    with CaptureQueriesContext(connection) as asked:
        freeze(
            user=cast.administrator,
            project=cast.project,
            quarter=logged.quarter.start,
            district=None,
        )

    tables = set(connection.introspection.table_names())
    read = {
        name
        for query in asked
        if query["sql"].startswith("SELECT")
        for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    } & tables
    counted = {model._meta.db_table for model in COUNTED_MODELS}
    assert counted <= read
    assert read - counted - NOT_LOCKED == {"reports_snapshot"}
