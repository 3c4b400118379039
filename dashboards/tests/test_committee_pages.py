"""The pages of committees: each number, and the way to what adds up to it."""

import csv
import io

import pytest
from django.urls import reverse

import figures
from figures.tests.committees.conftest import asked, today
from tests.factories import MemberFactory, UpazilaFactory
from tests.pages import compact

pytestmark = pytest.mark.django_db
LIST = reverse("dashboards:committees")


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

    page = compact(client.get(LIST).content.decode())

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
