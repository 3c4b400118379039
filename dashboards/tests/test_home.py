"""My work: an officer's own, a manager's district, an administrator's everything."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import ActivityFactory, DeliveryFactory, DeviceFactory, UserFactory

HOME = reverse("dashboards:home")


def activity(cast, **fields):
    return ActivityFactory(
        **{
            "project": cast.project,
            "activity_type": cast.courtyard,
            "upazila": cast.feni_sadar,
            "officer": cast.officer,
            "reviewer": cast.manager,
            "women": 10,
            **fields,
        }
    )


def test_an_officer_sees_what_came_back_with_the_whole_note_and_who_wrote_it(client, cast):
    cast.manager.first_name, cast.manager.last_name = "রেহানা", "পারভীন"
    cast.manager.save()
    back = activity(cast, status="returned")
    client.force_login(cast.officer)

    response = client.get(HOME)

    html = response.content.decode()
    assert response.context["work"].returned == (back,)
    assert "ঠিক করুন" in html
    assert "রেহানা পারভীন" in html
    assert reverse("activities:edit", args=[back.pk]) in html
    assert html.count("<h1") == 1


def test_an_officer_sees_only_their_own(client, cast):
    mine = activity(cast)
    colleague = UserFactory(upazilas=[cast.feni_sadar])
    activity(cast, officer=colleague, status="returned")
    activity(cast, officer=colleague, status="approved")
    client.force_login(cast.officer)

    work = client.get(HOME).context["work"]

    assert (work.drafts, work.returned, work.received) == ((mine,), (), ())
    assert work.month.approved.activities == 0


def test_this_month_counts_approved_and_keeps_awaiting_apart(client, cast):
    activity(cast, status="approved", women=12)
    activity(cast, status="submitted", women=30)
    activity(cast, women=500)
    long_ago = timezone.localdate().replace(day=1) - datetime.timedelta(days=1)
    activity(cast, status="approved", women=700, starts_on=long_ago)
    client.force_login(cast.officer)

    month = client.get(HOME).context["work"].month

    assert (month.approved.activities, month.approved.contacts) == (1, 12)
    assert (month.awaiting.activities, month.awaiting.contacts) == (1, 30)


def test_a_new_officer_is_told_what_to_do_next(client, cast):
    client.force_login(cast.officer)

    response = client.get(HOME)

    html = response.content.decode()
    assert response.context["work"].received == ()
    assert f'class="btn btn-primary btn-lg w-100 mb-3" href="{reverse("activities:new")}"' in html


def test_a_manager_reviews_the_oldest_first_and_never_their_own(client, cast):
    newer = activity(cast, status="submitted")
    older = activity(cast, status="submitted")
    type(older).objects.filter(pk=older.pk).update(
        submitted_at=timezone.now() - datetime.timedelta(days=14)
    )
    activity(cast, status="submitted", officer=cast.manager)
    activity(cast, status="submitted", upazila=cast.akhaura, officer=cast.stranger)
    client.force_login(cast.manager)

    queue = client.get(HOME).context["queue"]

    assert queue.count == 2
    assert [(row, row.days_waiting) for row in queue.first] == [(older, 14), (newer, 0)]


def test_a_manager_compares_the_same_days_of_two_months(client, cast):
    today = timezone.localdate()
    first = today.replace(day=1)
    last_month = (first - datetime.timedelta(days=1)).replace(day=1)
    activity(cast, status="approved", women=5, starts_on=first)
    activity(cast, status="submitted", women=6, starts_on=today)
    activity(cast, status="approved", women=7, starts_on=last_month)
    if today.day < 28:
        too_late = last_month + (today - first) + datetime.timedelta(days=1)
        activity(cast, status="approved", women=900, starts_on=too_late)
    client.force_login(cast.manager)

    last, this = client.get(HOME).context["months"]

    assert (this.approved.contacts, this.awaiting.contacts, this.both.contacts) == (5, 6, 11)
    assert (last.approved.contacts, last.awaiting.contacts) == (7, 0)


def test_a_manager_sees_the_quiet_upazilas_and_the_way_to_the_district(client, cast):
    activity(cast, status="approved")
    client.force_login(cast.manager)

    response = client.get(HOME)

    quiet = response.context["attention"].quiet
    assert [(place.upazila, place.last_on) for place in quiet] == [(cast.chhagalnaiya, None)]
    assert reverse("dashboards:district", args=["BD2030"]) in response.content.decode()


def test_an_administrator_manages_everything_and_finds_the_admin(client, cast):
    activity(cast, status="submitted")
    activity(cast, status="submitted", upazila=cast.akhaura, officer=cast.stranger)
    client.force_login(cast.administrator)

    response = client.get(HOME)

    assert response.context["queue"].count == 2
    assert reverse("admin:index") in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("who", "queries"), [("officer", 13), ("manager", 17), ("administrator", 17)]
)
def test_my_work_asks_the_same_few_queries_whatever_the_amount(
    client, cast, django_assert_num_queries, who, queries, count
):
    for _ in range(count):
        activity(cast)
        activity(cast, status="submitted")
        activity(cast, status="returned")
        activity(cast, status="approved")
    client.force_login(cast[who])

    with django_assert_num_queries(queries):
        client.get(HOME)


@pytest.mark.parametrize(
    ("who", "counts"),
    [("manager", (2, 2, 1)), ("other_manager", (0, 0, 0)), ("administrator", (2, 2, 1))],
)
def test_records_from_phones_that_wait_for_a_person_are_counted(client, cast, who, counts):
    long_ago = timezone.now() - datetime.timedelta(days=4)
    sent = {"author": cast.officer}
    waiting = {"state": "waiting", "trouble": ""}
    DeliveryFactory.create_batch(2, **sent)
    DeliveryFactory(**sent, **waiting)
    DeliveryFactory(**sent, **waiting, received_at=long_ago)
    DeliveryFactory(**sent, state="received", trouble="", received_at=long_ago)
    DeviceFactory(user=cast.officer, waiting=3, seen_at=long_ago)
    DeviceFactory(user=cast.officer, waiting=0, seen_at=long_ago)
    client.force_login(cast[who])

    response = client.get(HOME)

    found = response.context["from_phones"]
    assert (found.quarantined, found.late, found.silent) == counts
    assert (reverse("outbox:quarantine") in response.content.decode()) is any(counts)
