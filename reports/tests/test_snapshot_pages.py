"""Freezing a quarter on a page, and the page of what was frozen."""

import pytest
from django.urls import reverse

from projects.periods import finished_quarters
from reports.models import Snapshot
from reports.services import freeze
from reports.tests.quarter import correct
from tests.factories import ReportFactory, SnapshotFactory, UserFactory

LIST = reverse("reports:list")
FREEZE = reverse("reports:freeze")


@pytest.fixture(autouse=True)
def in_english(cast):
    for who in ("officer", "manager", "other_manager", "administrator"):
        cast[who].language = "en"
        cast[who].save()


@pytest.fixture
def frozen(cast, logged):
    return freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )


@pytest.fixture
def freezing(client, cast, logged, settings):
    """Post the page: every place is reckoned on its own, which is no N+1 by mistake."""
    settings.ZEAL_NPLUSONE_THRESHOLD = 1000

    def post(who, place):
        client.force_login(cast[who])
        return client.post(FREEZE, {"place": place, "quarter": logged.quarter.start.isoformat()})

    return post


def test_what_is_still_open_is_said_before_it_is_frozen(client, cast, logged):
    client.force_login(cast.manager)

    response = client.get(FREEZE)

    page = response.content.decode()
    assert response.context["form"].chosen_quarter == logged.quarter
    assert "3 approved activities, 37 contacts" in page
    assert "1 awaiting review" in page
    assert "with 4 contacts: they will not count" in page
    assert "Chhagalnaiya: silent" in page
    assert "status=submitted" in page
    assert "Whole project" not in page


def test_it_may_ask_of_another_quarter(client, cast, logged):
    client.force_login(cast.administrator)
    before = finished_quarters(cast.project)[1]

    response = client.get(FREEZE, {"quarter": before.start.isoformat(), "place": "all"})

    assert response.context["form"].chosen_quarter == before
    assert response.context["approved"].activities == 0
    assert "Whole project" in response.content.decode()


def test_a_manager_freezes_their_district(freezing, cast, logged):
    response = freezing("manager", cast.feni.pk)

    made = Snapshot.objects.get()
    assert response.headers["Location"] == made.get_absolute_url()
    assert (made.district, made.frozen_by, made.quarter) == (
        cast.feni,
        cast.manager,
        logged.quarter.start,
    )


def test_an_administrator_freezes_the_whole(freezing):
    freezing("administrator", "all")

    assert Snapshot.objects.get().district is None


@pytest.mark.parametrize(
    ("who", "place"),
    [("manager", "all"), ("manager", "BD2012"), ("manager", "BD20300029"), ("manager", "")],
)
def test_nobody_freezes_what_is_not_offered(freezing, who, place):
    response = freezing(who, place)

    assert response.status_code == 422
    assert not Snapshot.objects.exists()


def test_a_second_time_nothing_new_is_made(client, freezing, cast, frozen):
    response = freezing("manager", cast.feni.pk)

    page = client.get(response.headers["Location"]).content.decode()
    assert "Nothing has changed since it was frozen." in page
    assert Snapshot.objects.count() == 1


def test_the_page_tells_what_was_frozen(client, cast, frozen):
    client.force_login(cast.manager)

    page = client.get(frozen.get_absolute_url()).content.decode()

    assert frozen.check_code in page
    assert "Every figure on this page is the same today." in page
    assert "Attendances added up" in page
    assert "<b>37</b>" in page


def test_the_page_lists_what_is_different_today(client, cast, logged, frozen):
    correct(logged.first, cast, women=10)
    client.force_login(cast.manager)

    response = client.get(frozen.get_absolute_url())

    page = response.content.decode()
    assert "Different today" in page
    assert "Corrected" in page
    assert "−2" in page
    assert response.context["page"].contents["people"]["contacts"] == 37
    assert "<b>37</b>" in page


def test_figures_that_are_not_what_was_frozen_are_called_so(client, cast):
    changed = SnapshotFactory(
        project=cast.project, district=cast.feni, frozen_by=cast.manager, sha256="f" * 64
    )
    client.force_login(cast.manager)

    page = client.get(changed.get_absolute_url()).content.decode()

    assert "These figures are not what was frozen" in page


def test_the_list_asks_for_the_quarter_nobody_has_frozen(client, cast, logged):
    everywhere = UserFactory(
        role="manager", districts=[cast.feni, cast.brahmanbaria], language="en"
    )
    client.force_login(everywhere)
    assert client.get(LIST).context["unfrozen"]["districts"] == [cast.brahmanbaria, cast.feni]

    for district in (cast.feni, cast.brahmanbaria):
        SnapshotFactory(
            project=cast.project,
            district=district,
            quarter=logged.quarter.start,
            frozen_by=everywhere,
        )

    assert client.get(LIST).context["unfrozen"] is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_of_the_database_however_long(
    client, cast, count, django_assert_num_queries
):
    for revision in range(1, count + 1):
        frozen = SnapshotFactory(
            project=cast.project, district=cast.feni, frozen_by=cast.manager, revision=revision
        )
        ReportFactory(project=cast.project, district=cast.feni, created_by=cast.manager)
        ReportFactory(
            project=cast.project,
            upazila=cast.feni_sadar,
            snapshot=frozen,
            first_quarter=frozen.quarter,
            created_by=cast.manager,
        )
    client.force_login(cast.manager)

    with django_assert_num_queries(10):
        response = client.get(LIST)

    assert len(response.context["snapshots"]) == count
    assert len(response.context["reports"]) == 2 * count


def test_officers_are_not_led_to_reports(client, cast):
    client.force_login(cast.officer)

    assert f'href="{LIST}' not in client.get(reverse("dashboards:project")).content.decode()
