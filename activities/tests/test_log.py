"""Logging an activity: what the form offers and what it keeps."""

import datetime

import pytest

from activities.models import Activity, Distribution, Participation
from tests.factories import ActivityFactory, MaterialFactory, ProjectFactory

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"


def test_an_officer_logs_a_courtyard_meeting_in_bangla_digits(officer, cast, sent):
    data = sent()

    response = officer.post(NEW, data)

    activity = Activity.objects.get()
    row = activity.participations.get()
    assert response.url == activity.get_absolute_url()
    assert str(activity.pk) == data["id"]
    assert (activity.status, activity.officer) == ("submitted", cast.officer)
    assert (activity.upazila, activity.union) == (cast.chhagalnaiya, cast.mohamaya)
    assert (row.female_0_17, row.female_18_59, row.female_60_plus) == (9, 15, 4)
    assert (row.people, row.first_time) == (28, 12)


def test_the_same_page_sent_twice_is_one_activity(officer, sent):
    data = sent()

    officer.post(NEW, data)
    response = officer.post(NEW, data, follow=True)

    assert Activity.objects.count() == 1
    assert Participation.objects.get().people == 28
    assert (
        "একবারই যথেষ্ট" in response.content.decode() or "once is enough" in response.content.decode()
    )


def test_a_draft_sent_again_as_a_submission_keeps_its_photo(officer, sent, photo):
    draft = sent(submit=None, draft="1")
    officer.post(NEW, draft | {"photos": photo()})

    officer.post(NEW, draft | {"submit": "1", "photos": photo()})

    activity = Activity.objects.get()
    assert activity.status == "submitted"
    assert activity.evidence.count() == 1


def test_a_photo_that_comes_late_is_kept(officer, sent, photo):
    data = sent()
    officer.post(NEW, data)

    officer.post(NEW, data | {"photos": photo()})

    assert Activity.objects.get().evidence.count() == 1


def test_a_photo_that_comes_after_approval_is_said_not_to_be_kept(officer, cast, sent, photo):
    data = sent()
    officer.post(NEW, data)
    activity = Activity.objects.get()
    activity.approve(by=cast.manager, version=activity.version)

    response = officer.post(NEW, data | {"photos": photo()}, follow=True)

    assert "warning" in {message.level_tag for message in response.context["messages"]}
    assert not activity.evidence.exists()


def test_the_same_id_with_other_content_shows_both_texts(officer, sent):
    data = sent()
    officer.post(NEW, data)

    response = officer.post(NEW, data | {"venue": "পূর্ব পাড়া"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "পশ্চিম পাড়া, স্কুলের পাশের উঠান" in page
    assert "পূর্ব পাড়া" in page
    assert Activity.objects.get().venue == "পশ্চিম পাড়া, স্কুলের পাশের উঠান"


def test_an_id_of_somebody_elses_record_is_not_overwritten(officer, cast, sent):
    theirs = ActivityFactory(upazila=cast.akhaura, officer=cast.stranger, project=cast.project)

    response = officer.post(NEW, sent(id=str(theirs.pk)))

    theirs.refresh_from_db()
    assert response.status_code == 422
    assert theirs.venue == "স্কুলের পাশের উঠান"
    assert Activity.objects.count() == 1
    again = officer.post(NEW, sent(id=response.context["form"].data["id"]))
    assert again.status_code == 302


def test_a_draft_may_be_unfinished(officer, sent):
    response = officer.post(NEW, sent(submit=None, draft="1", venue="", union="", count_method=""))

    assert response.status_code == 302
    assert Activity.objects.get().status == "draft"


def test_materials_are_pieces_and_never_people(officer, cast, sent):
    leaflet = MaterialFactory()
    data = sent(activity_type=leaflet.activity_type_id, **{f"m{leaflet.pk}-quantity": "১,২০০"})

    officer.post(NEW, data)

    assert Distribution.objects.get().quantity == 1200
    assert not Participation.objects.exists()
    assert Activity.objects.get().count_method == ""


def test_the_form_offers_ones_own_upazilas_in_the_work_area(officer, cast):
    response = officer.get(NEW)

    offered = set(response.context["form"].main.fields["upazila"].queryset)
    assert offered == {cast.feni_sadar, cast.chhagalnaiya}


def test_an_only_upazila_is_chosen_already(client, cast):
    client.force_login(cast.stranger)

    response = client.get(NEW)

    assert response.context["form"].main["upazila"].value() == cast.akhaura.pk


def test_the_form_begins_as_last_time(officer, cast, sent):
    officer.post(NEW, sent())

    response = officer.get(NEW)

    main = response.context["form"].main
    assert main["upazila"].value() == cast.chhagalnaiya.pk
    assert main["activity_type"].value() == cast.courtyard.pk


def test_a_project_that_is_over_takes_its_last_days(officer, cast):
    ProjectFactory(
        slug="over", starts_on=datetime.date(2007, 8, 1), ends_on=datetime.date(2010, 10, 31)
    ).upazilas.add(cast.feni_sadar)

    response = officer.get(NEW, {"project": "over"})

    assert [choice["date"] for choice in response.context["form"].main.day_choices][:2] == [
        datetime.date(2010, 10, 31),
        datetime.date(2010, 10, 30),
    ]


def test_the_form_asks_the_database_a_fixed_number_of_times(
    officer, cast, sent, django_assert_num_queries
):
    officer.post(NEW, sent())

    with django_assert_num_queries(12):
        officer.get(NEW)
