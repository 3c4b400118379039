"""Photos that come after a reviewer logged their record without them."""

import pytest
from django.utils import timezone

from activities.models import Activity
from outbox.models import DeliveredFile, Delivery
from outbox.tests.conftest import send_file
from outbox.tests.quarantine import fields, page_of
from outbox.tests.test_copies import copy_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def send_photo(client, cast):
    """The record's only photo, as its officer."""

    def put(record):
        ((file, sealed),) = record.files.items()
        client.force_login(cast.officer)
        return send_file(client, record, file, sealed)

    return put


def receipt_page(client, who):
    who.language = "en"
    who.save()
    client.force_login(who)
    return client.get(Delivery.objects.get().get_absolute_url()).content.decode()


def approve(activity, by):
    Activity.objects.filter(pk=activity.pk).update(
        status="approved", reviewed_by=by, reviewed_at=timezone.now()
    )


def test_a_late_photo_is_put_with_the_activity(cast, kept, jpeg, log_without, send_photo):
    record = kept(jpeg())
    activity = log_without(record)

    send_photo(record)
    send_photo(record)

    evidence = activity.evidence.get()
    assert (evidence.name, evidence.uploaded_by) == ("উঠান 0.jpg", cast.officer)
    assert DeliveredFile.objects.get().became_evidence_at


@pytest.mark.parametrize(("said", "agreed"), [({"has_consent": "on"}, True), ({}, False)])
def test_consent_is_what_the_reviewer_let_stand(kept, jpeg, log_without, send_photo, said, agreed):
    record = kept(jpeg(), has_consent="on")
    activity = log_without(record, **said)

    send_photo(record)

    assert activity.evidence.get().has_consent is agreed


def test_nobody_approves_what_they_did_not_see(client, cast, kept, jpeg, log_without, send_photo):
    record = kept(jpeg())
    activity = log_without(record)

    send_photo(record)
    client.force_login(cast.administrator)
    client.post(f"{activity.get_absolute_url()}approve/", {"version": activity.version})

    seen, activity = activity.version, Activity.objects.get()
    assert (activity.status, activity.version) == ("submitted", seen + 1)


def test_of_one_that_is_approved_the_receipt_leads_to_the_photo(
    client, cast, kept, jpeg, log_without, send_photo
):
    record = kept(jpeg())
    activity = log_without(record)
    approve(activity, cast.administrator)

    answer = send_photo(record)

    (file,) = record.files
    page = receipt_page(client, cast.manager)
    assert (answer.status_code, answer.json()["missing"]) == (201, [])
    assert not activity.evidence.exists()
    assert f"{page_of(record)}files/{file}/" in page
    assert "It came too late" in page
    assert client.get(f"{page_of(record)}files/{file}/").status_code == 200


def test_what_a_reviewer_left_out_stays_out_and_the_receipt_leads_to_it(
    client, cast, kept, send, jpeg, meeting, the_activity, send_photo
):
    record = kept(jpeg(), venue="")
    send(record)
    (file,) = record.files
    client.force_login(cast.manager)
    client.post(page_of(record), fields(meeting) | {"leave_out": [file]})

    send_photo(record)

    page = receipt_page(client, cast.officer)
    assert not the_activity(record).evidence.exists()
    assert f"{page_of(record)}files/{file}/" in page
    assert "A reviewer left it out." in page


def test_a_late_photo_that_is_none_is_received_all_the_same(kept, log_without, send_photo):
    record = kept(("bad.jpg", b"<script>"))
    activity = log_without(record)

    answer = send_photo(record)

    assert (answer.status_code, answer.json()["missing"]) == (201, [])
    assert not activity.evidence.exists()


def test_a_copy_brings_the_late_photo(client, cast, kept, jpeg, log_without, tmp_path):
    record = kept(jpeg())
    activity = log_without(record)
    client.force_login(cast.officer)
    path = tmp_path / "copy.sutro"
    path.write_text(copy_of(record))

    with path.open("rb") as copy:
        client.post("/outbox/copies/", {"copy": copy})

    assert activity.evidence.count() == 1


def test_an_activity_holds_ten_files_at_most(cast, kept, jpeg, log_without, send_photo):
    record = kept(jpeg())
    activity = log_without(record)
    for number in range(10):
        activity.evidence.create(
            name="a.jpg",
            content_type="image/jpeg",
            size=1,
            sha256=str(number),
            uploaded_by=cast.officer,
        )

    send_photo(record)

    assert activity.evidence.count() == 10
    assert Activity.objects.get().version == activity.version


def test_all_that_came_in_time_is_with_the_activity(client, cast, kept, send, jpeg):
    send(kept(jpeg()))

    assert "not with the activity" not in receipt_page(client, cast.officer)
