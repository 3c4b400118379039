"""What the form refuses or asks about, losing nothing that was typed."""

import datetime

import pytest
from django.utils import timezone

from activities.models import Activity, Distribution
from common.privacy import identifying
from tests.factories import ActivityFactory, MaterialFactory, UnionFactory

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"


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
        ({"venue": "উঠান\ufffe"}, "venue"),
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


def test_an_empty_page_is_told_what_it_lacks(officer):
    assert officer.post(NEW, {}).status_code == 422
