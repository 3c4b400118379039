"""What no phone of ours sends: refused in words, never a server error, nothing half stored.

2,000 requests here; `make test-slow` sends 20,000.
"""

import json
import uuid

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from django.urls import resolve
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from activities.models import Activity
from outbox.models import DeliveredFile, Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SIZES = [pytest.param(1, id="short"), pytest.param(10, id="full", marks=pytest.mark.slow)]
STRAIGHT = 900  # a part, to the views themselves, which is quick
ALL_THE_WAY = 200  # through every middleware
REFUSED = {400, 403, 404, 405, 409, 413, 415}

some_junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=3,
)
texts = st.sampled_from(["", "0", "\0", "\ud800", "=", "....", "০", "../x", "a" * 300])
numbers = st.sampled_from([0, -1, 1.0, True, 2**31, 2**63, 10**400])
near_misses = texts | numbers | st.sampled_from([[], {}, None])
content_types = st.sampled_from(
    ["application/json"] * 12
    + ["application/octet-stream"] * 4
    + ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)


def spoilt(draw, body):
    """A good envelope with up to three of its values changed or removed, perhaps cut short."""
    values = json.loads(body)
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(values) or ["uuid"]))
        values.pop(name, None)
        if draw(st.booleans()):
            values[name] = draw(near_misses | some_junk)
    if draw(st.integers(0, 9)) == 0:
        values["files"] = draw(st.lists(near_misses | some_junk, max_size=40))
    sent = json.dumps(values).encode("utf-8", "surrogatepass")
    return sent[: draw(st.integers(0, len(sent)))] if draw(st.integers(0, 4)) == 0 else sent


@st.composite
def requests(draw, record):
    """Method, address, body and content type of something that is not quite a request of ours."""
    (file,) = record.files
    method = draw(st.sampled_from(["POST"] * 8 + ["PUT"] * 4 + ["GET", "DELETE", "PATCH"]))
    uuids = st.sampled_from([record.uuid, file, str(uuid.UUID(int=0))])
    address = draw(
        st.just("/outbox/")
        if method == "POST"
        else st.builds("/outbox/{}/files/{}".format, uuids, uuids)
        | st.sampled_from(["/outbox/hello", "/outbox/receipts"])
    )
    kind = draw(st.integers(0, 5))
    if kind == 0:
        body = draw(st.binary(max_size=60))
    elif kind == 1:
        body = json.dumps(draw(some_junk)).encode("utf-8", "surrogatepass")
    elif kind == 2:
        body = b"[" * draw(st.integers(1, 100_000))
    else:
        body = spoilt(draw, record.body)
    return method, address, body, draw(content_types)


def bombard(times, part, record, ask):
    """Ask `times` times; everything is answered in JSON, refused or stored as a whole."""
    accepted = set()

    @seed(part)
    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(record))
    def one(request):
        method, _address, body, _content_type = request
        response = ask(*request)
        assert response.headers["Content-Type"] == "application/json", request
        if response.status_code in (200, 201) and method == "POST":
            accepted.add(json.loads(body)["uuid"])
        assert response.status_code in REFUSED | {200, 201}, request

    one()
    stored = Delivery.objects.all()
    assert {str(delivery.pk) for delivery in stored} == accepted
    assert all(
        delivery.files.count() == len(json.loads(bytes(delivery.body))["files"])
        for delivery in stored
    )
    assert not Activity.objects.exists()
    assert not DeliveredFile.objects.exclude(content=None).exists()


@pytest.mark.parametrize("part", [1, 2])
@pytest.mark.parametrize("times", SIZES)
def test_nothing_malformed_is_stored_or_breaks_a_view(times, part, cast, kept, jpeg, measured):
    factory = RequestFactory()

    def ask(method, address, body, content_type):
        caches["calls"].clear()
        request = factory.generic(method, address, body, content_type)
        request.user = cast.officer
        match = resolve(address)
        return match.func(request, **match.kwargs)

    bombard(times * STRAIGHT, part, kept(jpeg()), ask)
    measured("malformed requests to a view", f"{times * STRAIGHT:,}", "none stored, no error")


@pytest.mark.parametrize("times", SIZES)
def test_nothing_malformed_breaks_the_way_to_a_view(times, client, cast, kept, jpeg, measured):
    client.force_login(cast.officer)

    def ask(method, address, body, content_type):
        caches["calls"].clear()
        return client.generic(method, address, body, content_type)

    bombard(times * ALL_THE_WAY, 3, kept(jpeg()), ask)
    measured("malformed requests, all the way", f"{times * ALL_THE_WAY:,}", "none stored, no error")
