"""How the committees are, held against sums done independently, and the pages that say so."""

import csv
import datetime
import io

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from dashboards import figures
from dashboards.figures import Selection
from dashboards.periods import whole_of
from trafficking_program.tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    CommitteeFactory,
    DecisionFactory,
    MemberFactory,
    UpazilaFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("dashboards:committees")


def today(ago=0):
    return timezone.localdate() - datetime.timedelta(days=ago)


@pytest.fixture
def meeting(cast):
    """A meeting held with a committee, with decisions due so many days ago (None: no day)."""
    kind = ActivityTypeFactory(code="ctc", is_of_committee=True)

    def make(committee, *, due=(), done=(), status="approved", **fields):
        activity = ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": kind,
                "upazila": committee.upazila or cast.feni_sadar,
                "committee": committee,
                "officer": cast.officer,
                "women": 7,
                "group": cast.women_at_risk,
                **fields,
            }
        )
        for ago in due:
            DecisionFactory(activity=activity, due_on=None if ago is None else today(ago))
        for ago in done:
            DecisionFactory(
                activity=activity, due_on=today(ago), done_on=today(), done_by=cast.officer
            )
        now = timezone.now()
        if status != "draft":
            Activity.objects.filter(pk=activity.pk).update(status="submitted", submitted_at=now)
        if status == "approved":
            Activity.objects.filter(pk=activity.pk).update(
                status="approved", reviewed_at=now, reviewed_by=cast.manager
            )
        return activity

    return make


@pytest.fixture
def registered(cast):
    """Of Feni: its own, Feni Sadar's and Mohamaya's; of Brahmanbaria: Akhaura's."""
    feni = CommitteeFactory(
        project=cast.project, level="district", district=cast.feni, upazila=None
    )
    sadar = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    mohamaya = CommitteeFactory(
        project=cast.project, level="union", upazila=cast.chhagalnaiya, union=cast.mohamaya
    )
    akhaura = CommitteeFactory(project=cast.project, upazila=cast.akhaura)
    return feni, sadar, mohamaya, akhaura


def asked(cast, who, place=None):
    return Selection(cast[who], cast.project, whole_of(cast.project), place)


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


def test_an_officer_sees_the_numbers_of_the_district_but_opens_only_their_own(
    client, cast, registered, meeting
):
    """A district's committee that met elsewhere in the district is not dead."""
    feni = registered[0]
    fulgazi = UpazilaFactory(pcode="BD20300041", district=cast.feni)
    theirs = {"upazila": fulgazi, "officer": cast.administrator}
    elsewhere = [meeting(feni, due=(2,), **theirs), meeting(feni, status="submitted", **theirs)]
    own = meeting(feni, due=(-2,), starts_on=today(1))

    health = next(
        row for row in figures.committees(asked(cast, "officer")).rows if row.committee == feni
    )
    client.force_login(cast.officer)
    one = client.get(feni.get_absolute_url()).content.decode()
    listed = client.get(LIST).content.decode()

    assert (health.last_on, health.this_year, health.awaiting) == (today(), 2, 1)
    assert (health.open, health.overdue, health.is_listed) == (2, 1, False)
    assert own.get_absolute_url() in one
    for page in (one, listed):
        assert f"committee={feni.pk}" not in page
        assert not any(activity.get_absolute_url() in page for activity in elsewhere)
    assert 'id="overdue"' not in listed


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


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_database_a_fixed_number_of_times(
    client, cast, registered, meeting, django_assert_num_queries, count
):
    sadar = registered[1]
    MemberFactory.create_batch(count, committee=sadar)
    for _ in range(count):
        meeting(sadar, due=(2,), done=(3,))
    client.force_login(cast.manager)

    with django_assert_num_queries(10):
        client.get(LIST)
    with django_assert_num_queries(11):
        client.get(sadar.get_absolute_url())


def test_the_list_says_each_number_and_links_to_what_adds_up_to_it(
    client, cast, registered, meeting
):
    sadar = registered[1]
    MemberFactory(committee=sadar, sex="female")
    MemberFactory(committee=sadar, sex="male")
    MemberFactory(committee=sadar)
    held = [meeting(sadar, due=(2,)), meeting(sadar)]
    meeting(sadar, starts_on=today(400))
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)

    page = client.get(LIST).content.decode()

    year = today().year
    link = (
        f"/activities/?project=courtyards&amp;from={year}-01-01&amp;to={year}-12-31"
        f"&amp;status=approved&amp;committee={sadar.pk}"
    )
    assert f'<a class="fig" href="{link}">2</a>' in page
    assert "1 / 2" in page
    assert "(50%)" in page
    assert "1 overdue" in page
    listed = client.get(link.replace("&amp;", "&")).context["page"].object_list
    assert set(listed) == set(held)


def test_a_place_narrows_the_list_and_one_of_others_is_not_found(client, cast, registered):
    client.force_login(cast.manager)

    narrowed = client.get(LIST, {"place": "BD20300029"})

    assert [row.committee for row in narrowed.context["found"].rows] == [registered[1]]
    assert client.get(LIST, {"place": "BD2012"}).status_code == 404
    assert client.get(LIST, {"place": "nowhere"}).status_code == 404


def test_where_there_is_none_the_page_says_what_to_do(client, cast):
    client.force_login(cast.officer)

    page = client.get(LIST).content.decode()

    assert page.count(reverse("committees:new")) == 2


def test_the_csv_has_a_row_a_committee(client, cast, registered, meeting):
    MemberFactory(committee=registered[1], sex="female")
    meeting(registered[1], due=(2, -2))
    client.force_login(cast.manager)

    response = client.get(LIST, {"format": "csv"})

    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    sadar = rows[2]
    assert [row["level"] for row in rows] == ["district", "union", "upazila"]
    assert (sadar["upazila_pcode"], sadar["women"], sadar["seats_sex_recorded"]) == (
        "BD20300029",
        "1",
        "1",
    )
    assert (sadar["open_decisions"], sadar["overdue_decisions"]) == ("2", "1")
    assert sadar[f"meetings_{today().year}"] == "1"


def test_a_committees_page_shows_seats_meetings_and_decisions(client, cast, registered, meeting):
    sadar = registered[1]
    MemberFactory(committee=sadar, post="উপজেলা শিক্ষা কর্মকর্তা", role="chair")
    approved = meeting(sadar, due=(2,), had_quorum=True)
    awaiting = meeting(sadar, status="submitted")
    draft = meeting(sadar, status="draft", officer=cast.manager)
    client.force_login(cast.manager)

    page = client.get(sadar.get_absolute_url()).content.decode()

    assert "উপজেলা শিক্ষা কর্মকর্তা" in page
    assert approved.get_absolute_url() in page
    assert awaiting.get_absolute_url() in page
    assert draft.get_absolute_url() not in page
    assert "পরের মাসে বিদ্যালয়ে সভা হবে" in page


def test_overdue_decisions_stand_under_what_needs_attention(client, cast, registered, meeting):
    meeting(registered[1], due=(2, 4, -1))
    meeting(registered[0], due=(1,))
    client.force_login(cast.manager)

    home = client.get(reverse("dashboards:home"))
    upazila = client.get(reverse("dashboards:upazila", args=["BD20300029"]))
    whole = client.get(reverse("dashboards:project"))

    assert home.context["attention"].overdue == whole.context["attention"].overdue == 3
    assert upazila.context["attention"].overdue == 2
    for response, place, count in ((home, "", 3), (upazila, "&amp;place=BD20300029", 2)):
        link = f"{LIST}?project=courtyards{place}#overdue"
        assert link in response.content.decode()
        listed = client.get(link.replace("&amp;", "&")).context["overdue"]
        assert len(listed) == count
