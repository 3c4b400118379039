"""What phones sent under each version of the form still becomes an activity, box for box."""

import datetime
import json
from pathlib import Path

import pytest

from activities.forms import FORM_VERSION
from activities.forms.activity import ActivityForm
from activities.forms.counts import MaterialForm, PeopleForm
from activities.forms.decisions import DecisionForm
from activities.models import Activity
from outbox.models import Delivery
from outbox.tests.conftest import send_file, told
from outbox.tests.phone import Record
from outbox.tests.village import (
    COMMITTEE,
    COURTYARD,
    GROUPS,
    LEAFLETS,
    MATERIAL,
    OFFICER,
    SITTING,
    UNION,
    village,
)

GOLDEN = Path(__file__).parent / "golden"

# What each version of the form calls its boxes. A box that is renamed or taken away is another
# version: see outbox/form_versions.py. One that is added is not, but is added here.
NAMES = {
    1: {
        ActivityForm: (
            "activity_type committee count_method day decisions ends_on had_quorum has_consent id "
            "is_another names_nobody photos starts_on summary union upazila venue version"
        ),
        PeopleForm: (
            "boys first_time girls men men_60 men_unrecorded third_gender unrecorded "
            "with_disability women women_60 women_unrecorded"
        ),
        MaterialForm: "quantity",
        DecisionForm: "due_on owner pk text",
    }
}


PAYLOADS = ("body", "committee", "materials")


def the_record(version, name="body"):
    folder = GOLDEN / f"form-{version}"
    body = (folder / f"{name}.json").read_bytes()
    envelope = json.loads(body)
    photo = folder / "photo.sealed"
    files = {file["uuid"]: photo.read_bytes() for file in envelope["files"]}
    return Record(envelope["uuid"], body, files)


@pytest.fixture
def received(db, client, settings, tmp_path):
    """Send a golden payload of a version, as its officer: what the server answered."""
    settings.MEDIA_ROOT = tmp_path

    def receive(version, name="body"):
        settings.OUTBOX_KEYS = (GOLDEN / f"form-{version}" / "key.pem").read_text()
        record = the_record(version, name)
        client.force_login(village())
        answer = client.post("/outbox/", record.body, content_type="application/json")
        for file, sealed in record.files.items():
            answer = send_file(client, record, file, sealed)
        return told(answer)

    return receive


def test_form_1_is_read_box_for_box(received):
    status, receipt = received(1)

    activity = Activity.objects.get()
    rows = {row.target_group_id: row for row in activity.participations.all()}
    photo = activity.evidence.get()
    assert (status, receipt["state"], receipt["status"]) == (201, "logged", "submitted")
    assert (str(activity.pk), activity.project.slug) == (receipt["uuid"], "courtyards")
    assert (activity.officer_id, activity.activity_type_id) == (OFFICER, COURTYARD)
    assert (activity.upazila_id, activity.union_id) == ("BD20300014", UNION)
    assert activity.starts_on == datetime.date(2025, 6, 22)
    assert activity.ends_on == datetime.date(2025, 6, 23)
    assert activity.venue == "পশ্চিম পাড়া, স্কুলের পাশের উঠান"
    assert activity.count_method == "register"
    assert activity.summary == "পাচারের কৌশল নিয়ে কথা হয়েছে।\nসবাই শুনেছেন।"
    assert activity.decisions == "পরের মাসে আবার বসা হবে।"
    assert {pk: boxes(row) for pk, row in rows.items()} == {
        GROUPS[0]: {
            "female_0_17": 9,
            "male_0_17": 8,
            "female_18_59": 17,
            "female_60_plus": 2,
            "female_unrecorded": 5,
            "male_18_59": 11,
            "male_60_plus": 3,
            "male_unrecorded": 6,
            "third_gender_unrecorded": 1,
            "unrecorded_unrecorded": 7,
            "people": 69,
            "first_time": 12,
            "with_disability": 4,
        },
        GROUPS[1]: {
            "female_0_17": 10,
            "male_0_17": 11,
            "female_18_59": 1003,
            "female_60_plus": 9,
            "female_unrecorded": 6,
            "male_18_59": 5,
            "male_60_plus": 8,
            "male_unrecorded": 5,
            "third_gender_unrecorded": 2,
            "unrecorded_unrecorded": 4,
            "people": 1063,
            "first_time": 14,
            "with_disability": 7,
        },
    }
    assert (photo.name, photo.content_type, photo.has_consent) == ("উঠান ১.jpg", "image/jpeg", True)
    assert photo.sha256 == "b5fbf9591d30a0c6886f3c56b4f43a5b350a41fdb9f6641dd223c0e66b6d7f76"
    assert Delivery.objects.get().form_version == 1


def boxes(row):
    """The numbers of a row that are not zero, by column."""
    numbers = {field.name: getattr(row, field.name) for field in row._meta.fields}
    others = ("id", "activity", "target_group")
    return {name: value for name, value in numbers.items() if value and name not in others}


def test_the_sitting_of_a_committee_is_read_box_for_box(received):
    received(1, "committee")

    activity = Activity.objects.get()
    decided = activity.committee_decisions.order_by("pk").values_list("text", "owner", "due_on")
    assert (activity.activity_type_id, activity.committee_id) == (SITTING, COMMITTEE)
    assert activity.had_quorum is True
    assert activity.participations.get().female_18_59 == 6
    assert list(decided) == [
        ("স্কুলে সভা করা হবে।", "প্রধান শিক্ষক", datetime.date(2025, 7, 15)),
        ("হাটে লিফলেট দেওয়া হবে।", "ইউপি সদস্য", None),
        ("তালিকা হালনাগাদ করা হবে।", "কমিটির সচিব", datetime.date(2025, 8, 1)),
    ]


def test_what_was_handed_out_is_read_box_for_box(received):
    received(1, "materials")

    activity = Activity.objects.get()
    handed_out = activity.distributions.get()
    assert activity.activity_type_id == LEAFLETS
    assert (handed_out.material_id, handed_out.quantity) == (MATERIAL, 1250)
    assert not activity.participations.exists()


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("version", range(1, FORM_VERSION + 1))
def test_every_version_of_the_form_has_its_golden_payloads(received, version, name):
    _, receipt = received(version, name)

    assert (receipt["state"], receipt["missing"]) == ("logged", [])
    assert json.loads(the_record(version, name).body)["form"] == version


def test_no_box_is_renamed_without_another_version():
    today = {part: " ".join(sorted(part.base_fields)) for part in NAMES[FORM_VERSION]}

    assert today == NAMES[FORM_VERSION]
