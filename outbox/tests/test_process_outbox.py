"""The command that the timer runs."""

import datetime
from io import StringIO

import pgtrigger
import pytest
from django.core.management import call_command
from django.utils import timezone

from outbox import processing
from outbox.encryption import new_key
from outbox.models import DeliveredFile, Delivery
from outbox.services import Envelope, receive
from outbox.tests.conftest import send_file
from outbox.tests.quarantine import fields, page_of

pytestmark = pytest.mark.django_db


def run(*options):
    out = StringIO()
    call_command("process_outbox", *options, stdout=out)
    return out.getvalue()


def let_days_pass(days):
    """Since it was received and logged; the database would refuse it to anybody else."""
    before = timezone.now() - datetime.timedelta(days=days)
    with pgtrigger.ignore():
        DeliveredFile.objects.filter(received_at__isnull=False).update(received_at=before)
        DeliveredFile.objects.filter(became_evidence_at__isnull=False).update(
            became_evidence_at=before
        )


def test_what_was_cut_short_is_read(cast, kept, the_activity):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)

    told = run()

    assert told == "Records read: 1. Sealed photos let go of: 0.\n"
    assert the_activity(record).status == "submitted"
    assert run() == "Records read: 0. Sealed photos let go of: 0.\n"


def test_what_somebody_is_reading_just_now_is_left_to_them(cast, kept):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    Delivery.objects.begin(record.uuid)

    assert run().startswith("Records read: 0.")


@pytest.mark.parametrize(("days", "kept_still"), [(29, True), (31, False)])
def test_sealed_photos_go_a_month_after_they_became_evidence(
    kept, send, jpeg, the_activity, days, kept_still
):
    record = kept(jpeg())
    send(record)
    let_days_pass(days)

    run()
    run()

    file = DeliveredFile.objects.get()
    assert (file.content is not None) is kept_still
    assert file.received_at
    assert the_activity(record).evidence.count() == 1


def test_sealed_photos_of_what_was_not_logged_stay(kept, send, jpeg):
    send(kept(jpeg(), venue=""))
    let_days_pass(400)

    run()

    assert DeliveredFile.objects.get().content is not None


def test_a_photo_that_a_reviewer_left_out_stays(client, cast, kept, send, jpeg, meeting):
    record = kept(jpeg(1), jpeg(2), venue="")
    send(record)
    wanted, left_out = record.files
    client.force_login(cast.manager)
    client.post(page_of(record), fields(meeting) | {"leave_out": [left_out]})
    let_days_pass(31)

    run()

    assert DeliveredFile.objects.get(uuid=wanted).content is None
    assert DeliveredFile.objects.get(uuid=left_out).content is not None


def test_a_photo_that_came_too_late_stays(client, cast, kept, jpeg):
    record = kept(jpeg())
    (file,) = record.files
    delivery, _is_new = receive(Envelope.read(record.body), cast.officer)
    Delivery.objects.filter(pk=delivery.pk).update(state="logged")
    client.force_login(cast.officer)
    send_file(client, record, file, record.files[file])
    let_days_pass(400)

    run()

    assert DeliveredFile.objects.get().content is not None


def test_a_late_photo_that_could_not_be_put_with_its_activity_is_tried_again(
    kept, send, jpeg, log_without, the_activity, monkeypatch
):
    record = kept(jpeg())
    log_without(record)

    def full(*args, **options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(processing, "add_evidence", full)
        send(record)
        assert not the_activity(record).evidence.exists()

    run()

    assert the_activity(record).evidence.count() == 1


def test_a_late_photo_of_what_is_approved_is_not_tried_again_and_again(
    cast, kept, send, jpeg, log_without, caplog
):
    record = kept(jpeg())
    activity = log_without(record)
    activity.approve(by=cast.administrator, version=activity.version)
    with caplog.at_level("INFO", logger="outbox"):
        send(record)
        assert len(caplog.records) == 1

        run()

    assert len(caplog.records) == 1
    assert DeliveredFile.objects.get().content is not None


def test_what_could_not_be_opened_is_tried_again_when_the_key_is_back(kept, send, settings):
    record, keys = kept(), settings.OUTBOX_KEYS
    settings.OUTBOX_KEYS = new_key(2048)
    send(record)
    settings.OUTBOX_KEYS += keys
    send(kept(venue=""))

    run()
    assert set(Delivery.objects.values_list("trouble", flat=True)) == {"sealed", "form"}
    run("--again")

    assert set(Delivery.objects.values_list("trouble", flat=True)) == {"", "form"}
