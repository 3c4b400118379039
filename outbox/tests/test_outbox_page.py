"""The outbox as its owner sees it: what arrived, and in which state."""

import re

import pytest
from django.urls import reverse

from activities.models import Activity
from outbox.models import Delivery

# Of the request: session, user, projects; then the page's own list.
QUERIES = 4


def lines(response):
    """Each received record: its words, in one line."""
    page = response.content.decode()
    items = re.findall(r"<li data-received=.*?</li>", page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", item).split()) for item in items]


@pytest.mark.parametrize("count", [1, 3])
def test_one_looks_at_ones_own_records_with_their_receipts(
    client, cast, kept, send, count, django_assert_num_queries
):
    for number in range(count):
        send(kept(venue=f"উঠান {number}", is_another="on"))
    client.force_login(cast.officer)
    client.get(reverse("outbox:outbox"))

    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("outbox:outbox"))

    shown = lines(response)
    assert len(shown) == count
    assert all(line.endswith("পৌঁছেছে") for line in shown)
    assert all(re.search("[০-৯]{3} [০-৯]{3} [০-৯]{3}", line) for line in shown)


@pytest.mark.parametrize(
    ("status", "words"),
    [("approved", "অনুমোদিত"), ("submitted", "পৌঁছেছে")],
)
def test_the_state_is_said_in_words(client, cast, kept, send, the_activity, status, words):
    record = kept()
    send(record)
    if status == "approved":
        submitted = the_activity(record)
        submitted.approve(by=cast.manager, version=submitted.version)
    client.force_login(cast.officer)

    response = client.get(reverse("outbox:outbox"))

    assert Activity.objects.get(pk=record.uuid).status == status
    assert lines(response)[0].endswith(words)


def test_nobody_elses_records_are_listed(client, cast, kept, send):
    send(kept())
    client.force_login(cast.manager)

    response = client.get(reverse("outbox:outbox"))

    assert Delivery.objects.visible_to(cast.manager).count() == 1
    assert lines(response) == []


def test_the_page_that_is_kept_lists_nothing(client, cast, kept, send):
    record = kept()
    send(record)
    client.force_login(cast.officer)

    response = client.get(reverse("outbox:outbox"), {"shell": 1})

    assert record.uuid not in response.content.decode()
    assert lines(response) == []


def test_all_states_lie_ready_for_the_script_to_choose_from(client, cast):
    client.force_login(cast.officer)

    page = client.get(reverse("outbox:outbox")).content.decode()

    states = re.search('<template id="t-states">(.*?)</template>', page, re.DOTALL)[1]
    assert re.findall(r"status is-(\w+)", states) == [
        "phone",
        "partly",
        "received",
        "draft",
        "approved",
        "returned",
        "quarantined",
        "rejected",
    ]
