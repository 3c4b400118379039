"""Phones: what they still hold, and what seems to be lost."""

import datetime

import pytest
from django.utils import timezone

from outbox.envelope import Envelope
from outbox.models import Device
from outbox.processing import read_into_log
from outbox.services import receive

pytestmark = pytest.mark.django_db
PAGE = "/outbox/devices/"


@pytest.fixture
def sent(cast, kept, phone):
    """Records of the officer's phone that arrived, by their numbers on it."""

    def arrive(*numbers):
        for number in numbers:
            record = kept(envelope={"sequence": number})
            receive(Envelope.read(record.body), cast.officer)

    return arrive


def rows_of(client, who):
    client.force_login(who)
    return client.get(PAGE).context["rows"]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ([1, 2, 3], []),
        ([3, 1, 2], []),
        ([2], [(1, 1)]),
        ([1, 2, 11, 13, 14, 18], [(3, 10), (12, 12), (15, 17)]),
        ([1, 1, 3, 3], [(2, 2)]),
    ],
)
def test_numbers_that_never_came_are_gaps(client, cast, sent, numbers, gaps):
    sent(*numbers)

    ((device, found),) = rows_of(client, cast.manager)

    assert found == gaps
    assert device.received == len(numbers)
    assert device.lost == sum(last - first + 1 for first, last in gaps)


def test_gaps_are_named_in_the_digits_of_the_page(client, cast, sent):
    sent(1, 3, 7)
    client.force_login(cast.manager)

    page = client.get(PAGE).content.decode()

    assert "২" in page
    assert "৪–৬" in page


@pytest.mark.parametrize(
    ("days", "waiting", "silent"), [(4, 2, True), (2, 2, False), (4, 0, False)]
)
def test_a_phone_that_fell_silent_with_unsent_work_is_marked(
    client, cast, sent, days, waiting, silent
):
    sent(1)
    long_ago = timezone.now() - datetime.timedelta(days=days)
    Device.objects.update(seen_at=long_ago, waiting=waiting)

    ((device, _gaps),) = rows_of(client, cast.manager)

    assert device.is_silent is silent


def test_a_phone_that_only_looked_is_not_listed(client, cast, phone):
    client.force_login(cast.officer)
    client.get(f"/outbox/hello?device={phone.device}&waiting=0")

    assert rows_of(client, cast.manager) == []


@pytest.mark.parametrize(
    ("who", "seen"), [("manager", 1), ("other_manager", 0), ("administrator", 1)]
)
def test_each_sees_the_phones_of_whom_they_look_after(client, cast, sent, who, seen):
    sent(1)

    assert len(rows_of(client, cast[who])) == seen


def test_officers_have_no_list_of_phones(client, cast):
    client.force_login(cast.officer)

    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("phones", [1, 3])
def test_it_takes_as_many_questions_for_three_as_for_one(
    client, cast, kept, phone, phones, django_assert_num_queries
):
    for number in range(phones):
        device = f"00000000-0000-4000-8000-00000000000{number}"
        for sequence in (1, 3):
            record = kept(envelope={"device": device, "sequence": sequence})
            receive(Envelope.read(record.body), cast.officer)
    client.force_login(cast.manager)

    with django_assert_num_queries(6):
        answer = client.get(PAGE)

    assert len(answer.context["rows"]) == phones


def test_what_another_district_received_is_no_gap(client, cast, kept):
    cast.officer.upazilas.add(cast.akhaura)
    of_akhaura = {"upazila": cast.akhaura.pk, "union": "none"}
    for number, place in ((1, of_akhaura), (2, {}), (3, of_akhaura), (5, {})):
        record = kept(envelope={"sequence": number}, **place)
        receive(Envelope.read(record.body), cast.officer)
        read_into_log(record.uuid)

    for who in (cast.manager, cast.other_manager, cast.administrator):
        ((device, gaps),) = rows_of(client, who)
        assert (device.lost, gaps) == (1, [(4, 4)])


def test_a_phone_known_by_a_copy_alone_was_heard_of_when_it_was_kept(client, cast, kept):
    record = Envelope.read(kept().body)
    receive(record, cast.officer, carried_by=cast.manager)

    assert Device.objects.get().seen_at == record.kept_at
