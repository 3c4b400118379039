"""How the committees are, held against sums done independently."""

import pytest
from django.db import connection

import figures
from figures.tests.committees.conftest import asked, today
from tests.factories import MemberFactory

pytestmark = pytest.mark.django_db


def by_sql(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchone()


@pytest.mark.parametrize(
    ("who", "seen"),
    [("officer", 3), ("manager", 3), ("other_manager", 1), ("stranger", 1), ("administrator", 4)],
)
def test_everybody_sees_the_committees_of_their_places(cast, registered, who, seen):
    found = figures.committees(asked(cast, who))

    assert len(found.rows) == seen


def test_they_stand_in_the_order_of_places_the_district_before_its_upazilas(cast, registered):
    feni, sadar, mohamaya, akhaura = registered
    mohamaya.is_active = False
    mohamaya.save()

    found = figures.committees(asked(cast, "administrator"))

    assert [row.committee for row in found.rows] == [akhaura, feni, sadar, mohamaya]
    assert len(found.in_use) == 3


def test_every_number_is_that_of_plain_sql(cast, registered, meeting):
    _feni, sadar, _mohamaya, _akhaura = registered
    for sex in ("female", "female", "male", "unrecorded"):
        MemberFactory(committee=sadar, sex=sex)
    meeting(sadar, due=(3, -5, None), done=(9,))
    meeting(sadar, due=(40,), starts_on=today(400))
    meeting(sadar, due=(1,), status="submitted")
    meeting(sadar, due=(1,), status="draft")

    health = next(
        row for row in figures.committees(asked(cast, "manager")).rows if row.committee == sadar
    )

    seats = by_sql(
        "select count(*), count(*) filter (where sex <> 'unrecorded'),"
        " count(*) filter (where sex = 'female') from committees_member where committee_id = %s",
        sadar.pk,
    )
    held = by_sql(
        "select max(starts_on), count(*) filter (where extract(year from starts_on) = %s)"
        " from activities_activity where committee_id = %s and status = 'approved'",
        today().year,
        sadar.pk,
    )
    decided = by_sql(
        "select count(*) filter (where done_on is null),"
        " count(*) filter (where done_on is null and due_on < %s)"
        " from activities_decision d join activities_activity a on a.id = d.activity_id"
        " where a.committee_id = %s and a.status = 'approved'",
        today(),
        sadar.pk,
    )
    assert (health.seats, health.sex_recorded, health.women) == seats == (4, 3, 2)
    assert (health.last_on, health.this_year) == held == (today(), 1)
    assert (health.open, health.overdue) == decided == (4, 2)
    assert health.awaiting == 1


def test_the_year_is_a_calendar_year(cast, registered, meeting):
    feni = registered[0]
    meeting(feni, starts_on=today(400))

    then = figures.committees(asked(cast, "manager"), today=today(400)).rows[0]
    now = figures.committees(asked(cast, "manager")).rows[0]

    assert (then.this_year, now.this_year) == (1, 0)
    assert then.last_on == now.last_on == today(400)


def test_the_overdue_ones_listed_are_those_counted(cast, registered, meeting):
    feni, sadar, *_others = registered
    meeting(feni, due=(2,))
    meeting(sadar, due=(30, 5, -1))

    district = asked(cast, "manager", cast.feni)
    upazila = asked(cast, "manager", cast.feni_sadar)

    assert [d.days_overdue for d in figures.overdue_decisions(district)] == [30, 5, 2]
    assert figures.committees(district).overdue == 3
    assert figures.overdue_decisions(upazila).count() == figures.committees(upazila).overdue == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_figures_ask_four_times_however_many_there_are(
    cast, registered, meeting, django_assert_num_queries, count
):
    for committee in registered[:count]:
        MemberFactory.create_batch(2, committee=committee)
        meeting(committee, due=(2,))

    with django_assert_num_queries(4):
        found = figures.committees(asked(cast, "administrator"))
        assert all(row.committee.name for row in found.rows)
