"""Changing and deleting what was logged."""

import pytest
from django.urls import reverse

from activities.models import Activity
from tests.factories import ActivityFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"


def test_an_edit_changes_only_what_was_changed(officer, cast, sent):
    officer.post(NEW, sent())
    activity = Activity.objects.get()
    data = sent(id=str(activity.pk), version=str(activity.version), people_girls="10")

    response = officer.post(reverse("activities:edit", args=[activity.pk]), data)

    activity.refresh_from_db()
    assert response.status_code == 302
    assert activity.status == "submitted"
    assert activity.participations.get().people == 29


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


def test_a_draft_is_deleted_only_after_a_page_that_asks(officer, cast, sent):
    officer.post(NEW, sent(submit=None))
    activity = Activity.objects.get()
    delete = reverse("activities:delete", args=[activity.pk])

    asked = officer.get(delete)
    officer.post(delete)

    assert asked.status_code == 200
    assert not Activity.objects.exists()
