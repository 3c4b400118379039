"""Several requests at the same moment, each in a thread and a connection of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from activities.models import Activity, Evidence, Import, Participation
from activities.tests.excel.sheets import Office, a_row
from tests.factories import ActivityFactory

AT_ONCE = 8


def at_once(ask):
    """The answers to `ask(number)`, asked by all at the same time."""

    def in_own_connection(number):
        try:
            return ask(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_own_connection, range(AT_ONCE)))


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_by_many_at_once_is_one_activity(cast, sent, photo):
    data = sent()
    clients = [signed_in(cast.officer) for _ in range(AT_ONCE)]

    answers = at_once(
        lambda number: clients[number].post("/activities/new/", data | {"photos": photo()})
    )

    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert {answer.url for answer in answers} == {f"/activities/{data['id']}/"}
    assert Activity.objects.count() == 1
    assert Participation.objects.get().people == 28
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_edits_at_once_one_is_stored_and_the_others_are_told(cast, sent):
    signed_in(cast.officer).post(
        "/activities/new/", sent(id="1b4e28ba-2fa1-41d2-883f-0016d3cca427")
    )
    activity = Activity.objects.get()
    data = sent(id=str(activity.pk), version=str(activity.version))
    clients = [signed_in(cast.officer) for _ in range(AT_ONCE)]

    answers = at_once(
        lambda number: clients[number].post(
            reverse("activities:edit", args=[activity.pk]), data | {"venue": f"পাড়া {number}"}
        )
    )

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (AT_ONCE - 1)
    assert Activity.objects.get().version == activity.version + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_holds(cast):
    activity = ActivityFactory(
        project=cast.project,
        upazila=cast.feni_sadar,
        officer=cast.officer,
        women=5,
        status="submitted",
    )
    clients = [signed_in(cast.manager) for _ in range(AT_ONCE)]
    moves = ["approve", "return"] * (AT_ONCE // 2)

    at_once(
        lambda number: clients[number].post(
            reverse(f"activities:{moves[number]}", args=[activity.pk]),
            {"version": activity.version, "note": "খাতা দেখুন"},
        )
    )

    decided = Activity.objects.get()
    assert decided.status in ("approved", "returned")
    assert decided.version == activity.version + 1


@pytest.mark.django_db(transaction=True)
def test_of_many_confirmations_of_a_sheet_at_once_one_stores_it(cast):
    office = Office(signed_in(cast.officer), cast.officer, cast.project, cast.chhagalnaiya)
    upload = office.upload(*(a_row(venue=f"বাড়ি {number}") for number in range(5)))
    clients = [signed_in(cast.officer) for _ in range(AT_ONCE)]

    answers = at_once(
        lambda number: clients[number].post(reverse("imports:confirm", args=[upload.pk]))
    )

    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert Activity.objects.submitted().count() == 5
    assert Import.objects.get().stored == 5
