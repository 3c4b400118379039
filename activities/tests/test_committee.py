"""A meeting of a committee: with which one, and was it quorate."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from activities.models import Activity
from activities.tests.meetings import BORDER, NEW, SCHOOL
from tests.factories import CommitteeFactory, ProjectFactory

pytestmark = pytest.mark.django_db


def stored(activity):
    return [(d.text, d.owner, d.due_on) for d in activity.committee_decisions.order_by("pk")]


def test_a_meeting_is_logged_with_its_committee_its_quorum_and_its_decisions(
    officer, held, committee
):
    officer.post(NEW, held(SCHOOL, BORDER, ("", "", "")))

    activity = Activity.objects.get()
    assert (activity.status, activity.committee, activity.had_quorum) == (
        "submitted",
        committee,
        True,
    )
    assert stored(activity) == [
        (SCHOOL[0], SCHOOL[1], datetime.date(2099, 12, 31)),
        (BORDER[0], BORDER[1], None),
    ]


@pytest.mark.parametrize(("sent_as", "kept"), [("True", True), ("False", False), ("", None)])
def test_no_quorum_and_quorum_not_recorded_are_two_things(officer, held, sent_as, kept):
    officer.post(NEW, held(had_quorum=sent_as))

    assert Activity.objects.get().had_quorum is kept


def test_a_submission_names_the_committee_where_there_is_one(officer, held):
    refused = officer.post(NEW, held(committee=""))
    draft = officer.post(NEW, held(committee="", submit=None))

    activity = Activity.objects.get()
    assert refused.status_code == 422
    assert "committee" in refused.context["form"].main.errors
    assert draft.status_code == 302
    assert len(activity.missing()) == 1


def test_where_none_is_registered_the_page_says_where_to_and_lets_it_pass(officer, held, committee):
    committee.is_active = False
    committee.save()

    page = officer.get(NEW).content.decode()
    response = officer.post(NEW, held(committee=""))

    assert reverse("committees:new") in page
    assert 'name="committee"' not in page
    assert response.status_code == 302
    assert Activity.objects.get().missing() == []


def test_the_committee_is_of_the_chosen_upazila(officer, cast, held):
    elsewhere = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)

    response = officer.post(NEW, held(committee=elsewhere.pk))

    assert response.status_code == 422
    assert "committee" in response.context["form"].main.errors


def test_the_committee_of_the_district_fits_too(officer, cast, held):
    of_district = CommitteeFactory(
        project=cast.project, level="district", district=cast.feni, upazila=None
    )

    officer.post(NEW, held(committee=of_district.pk))

    assert Activity.objects.get().committee == of_district


def test_only_committees_of_the_project_and_ones_places_are_offered(officer, cast, committee):
    CommitteeFactory(project=cast.project, upazila=cast.akhaura)
    CommitteeFactory(project=ProjectFactory(), upazila=cast.chhagalnaiya)
    of_union = CommitteeFactory(
        project=cast.project, level="union", upazila=cast.chhagalnaiya, union=cast.mohamaya
    )

    response = officer.get(NEW)

    offered = response.context["form"].main.committees.values()
    assert list(offered) == [committee, of_union]
    assert response.content.decode().count('data-place="BD20300014"') == 1


def test_other_types_store_neither_committee_nor_decisions(officer, cast, held):
    officer.post(NEW, held(SCHOOL, activity_type=cast.courtyard.pk, decisions="আবার বসব।"))

    activity = Activity.objects.get()
    assert (activity.committee, activity.had_quorum) == (None, None)
    assert not activity.committee_decisions.exists()
    assert activity.decisions == "আবার বসব।"


def test_the_rows_take_the_place_of_the_free_text(officer, held):
    officer.post(NEW, held(SCHOOL, decisions="আবার বসব।"))

    assert Activity.objects.get().decisions == ""


def test_a_free_text_of_old_stays_and_can_be_put_right(officer, held):
    officer.post(NEW, held(submit=None))
    activity = Activity.objects.get()
    Activity.objects.filter(pk=activity.pk).update(decisions="আগের লেখা")
    edit = reverse("activities:edit", args=[activity.pk])

    page = officer.get(edit).content.decode()
    officer.post(
        edit,
        held(id=str(activity.pk), version="1", submit=None, decisions="ঠিক করা লেখা"),
    )

    activity.refresh_from_db()
    assert "unless-committee" not in page
    assert activity.decisions == "ঠিক করা লেখা"


@pytest.mark.parametrize("where", ["another project", "another upazila"])
def test_the_database_refuses_a_committee_that_does_not_fit(cast, logged, ctc, where):
    committee = (
        CommitteeFactory(project=ProjectFactory(), upazila=cast.feni_sadar)
        if where == "another project"
        else CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)
    )
    activity = logged(activity_type=ctc)

    with pytest.raises(IntegrityError, match="another project or place"), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(committee=committee)
