import io
import json
import uuid

import pytest
from django.utils import timezone
from PIL import Image

from activities.models import Activity
from outbox.encryption import keys
from outbox.services import Envelope, receive
from outbox.tests.phone import Phone
from outbox.tests.quarantine import fields, let_days_pass, page_of


@pytest.fixture
def meeting(cast):
    """The fields of a courtyard meeting, as the page of a new activity would send them."""
    group = f"g{cast.women_at_risk.pk}"

    def build(**changes):
        fields = {
            "id": str(uuid.uuid4()),
            "version": "0",
            "activity_type": str(cast.courtyard.pk),
            "day": timezone.localdate().isoformat(),
            "upazila": cast.chhagalnaiya.pk,
            "union": str(cast.mohamaya.pk),
            "venue": "পশ্চিম পাড়া, স্কুলের পাশের উঠান",
            "count_method": "head_count",
            f"{group}-girls": "৯",
            f"{group}-women": "১৯",
            f"{group}-first_time": "12",
            "summary": "পাচারের কৌশল নিয়ে কথা হয়েছে।",
            "submit": "1",
        }
        fields |= changes
        return [[name, value] for name, value in fields.items() if value is not None]

    return build


@pytest.fixture
def phone(cast):
    return Phone(cast.officer.pk, keys()[0].shown)


@pytest.fixture
def kept(phone, cast, meeting, tmp_path, settings):
    """A record kept on the officer's phone; photos as (name, bytes)."""
    settings.MEDIA_ROOT = tmp_path

    def make(*photos, envelope=None, **changes):
        fields = meeting(**changes)
        return phone.seal(fields, project=cast.project.slug, photos=photos, **(envelope or {}))

    return make


@pytest.fixture
def jpeg():
    def draw(number=0):
        drawn = io.BytesIO()
        Image.new("RGB", (40 + number, 30), "teal").save(drawn, "JPEG")
        return (f"উঠান {number}.jpg", drawn.getvalue())

    return draw


@pytest.fixture
def send(client, cast):
    """Send a record, then its files, as the officer unless told otherwise."""

    def post(record, *, by=cast.officer, files=True):
        client.force_login(by)
        answer = client.post("/outbox/", record.body, content_type="application/json")
        for file, sealed in record.files.items() if files else ():
            answer = send_file(client, record, file, sealed)
        return answer

    return post


def send_file(client, record, file, sealed):
    address = f"/outbox/{record.uuid}/files/{file}"
    return client.put(address, sealed, content_type="application/octet-stream")


def told(answer):
    return answer.status_code, json.loads(answer.content)


@pytest.fixture
def the_activity():
    return lambda record: Activity.objects.get(pk=record.uuid)


@pytest.fixture
def brought(cast, kept):
    """A record of the officer's that their manager has brought; the phone has not sent it yet."""
    record = kept()
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    return record


@pytest.fixture
def log_without(client, cast, send, meeting, the_activity):
    """Send a record without its photos; two days later its manager logs it."""

    def log(record, **changes):
        send(record, files=False)
        let_days_pass(2)
        client.force_login(cast.manager)
        client.post(page_of(record), fields(meeting, **changes))
        return the_activity(record)

    return log
