"""A record is for who sees the upazila it speaks of, not for all who look after its author."""

import io

import pytest

from activities.models import Activity
from outbox.encryption import new_key
from outbox.models import Delivery
from outbox.tests.quarantine import LIST, page_of
from outbox.tests.test_copies import copy_of

pytestmark = pytest.mark.django_db

EVERYBODY = [
    ("officer", True),
    ("manager", True),
    ("administrator", True),
    ("other_manager", False),
    ("stranger", False),
]


@pytest.fixture(autouse=True)
def the_officer_works_in_two_districts(cast):
    cast.officer.upazilas.add(cast.akhaura)


@pytest.mark.parametrize("changes", [{}, {"venue": ""}], ids=["logged", "quarantined"])
@pytest.mark.parametrize(("who", "sees"), EVERYBODY)
def test_who_sees_its_upazila_sees_it(cast, kept, send, changes, who, sees):
    send(kept(**changes))

    assert Delivery.objects.get().upazila == cast.chhagalnaiya
    assert Delivery.objects.visible_to(cast[who]).exists() is sees


@pytest.mark.parametrize(("who", "sees"), [*EVERYBODY[:3], ("other_manager", True), EVERYBODY[4]])
def test_while_its_upazila_is_unknown_who_looks_after_its_author_sees_it(
    cast, kept, send, settings, who, sees
):
    record = kept()
    settings.OUTBOX_KEYS = new_key(2048)
    send(record)

    assert Delivery.objects.get().upazila is None
    assert Delivery.objects.visible_to(cast[who]).exists() is sees


def test_another_districts_manager_is_led_nowhere(client, cast, kept, send):
    record = kept(venue="")
    send(record)
    client.force_login(cast.other_manager)

    pages = [page_of(record), Delivery.objects.get().get_absolute_url()]

    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert page_of(record) not in client.get(LIST).content.decode()


def test_a_draft_that_could_not_be_logged_is_seen_by_reviewers(client, cast, kept, send):
    record = kept(submit=None, draft="1", starts_on="", day="other")
    send(record)
    client.force_login(cast.manager)

    assert client.get(page_of(record)).status_code == 200
    assert page_of(record) in client.get(LIST).content.decode()


@pytest.mark.parametrize(("who", "sees"), EVERYBODY)
def test_it_is_so_while_its_photos_are_on_the_way(cast, kept, send, jpeg, who, sees):
    send(kept(jpeg()), files=False)

    assert Delivery.objects.visible_to(cast[who]).exists() is sees


@pytest.mark.parametrize(("who", "sees"), EVERYBODY)
def test_it_is_so_of_a_copy_that_somebody_brought(client, cast, kept, who, sees):
    client.force_login(cast.administrator)
    client.post("/outbox/copies/", {"copy": io.BytesIO(copy_of(kept()).encode())})

    assert Delivery.objects.visible_to(cast[who]).exists() is sees


@pytest.mark.parametrize(
    ("who", "sees"), [("manager", False), ("other_manager", True), ("officer", True)]
)
def test_it_goes_with_its_activity_to_another_upazila(cast, kept, send, who, sees):
    send(kept())
    Activity.objects.update(upazila=cast.akhaura, union=None)

    assert Delivery.objects.visible_to(cast[who]).exists() is sees
