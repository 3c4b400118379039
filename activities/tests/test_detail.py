"""One activity's page and its history."""

import datetime

import pghistory
import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from tests.factories import DistributionFactory, MaterialFactory, ParticipationFactory, UnionFactory

LIST = "/activities/"


def test_the_page_of_an_activity_tells_all_of_it(manager, cast, logged):
    activity = logged(
        union=None, venue="বটতলা", summary="কথা হয়েছে", decisions="আবার বসা হবে", status="submitted"
    )

    page = manager.get(activity.get_absolute_url()).content.decode()

    for told in ("বটতলা", "কথা হয়েছে", "আবার বসা হবে", "ফেনী সদর", "১২ উপস্থিতি", "মাথা গুনে"):
        assert told in page


def test_handed_out_materials_are_told_as_pieces(manager, cast, logged):
    leaflet = MaterialFactory(name_bn="লিফলেট")
    activity = logged(women=0, activity_type=leaflet.activity_type, count_method="")
    DistributionFactory(activity=activity, material=leaflet, quantity=123456)
    activity.submit(version=1)

    page = manager.get(activity.get_absolute_url()).content.decode()

    assert "১,২৩,৪৫৬" in page


def test_the_history_says_who_did_what_and_why(client, cast, logged):
    activity = logged(status="draft")
    client.force_login(cast.officer)
    client.post(reverse("activities:submit", args=[activity.pk]), {"version": 1})
    client.force_login(cast.manager)
    client.post(
        reverse("activities:return", args=[activity.pk]),
        {"version": 2, "note": "ইউনিয়ন ঠিক আছে তো?"},
    )

    steps = client.get(activity.get_absolute_url()).context["history"]

    assert [(step.label, step.who) for step in steps][:1] == [("ফেরত", cast.manager)]
    assert steps[0].note == "ইউনিয়ন ঠিক আছে তো?"


def test_the_history_outlives_the_rows_it_names(client, cast, logged):
    activity = logged()
    gone = UnionFactory(upazila=cast.feni_sadar, name_bn="পুরোনো ইউনিয়ন")
    Activity.objects.filter(pk=activity.pk).update(union=gone)
    with pghistory.context():
        Activity.objects.filter(pk=activity.pk).update(union=None)
    gone.delete()
    client.force_login(cast.officer)

    response = client.get(activity.get_absolute_url())

    assert response.status_code == 200


@pytest.mark.parametrize("groups", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_times(
    manager, logged, groups, django_assert_num_queries
):
    activity = logged()
    for _ in range(groups - 1):
        ParticipationFactory(activity=activity)
    activity.submit(version=1)

    with django_assert_num_queries(15):
        manager.get(activity.get_absolute_url())


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 200), ("manager", 200), ("administrator", 200), ("stranger", 404)],
)
def test_an_activity_is_seen_in_its_district_only(client, cast, logged, who, status):
    activity = logged(status="approved")
    client.force_login(cast[who])

    assert client.get(activity.get_absolute_url()).status_code == status


def test_days_waiting_are_counted_by_the_calendar(logged):
    activity = logged(status="submitted")
    Activity.objects.filter(pk=activity.pk).update(
        submitted_at=timezone.now() - datetime.timedelta(days=3)
    )
    activity.refresh_from_db()

    assert activity.days_waiting == 3
