"""Whatever a phone is answered, and whenever: the record is on it, or in the log, once."""

import pytest
from django.db import connection, transaction

from activities.models import Activity, Evidence
from outbox.models import Delivery
from tests.browser.faults import AFTER, BEFORE, DURING, Answer, Between, Fault, refusal
from tests.browser.phone import HELD, KEEP, NEW, as_text, fill_in, inside, photo
from tests.locks import wait_until_somebody_waits

pytestmark = pytest.mark.browser

# What the phone is answered, and what it makes of that.
ANSWERS = {
    "302": (Answer(302, headers=(("Location", "/accounts/login/?next=/outbox/"),)), "redirected"),
    "400": (refusal(400, "malformed"), "malformed"),
    "401": (refusal(401, "signed_out"), "signed_out"),
    "403": (refusal(403, "csrf"), "csrf"),
    "404": (refusal(404, "unknown"), "unknown"),
    "409": (refusal(409, "conflict"), "conflict"),
    "413": (refusal(413, "too_large"), "too_large"),
    "422": (Answer(422), "refused"),
    "429": (refusal(429, "too_many", **{"Retry-After": "600"}), "too_many"),
    "500": (Answer(500), "refused"),
    "502": (Answer(502), "refused"),
    "503": (Answer(503), "refused"),
    "504": (Answer(504), "refused"),
    "a hang": (Answer(way="hang"), "timeout"),
    "a reset": (Answer(way="reset"), "network"),
    "HTML with 200": (Answer(200), "unreadable"),
    "half a JSON": (Answer(way="half"), "unreadable"),
}
MOMENTS = (BEFORE, DURING, AFTER)
OF_A_PHOTO = ("401", "500", "a hang", "a reset", "half a JSON")
# What the server writes to before it answers; while it is locked, it cannot.
WRITTEN_TO = {"POST": "outbox_delivery", "PUT": "activities_evidence"}
SEND = "window.round = queue.flush({ now: true }); return null;"
LONGER_THAN_PATIENCE = {"POST": 31_000, "PUT": 121_000}
RECEIVED = {"body": "gone", "files": "gone", "error": None, "state": "logged"}


@pytest.fixture
def between(live_server):
    between = Between(live_server.thread.port)
    yield between
    between.stop()


@pytest.fixture
def officer(visit, between, settings, tmp_path):
    """At the form, filled in once; nothing is sent but what the test sends."""
    settings.MEDIA_ROOT = tmp_path / "media"
    page = visit("officer", base_url=between.url, service_workers="block")
    page.route("**/outbox/shell.js", lambda route: route.abort())
    page.clock.install()
    page.goto(NEW)
    fill_in(page, "পশ্চিম পাড়া")
    inside(page, "await queue.greet();")
    return page


def spoiled(officer, between, fault, venue):
    """Keep a record and send it into the fault: its id, and how it lies on the phone then."""
    [record] = inside(officer, KEEP, [{"venue": venue, "photo": as_text(photo())}])
    between.spoil(fault)
    inside(officer, SEND)
    assert between.met.wait(20), "Nothing was sent."
    if fault.moment == DURING:
        wait_until_somebody_waits()
        between.is_at_work.set()
    if fault.answer.way == "hang":
        officer.clock.fast_forward(LONGER_THAN_PATIENCE[fault.method])
    inside(officer, "await window.round;")
    return record["uuid"], inside(officer, HELD, record["uuid"])


def sent_again(officer, between, uuid):
    """Send without the fault: how the record lies there then, but for its receipt."""
    between.heal()
    inside(officer, SEND)
    inside(officer, "await window.round;")
    held = inside(officer, HELD, uuid)
    delivery = Delivery.objects.get(pk=uuid)
    assert held.pop("receipt") == delivery.receipt
    del held["attempts"]
    return held


def what_goes_wrong(officer, between, name, method, moment):
    """Every difference from: kept meanwhile, and stored once afterwards."""
    answer, code = ANSWERS[name]
    venue = f"পশ্চিম পাড়া, {name}, {moment}"
    fault = Fault(method, moment, answer)
    with transaction.atomic(), connection.cursor() as cursor:
        if moment == DURING:
            cursor.execute(f"LOCK TABLE {WRITTEN_TO[method]} IN SHARE MODE")
        uuid, held = spoiled(officer, between, fault, venue)
        arrived = Delivery.objects.filter(pk=uuid).count()
    kept = {"body": "kept", "files": "kept", "error": code, "attempts": 1}
    wrong = [f"{key}: {held[key]}" for key in kept if held[key] != kept[key]]
    if arrived != (method == "PUT" or moment == AFTER):
        wrong.append(f"{arrived} with the server")
    if bool(held["receipt"]) != (method == "PUT" and code != "unknown"):
        wrong.append("receipt")
    if sent_again(officer, between, uuid) != RECEIVED:
        wrong.append("not received")
    stored = Activity.objects.filter(venue=venue)
    if [str(activity.pk) for activity in stored] != [uuid]:
        wrong.append(f"{len(stored)} activities")
    return wrong


@pytest.mark.parametrize(
    "times",
    [pytest.param(1, id="short"), pytest.param(3, id="full", marks=pytest.mark.slow)],
)
@pytest.mark.parametrize(("method", "answers"), [("POST", list(ANSWERS)), ("PUT", OF_A_PHOTO)])
def test_whatever_is_answered_it_is_kept_or_stored_once(
    officer, between, method, answers, times, measured
):
    """At one moment for each answer, so that each moment has its turn; or at all three."""
    cases = [
        (name, MOMENTS[(number + later) % 3])
        for number, name in enumerate(answers)
        for later in range(times)
    ]

    wrong = {case: what_goes_wrong(officer, between, case[0], method, case[1]) for case in cases}

    assert {case: found for case, found in wrong.items() if found} == {}
    assert {moment for _name, moment in cases} == set(MOMENTS)
    assert Activity.objects.count() == Evidence.objects.count() == times * len(answers)
    measured(f"answers to {method}", f"{len(cases)} answers", "each kept or stored once")
