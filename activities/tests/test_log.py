"""Logging an activity: the form, what it keeps, what it refuses."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Distribution, Participation
from activities.privacy import identifying
from trafficking_program.tests.factories import (
    ActivityFactory,
    MaterialFactory,
    ParticipationFactory,
    ProjectFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


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


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"people_girls": "বারো"}, "g-girls"),
        ({"people_girls": "-3"}, "g-girls"),
        ({"people_girls": "1000000000000"}, "g-girls"),
        ({"people_girls": "99999", "people_women": "99999"}, "g-women"),
        ({"people_first_time": "29"}, "g-first_time"),
        ({"people_women_60": "20"}, "g-women_60"),
        ({"people_with_disability": "29"}, "g-with_disability"),
        ({"people_girls": "3\x00"}, "g-girls"),
        ({"venue": ""}, "venue"),
        ({"venue": "উঠান\x00"}, "venue"),
        ({"venue": "ক" * 201}, "venue"),
        ({"union": ""}, "union"),
        ({"union": "999999"}, "union"),
        ({"upazila": "BD20120002"}, "upazila"),
        ({"upazila": "'; drop table"}, "upazila"),
        ({"activity_type": "0"}, "activity_type"),
        ({"activity_type": None}, "activity_type"),
        ({"day": "other", "starts_on": ""}, "starts_on"),
        ({"day": "other", "starts_on": "31/02/2026"}, "starts_on"),
        ({"day": "other", "starts_on": "2001-01-01"}, "starts_on"),
        ({"day": "other", "starts_on": "2999-01-01"}, "starts_on"),
        ({"day": "sometime"}, "day"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"count_method": ""}, "count_method"),
        ({"count_method": "guess"}, "count_method"),
        ({"version": "many"}, "version"),
        ({"id": "not-a-uuid"}, "id"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(
    officer, cast, sent, changes, beside
):
    data = sent(**changes)

    response = officer.post(NEW, data)

    form = response.context["form"]
    errors = set(form.main.errors) | {f"g-{name}" for part in form.people for name in part.errors}
    assert response.status_code == 422
    assert beside in errors
    assert not Activity.objects.exists()
    assert "পাচারের কৌশল নিয়ে কথা হয়েছে।" in response.content.decode()
    assert form.main["venue"].value() == data["venue"]


def test_a_day_outside_the_project_names_the_period(officer, cast, sent):
    cast.project.starts_on = datetime.date(2026, 1, 1)
    cast.project.ends_on = datetime.date(2026, 12, 31)
    cast.project.save()
    cast.officer.language = "en"
    cast.officer.save()

    response = officer.post(NEW, sent(day="other", starts_on="31/12/2025"))

    assert "1 January 2026 to 31 December 2026" in response.content.decode()


def test_submitting_without_anybody_is_refused(officer, sent):
    nobody = sent(people_girls="", people_women="", people_women_60="", people_first_time="")

    response = officer.post(NEW, nobody)

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_a_group_that_is_not_offered_is_refused_and_nothing_lost(officer, sent):
    response = officer.post(NEW, sent(**{"g999999-women": "5"}))

    assert response.status_code == 422
    assert not Activity.objects.exists()


def test_a_union_of_another_upazila_is_refused(officer, cast, sent):
    elsewhere = UnionFactory(upazila=cast.feni_sadar)

    response = officer.post(NEW, sent(union=elsewhere.pk))

    assert "union" in response.context["form"].main.errors


def test_a_municipality_needs_no_union(officer, sent):
    officer.post(NEW, sent(union="none"))

    assert Activity.objects.get().union is None


def test_materials_are_pieces_and_never_people(officer, cast, sent):
    leaflet = MaterialFactory()
    data = sent(activity_type=leaflet.activity_type_id, **{f"m{leaflet.pk}-quantity": "১,২০০"})

    officer.post(NEW, data)

    assert Distribution.objects.get().quantity == 1200
    assert not Participation.objects.exists()
    assert Activity.objects.get().count_method == ""


def test_materials_of_another_type_are_refused(officer, sent):
    leaflet, flag = MaterialFactory(), MaterialFactory()
    data = sent(activity_type=leaflet.activity_type_id, **{f"m{flag.pk}-quantity": "5"})

    response = officer.post(NEW, data)

    assert response.status_code == 422
    assert not Distribution.objects.exists()


def test_half_a_character_is_refused(officer, sent):
    venue = b"\xe0\xa6\xaa\xe0\xa6".decode("utf-8", "replace")

    response = officer.post(NEW, sent(venue=venue))

    assert "venue" in response.context["form"].main.errors
    assert not Activity.objects.exists()


def test_a_possible_duplicate_is_shown_before_saving(officer, cast, sent):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        venue="পশ্চিম পাড়া স্কুলের উঠান",
        women=36,
        status="submitted",
    )
    data = sent()

    asked = officer.post(NEW, data)
    told = officer.post(NEW, data | {"is_another": "on"})

    assert asked.status_code == 422
    assert "পশ্চিম পাড়া স্কুলের উঠান" in asked.content.decode()
    assert told.status_code == 302
    assert Activity.objects.count() == 2


def test_days_that_overlap_may_be_the_same_activity(officer, cast, sent):
    today = timezone.localdate()
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        venue="পশ্চিম পাড়া",
        starts_on=today - datetime.timedelta(days=2),
        ends_on=today,
        women=20,
        status="submitted",
    )
    yesterday = (today - datetime.timedelta(days=1)).isoformat()

    response = officer.post(NEW, sent(day=yesterday))

    assert len(response.context["form"].duplicates) == 1


def test_another_venue_on_the_same_day_is_no_duplicate(officer, cast, sent):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        venue="বাজারের মোড়ে বটতলা",
        women=36,
        status="submitted",
    )

    response = officer.post(NEW, sent())

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ফোন ০১৭১২-৩৪৫৬৭৮ নম্বরে", ["০১৭১২-৩৪৫৬৭৮"]),
        ("call +8801712345678 now", ["+8801712345678"]),
        ("NID 1234567890", ["1234567890"]),
        ("১৯৯০১২৩৪৫৬৭৮৯", ["১৯৯০১২৩৪৫৬৭৮৯"]),
        ("19901234567890123", ["19901234567890123"]),
        ("ভিকটিমের নাম", ["ভিকটিমের নাম"]),
        ("the victim's name is", ["victim's name"]),
        ("৩১ জন এসেছিলেন, ২০২৬ সালে ১২,০০০ লিফলেট", []),
        ("123456789012", []),
    ],
)
def test_a_text_that_may_name_somebody_is_noticed(text, found):
    assert identifying(text) == found


def test_a_phone_number_is_asked_about_before_saving(officer, sent):
    data = sent(summary="আলেয়াকে ০১৭১২৩৪৫৬৭৮ নম্বরে ফোন দিন")

    asked = officer.post(NEW, data)
    assert asked.status_code == 422
    assert not Activity.objects.exists()
    assert "০১৭১২৩৪৫৬৭৮" in asked.content.decode()

    told = officer.post(NEW, data | {"names_nobody": "on"})
    assert told.status_code == 302


def test_an_edit_changes_only_what_was_changed(officer, cast, sent):
    officer.post(NEW, sent())
    activity = Activity.objects.get()
    data = sent(id=str(activity.pk), version=str(activity.version), people_girls="10")

    response = officer.post(reverse("activities:edit", args=[activity.pk]), data)

    activity.refresh_from_db()
    assert response.status_code == 302
    assert activity.status == "submitted"
    assert activity.participations.get().people == 29


def test_an_empty_page_is_told_what_it_lacks(officer):
    assert officer.post(NEW, {}).status_code == 422


@pytest.mark.parametrize(("typed", "kept"), [("3", (1, 2, 0)), ("4", (0, 0, 4))])
def test_an_edit_keeps_ages_it_does_not_ask_for(officer, cast, sent, typed, kept):
    activity = ActivityFactory(
        project=cast.project, upazila=cast.chhagalnaiya, officer=cast.officer
    )
    row = ParticipationFactory(
        activity=activity,
        target_group=cast.women_at_risk,
        third_gender_0_17=1,
        third_gender_18_59=2,
    )
    data = sent(id=str(activity.pk), version="1", people_third_gender=typed)

    officer.post(reverse("activities:edit", args=[activity.pk]), data)

    row.refresh_from_db()
    third = (row.third_gender_0_17, row.third_gender_18_59, row.third_gender_unrecorded)
    assert third == kept


def test_a_stale_edit_shows_both_texts_and_overwrites_nothing(officer, cast, sent):
    officer.post(NEW, sent())
    activity = Activity.objects.get()
    edit = reverse("activities:edit", args=[activity.pk])
    base = str(activity.version)
    officer.post(edit, sent(id=str(activity.pk), version=base, venue="উত্তর পাড়া"))

    response = officer.post(edit, sent(id=str(activity.pk), version=base, venue="দক্ষিণ পাড়া"))

    page = response.content.decode()
    activity.refresh_from_db()
    assert response.status_code == 409
    assert activity.venue == "উত্তর পাড়া"
    assert "উত্তর পাড়া" in page
    assert "দক্ষিণ পাড়া" in page
    second = sent(id=str(activity.pk), version=str(activity.version), venue="দক্ষিণ পাড়া")
    assert response.context["form"].data["version"] == str(activity.version)
    assert officer.post(edit, second).status_code == 302


def test_an_approved_activity_is_not_edited(officer, cast):
    activity = ActivityFactory(
        project=cast.project,
        upazila=cast.feni_sadar,
        officer=cast.officer,
        women=3,
        status="approved",
    )

    response = officer.get(reverse("activities:edit", args=[activity.pk]))

    assert response.status_code == 403


def test_an_edit_that_comes_after_approval_is_shown_and_not_lost(officer, cast, sent):
    officer.post(NEW, sent())
    activity = Activity.objects.get()
    data = sent(id=str(activity.pk), version=str(activity.version), venue="উত্তর পাড়া")
    activity.approve(by=cast.manager, version=activity.version)

    response = officer.post(reverse("activities:edit", args=[activity.pk]), data)

    activity.refresh_from_db()
    assert response.status_code == 409
    assert "উত্তর পাড়া" in response.content.decode()
    assert activity.venue == "পশ্চিম পাড়া, স্কুলের পাশের উঠান"


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


def test_a_draft_is_deleted_only_after_a_page_that_asks(officer, cast, sent):
    officer.post(NEW, sent(submit=None))
    activity = Activity.objects.get()
    delete = reverse("activities:delete", args=[activity.pk])

    asked = officer.get(delete)
    officer.post(delete)

    assert asked.status_code == 200
    assert not Activity.objects.exists()


def test_the_form_asks_the_database_a_fixed_number_of_times(
    officer, cast, sent, django_assert_num_queries
):
    officer.post(NEW, sent())

    with django_assert_num_queries(11):
        officer.get(NEW)
