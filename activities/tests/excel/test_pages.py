"""The round trip: a sheet is downloaded, filled in, uploaded, looked at and confirmed."""

import datetime
from io import BytesIO

import pytest
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from activities.models import Activity, Distribution, Import, Participation
from activities.tests.excel.sheets import a_row, as_file, last_month, outcomes
from tests.factories import MaterialFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


def test_a_sheet_goes_out_and_comes_back_as_what_was_written_in_it(office, cast):
    asked = {"upazila": cast.chhagalnaiya.pk, "month": f"{last_month():%Y-%m}"}
    download = office.client.get(reverse("imports:template"), asked)
    book = load_workbook(BytesIO(b"".join(download.streaming_content)))
    for code, value in a_row(summary="পাচারের কৌশল", ends_on=None).items():
        book.worksheets[0].cell(2, office.places[code], value)

    upload = office.send(as_file(book))
    page = office.client.get(upload.get_absolute_url())
    saved_before = Activity.objects.count()
    office.confirm(upload)

    activity = Activity.objects.get()
    row = activity.participations.get()
    held_on = last_month() + datetime.timedelta(days=4)
    assert "1 activity will be created" in page.content.decode()
    assert saved_before == 0
    assert (activity.status, activity.officer) == ("submitted", cast.officer)
    assert (activity.project, activity.upazila) == (cast.project, cast.chhagalnaiya)
    assert (activity.activity_type, activity.union) == (cast.courtyard, cast.mohamaya)
    assert (activity.starts_on, activity.ends_on) == (held_on, held_on)
    assert (activity.venue, activity.summary) == ("স্কুলের পাশের উঠান", "পাচারের কৌশল")
    assert (activity.count_method, activity.version) == ("head_count", 2)
    assert (row.target_group, row.people, row.first_time) == (cast.women_at_risk, 28, 12)
    assert (row.female_0_17, row.female_18_59, row.female_60_plus) == (9, 15, 4)


def test_several_groups_of_one_activity_are_rows_of_it(office, cast):
    cast.project.target_groups.add(TargetGroupFactory(code="men", name_en="Men of the para"))

    upload = office.upload(
        a_row(summary="ছবি দেখানো হয়েছে"), a_row(target_group="men", girls=None, men=7, women=5)
    )
    office.confirm(upload)

    activity = Activity.objects.get()
    assert sorted(part.people for part in activity.participations.all()) == [12, 28]
    assert activity.summary == "ছবি দেখানো হয়েছে"


def test_materials_are_stored_as_pieces(office, cast):
    leaflet = MaterialFactory(code="leaflet")
    poster = MaterialFactory(code="poster", activity_type=leaflet.activity_type)
    office = office.anew()

    upload = office.upload(
        {
            "activity_type": leaflet.activity_type.name_en,
            "union": "Municipality, or the whole upazila",
            "venue": "বাজার",
            "starts_on": last_month(),
            "material:leaflet": "১,২০০",
            "material:poster": 30,
        }
    )
    office.confirm(upload)

    assert Activity.objects.get().union is None
    assert dict(Distribution.objects.values_list("material", "quantity")) == {
        leaflet.pk: 1200,
        poster.pk: 30,
    }
    assert not Participation.objects.exists()


def test_the_same_file_twice_creates_nothing(office):
    office.confirm(office.upload(a_row()))

    again = office.upload(a_row())
    page = office.client.get(again.get_absolute_url()).content.decode()
    office.confirm(again)

    assert outcomes(again) == ["duplicate"]
    assert "There is nothing new in this sheet" in page
    assert Activity.objects.count() == 1


def test_it_stays_the_same_activity_after_an_edit(office):
    """Its id is made of what the sheet said; what somebody put right later is not undone."""
    office.confirm(office.upload(a_row()))
    Activity.objects.update(venue="অন্য কোথাও", starts_on=last_month())

    again = office.upload(a_row())
    office.confirm(again)

    assert outcomes(again) == ["duplicate"]
    assert Activity.objects.get().venue == "অন্য কোথাও"


def test_confirming_twice_stores_once(office):
    upload = office.upload(a_row())

    office.confirm(upload)
    response = office.confirm(upload)

    assert Activity.objects.count() == 1
    assert "1 activity is in the log" in response.content.decode()


def test_nothing_can_be_confirmed_as_long_as_a_row_is_wrong(office):
    upload = office.upload(a_row(), a_row(venue=None))

    response = office.confirm(upload)

    assert response.status_code == 422
    assert "As long as a row is wrong, nothing is saved." in response.content.decode()
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("manager", "step"),
    [(Participation.objects, "bulk_create"), (Activity.objects, "drafts")],
    ids=["the_parts", "to_submit"],
)
def test_what_breaks_in_the_middle_leaves_nothing(office, monkeypatch, manager, step):
    upload = office.upload(a_row(), a_row(venue="বাজার"))

    def dies(*_args, **_options):
        raise IntegrityError("the server went away")

    monkeypatch.setattr(manager, step, dies)
    response = office.confirm(upload)

    upload.refresh_from_db()
    assert not Activity.objects.exists()
    assert not Participation.objects.exists()
    assert upload.confirmed_at is None
    assert upload.results == []
    assert "Nothing was saved; it is checked once more." in response.content.decode()


def test_what_the_database_refuses_leaves_nothing(office, cast):
    upload = office.upload(a_row(), a_row(venue="বাজার"))
    cast.courtyard.counts = "materials"
    cast.courtyard.save()

    office.confirm(upload)

    assert not Activity.objects.exists()


def test_an_activity_like_one_of_the_log_is_left_out_unless_it_is_another(office, cast, logged):
    logged(
        upazila=cast.chhagalnaiya,
        starts_on=last_month() + datetime.timedelta(days=4),
        venue="স্কুলের উঠান",
        status="submitted",
    )
    first = office.upload(a_row(), a_row(venue="নদীর ঘাট"))

    page = office.client.get(first.get_absolute_url()).content.decode()
    office.confirm(first)
    left_out = Activity.objects.count()
    second = office.upload(a_row(), a_row(venue="নদীর ঘাট"))
    office.confirm(second, are_others="on")

    assert outcomes(first) == ["alike", "new"]
    assert "1 activity looks like one in the log" in page
    assert left_out == 2
    assert outcomes(second) == ["alike", "duplicate"]
    assert Activity.objects.count() == 3


def test_what_may_name_somebody_is_ticked_before_it_is_stored(office):
    upload = office.upload(a_row(summary="যোগাযোগ ০১৭১২৩৪৫৬৭৮"))

    refused = office.confirm(upload)
    stored_before = Activity.objects.count()
    office.confirm(upload, names_nobody="on")

    assert refused.status_code == 422
    assert "০১৭১২৩৪৫৬৭৮" in refused.content.decode()
    assert stored_before == 0
    assert Activity.objects.count() == 1


def test_a_new_upload_replaces_the_last_and_old_ones_are_removed(office):
    first = office.upload(a_row())
    old = office.upload(a_row())
    Import.objects.filter(pk=old.pk).update(
        month=last_month().replace(year=2020), created_at="2020-01-01T00:00Z"
    )

    last = office.upload(a_row())

    assert set(Import.objects.values_list("pk", flat=True)) == {last.pk}
    assert first.pk != old.pk


def test_what_is_confirmed_is_kept_in_the_log_alone(office):
    upload = office.upload(a_row(summary="কথা"))

    office.confirm(upload)

    upload.refresh_from_db()
    assert (upload.rows, upload.results, upload.stored, upload.skipped) == ([], [], 1, 0)


def test_every_trigger_watches_over_what_is_stored(office, cast):
    """Told that none is ignored, they let nothing through that they would not let through else."""
    upload = office.upload(a_row())
    upload.results[0]["activity"]["starts_on"] = "1999-01-01"
    upload.save()

    office.confirm(upload)

    assert not Activity.objects.exists()


def test_its_history_begins_with_whoever_confirmed(office, cast):
    office.confirm(office.upload(a_row()))

    page = office.client.get(Activity.objects.get().get_absolute_url())

    assert [(step.who, step.label) for step in page.context["history"]] == [
        (cast.officer, "Submitted")
    ]
