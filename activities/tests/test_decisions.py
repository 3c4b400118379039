"""What a committee decided: row by row, changed, and shown to whoever changed it meanwhile."""

import pytest
from django.urls import reverse

from activities.models import Activity, Decision
from activities.tests.meetings import BORDER, NEW, SCHOOL
from tests.factories import CommitteeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ((SCHOOL[0], "", ""), "owner"),
        (("", "বিজিবি ক্যাম্প", ""), "text"),
        ((SCHOOL[0], SCHOOL[1], "01/01/2001"), "due_on"),
        ((SCHOOL[0], SCHOOL[1], "কাল"), "due_on"),
    ],
)
def test_half_a_decision_is_refused_beside_the_box(officer, held, row, field):
    response = officer.post(NEW, held(BORDER, row))

    form = response.context["form"]
    assert response.status_code == 422
    assert [anchor for anchor, _message in form.error_list] == [f"id_d1-{field}"]
    assert BORDER[0] in response.content.decode()
    assert not Activity.objects.exists()


def test_a_phone_number_in_a_decision_is_asked_about(officer, held):
    response = officer.post(NEW, held(("০১৭১২৩৪৫৬৭৮ নম্বরে জানাবেন", "থানা", "")))

    assert response.status_code == 422
    assert response.context["form"].identifying == ["০১৭১২৩৪৫৬৭৮"]


def test_the_same_page_sent_twice_has_its_decisions_once(officer, held):
    data = held(SCHOOL, BORDER, submit=None)
    officer.post(NEW, data)
    first = list(Decision.objects.values_list("pk", flat=True))

    officer.post(NEW, data | {"submit": "1"})

    assert Activity.objects.get().status == "submitted"
    assert list(Decision.objects.values_list("pk", flat=True)) == first


def test_an_edit_changes_adds_and_takes_away_decisions(officer, held):
    officer.post(NEW, held(SCHOOL, BORDER))
    activity = Activity.objects.get()
    school, border = activity.committee_decisions.order_by("pk")
    changed = held(
        (school.pk, "", "", ""),
        (border.pk, BORDER[0], "উপজেলা নির্বাহী কর্মকর্তা", ""),
        ("নতুন সিদ্ধান্ত", "থানা", ""),
        id=str(activity.pk),
        version=str(activity.version),
    )

    officer.post(reverse("activities:edit", args=[activity.pk]), changed)

    kept = {d.pk: d.text for d in activity.committee_decisions.all()}
    assert school.pk not in kept
    assert kept[border.pk] == BORDER[0]
    assert len(kept) == 2


def test_a_stale_edit_shows_committee_quorum_and_decisions_of_both(officer, cast, held):
    officer.post(NEW, held(SCHOOL, had_quorum=""))
    activity = Activity.objects.get()
    of_district = CommitteeFactory(
        project=cast.project, level="district", district=cast.feni, upazila=None
    )
    base = {"id": str(activity.pk), "version": str(activity.version)}
    edit = reverse("activities:edit", args=[activity.pk])
    officer.post(edit, held(SCHOOL, **base, venue="উত্তর পাড়া", had_quorum=""))

    stale = held(BORDER, **base, had_quorum="False", committee=of_district.pk)
    response = officer.post(edit, stale)

    found = {d.label: (d.stored, d.typed) for d in response.context["differences"]}
    assert response.status_code == 409
    assert ("–", "না") in found.values()
    assert (str(activity.committee), str(of_district)) in found.values()
    assert any(SCHOOL[0] in one and BORDER[0] in other for one, other in found.values())


def test_a_page_sent_again_after_it_was_stored_differs_in_nothing(officer, held):
    data = held(SCHOOL, had_quorum="False")
    officer.post(NEW, data)

    response = officer.post(NEW, data)

    assert response.status_code == 302
