"""Reading into the log what was received: whatever is wrong with it, it is kept."""

import json

import pytest
from django.utils import timezone

from activities.models import Activity
from outbox import form_versions
from outbox.encryption import new_key
from outbox.envelope import Envelope
from outbox.models import Delivery
from outbox.processing import read_into_log
from outbox.services import receive
from outbox.tests.conftest import told
from outbox.tests.quarantine import state as outcome
from tests.factories import ActivityFactory, PlannedActivityFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_what_the_form_refuses_is_quarantined_with_its_receipt(cast, kept, send):
    record = kept(venue="")

    status, receipt = told(send(record))

    assert (status, receipt["state"], receipt["uuid"]) == (201, "quarantined", record.uuid)
    assert outcome() == ("quarantined", "form")
    assert Delivery.objects.get().upazila == cast.chhagalnaiya
    assert not Activity.objects.exists()


def test_a_draft_arrives_as_a_draft(kept, send, the_activity):
    record = kept(submit=None, draft="1", venue="")

    _, receipt = told(send(record))

    assert (receipt["state"], receipt["status"]) == ("logged", "draft")
    assert the_activity(record).status == "draft"


def test_a_draft_its_author_deleted_does_not_come_back(kept, send):
    record = kept(submit=None, draft="1")
    send(record)
    Activity.objects.all().delete()

    _, receipt = told(send(record))

    assert (receipt["state"], receipt["status"]) == ("logged", "")
    assert not Activity.objects.exists()


def test_what_was_begun_from_the_plan_points_back_to_it(cast, kept, send, the_activity):
    entry = PlannedActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        day=timezone.localdate(),
        planned_by=cast.officer,
    )
    record = kept(envelope={"planned": entry.pk})

    send(record)

    assert the_activity(record).planned == entry


def test_it_is_perhaps_logged_already_a_person_decides(cast, kept, send):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        starts_on=timezone.localdate(),
        venue="পশ্চিম পাড়া, স্কুলের পাশের উঠান",
    )

    send(kept())

    assert outcome() == ("quarantined", "form")


def test_the_number_of_somebody_elses_activity_is_not_taken(cast, kept, send):
    others = ActivityFactory(project=cast.project, officer=cast.stranger, upazila=cast.akhaura)

    send(kept(envelope={"pk": str(others.pk)}))

    assert outcome() == ("quarantined", "taken")
    assert Activity.objects.get().officer == cast.stranger


def test_a_photo_that_is_none_is_looked_at_by_a_person(kept, send):
    send(kept(("উঠান.jpg", b"no photo")))

    assert outcome() == ("quarantined", "form")


# Rights are those of the moment it is read.


def test_an_author_who_lost_the_upazila_loses_no_record(cast, kept, send):
    record = kept()
    cast.officer.upazilas.remove(cast.chhagalnaiya)

    status, _ = told(send(record))

    assert status == 201
    assert outcome() == ("quarantined", "rights")


def test_an_author_who_may_no_longer_work_in_the_project_loses_no_record(cast, kept, send):
    record = kept()
    cast.project.upazilas.clear()

    send(record)

    assert outcome()[0] == "quarantined"
    assert not Activity.objects.exists()


def test_an_author_who_was_deactivated_meanwhile_logs_nothing(cast, kept, phone):
    record = kept()
    receive(Envelope.read(record.body), cast.officer)
    cast.officer.is_active = False
    cast.officer.save()

    read_into_log(record.uuid)

    assert outcome() == ("quarantined", "rights")


# Sealed.


def test_what_was_sealed_for_an_older_key_is_opened(kept, send, settings, the_activity):
    record = kept()
    settings.OUTBOX_KEYS = new_key(2048) + settings.OUTBOX_KEYS

    send(record)

    assert the_activity(record)


def test_what_no_key_opens_is_kept(kept, send, settings):
    record = kept()
    settings.OUTBOX_KEYS = new_key(2048)

    status, _ = told(send(record))

    assert status == 201
    assert outcome() == ("quarantined", "sealed")
    assert bytes(Delivery.objects.get().body) == record.body


def test_what_was_sealed_under_another_number_is_not_opened(kept, send):
    first, second = kept(), kept()
    moved = first.body.replace(first.uuid.encode(), second.uuid.encode())

    second.body = moved
    send(second)

    assert outcome() == ("quarantined", "sealed")


def test_no_photo_is_struck_off_the_list_on_the_way(kept, send, jpeg):
    record = kept(jpeg(), envelope={"files": []})
    record.files.clear()

    send(record)

    assert outcome() == ("quarantined", "unreadable")


# Forms change.


def test_a_record_of_an_older_form_is_brought_up_to_date(kept, send, monkeypatch, the_activity):
    def renamed(data):
        data["venue"] = data.pop("place")[0]

    record = kept(venue=None, place="মাঝি বাড়ি")
    monkeypatch.setattr(form_versions, "FORM_VERSION", 2)
    monkeypatch.setitem(form_versions.CHANGES, 1, renamed)

    send(record)

    assert the_activity(record).venue == "মাঝি বাড়ি"


def test_a_form_that_was_changed_without_saying_how_leaves_older_records_to_a_person(
    kept, send, monkeypatch, jpeg
):
    record = kept(jpeg())
    monkeypatch.setattr(form_versions, "FORM_VERSION", 2)

    _, receipt = told(send(record))

    assert receipt["state"] == "quarantined"
    assert outcome() == ("quarantined", "unreadable")


def test_a_record_of_a_newer_form_waits_for_the_newer_server(kept, send):
    send(kept(envelope={"form": 2}))

    assert outcome() == ("quarantined", "newer")


# Copies that somebody carried.


def test_what_somebody_carried_is_looked_at_first(cast, kept):
    record = kept()

    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)
    read_into_log(record.uuid)

    assert outcome() == ("quarantined", "copy")


def test_the_author_vouches_for_a_copy_by_sending_it(cast, kept, send, jpeg):
    record = kept(jpeg())
    receive(Envelope.read(record.body), cast.officer, carried_by=cast.manager)

    _, receipt = told(send(record))

    assert receipt["state"] == "logged"


def test_who_sends_as_their_own_what_another_sealed_is_not_let_read_it(
    client, cast, kept, jpeg, send
):
    thief = UserFactory(username="thief", upazilas=[cast.chhagalnaiya])
    record = kept(jpeg())
    [file] = record.files
    record.body = json.dumps(json.loads(record.body) | {"author": thief.pk}).encode()

    _, receipt = told(send(record, by=thief))

    assert receipt["state"] == "quarantined"
    assert outcome() == ("quarantined", "unreadable")
    assert not Activity.objects.exists()
    assert client.get(f"/outbox/quarantine/{record.uuid}/files/{file}/").status_code == 404
    client.force_login(cast.manager)
    assert "পশ্চিম পাড়া" not in client.get(f"/outbox/quarantine/{record.uuid}/").content.decode()


def test_a_phone_whose_clock_began_anew_loses_nothing(kept, send):
    record = kept(envelope={"kept_at": "1970-01-01T00:10:00.000Z"})

    status, receipt = told(send(record))

    assert (status, receipt["state"]) == (201, "logged")


@pytest.mark.parametrize("name", ["..", "/", "C:\\"])
def test_a_photo_without_a_name_is_a_photo(kept, send, jpeg, the_activity, name):
    record = kept((name, jpeg()[1]))

    send(record)

    assert the_activity(record).evidence.get().name == "photo.jpg"
