"""A meeting of a committee: with which, was it quorate, what was decided, was it done."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity, Decision
from trafficking_program.tests.factories import (
    ActivityTypeFactory,
    CommitteeFactory,
    DecisionFactory,
    ProjectFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"
SCHOOL = ("বিদ্যালয়ে সভা হবে", "উপজেলা শিক্ষা কর্মকর্তা", "৩১/১২/২০৯৯")
BORDER = ("সীমান্তে টহল বাড়বে", "বিজিবি ক্যাম্প", "")


@pytest.fixture
def ctc(db):
    return ActivityTypeFactory(code="ctc", is_of_committee=True)


@pytest.fixture
def committee(cast):
    return CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)


def rows(*decisions):
    sent = {}
    for number, decision in enumerate(decisions):
        pk, text, owner, due_on = decision if len(decision) == 4 else ("", *decision)
        fields = {"pk": pk, "text": text, "owner": owner, "due_on": due_on}
        sent |= {f"d{number}-{name}": value for name, value in fields.items()}
    return sent


@pytest.fixture
def held(sent, ctc, committee):
    """A meeting of the committee as the officer's browser sends it."""

    def build(*decisions, **changes):
        about = {"activity_type": ctc.pk, "committee": committee.pk, "had_quorum": "True"}
        return sent(**{**about, **changes}) | rows(*decisions)

    return build


def stored(activity):
    return [(d.text, d.owner, d.due_on) for d in activity.committee_decisions.order_by("pk")]


# Logging it.


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


# Changing it.


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


# Following it up.


@pytest.fixture
def meeting(cast, logged, ctc, committee):
    """An approved meeting with two decisions, one overdue and one open."""
    activity = logged(activity_type=ctc, upazila=cast.chhagalnaiya, committee=committee)
    today = timezone.localdate()
    DecisionFactory(activity=activity, due_on=today - datetime.timedelta(days=3))
    DecisionFactory(activity=activity, text=BORDER[0], due_on=today)
    activity.submit(version=1)
    activity.approve(by=cast.manager, version=2)
    return activity


def done_of(decision, **changes):
    sent = {"note": "সভা হয়েছে", "done_on": timezone.localdate().isoformat()} | changes
    address = reverse("activities:decision_done", args=[decision.activity_id, decision.pk])
    return address, {f"done{decision.pk}-{name}": value for name, value in sent.items()}


@pytest.mark.parametrize(
    ("who", "status", "is_done"),
    [
        ("officer", 302, True),
        ("manager", 302, True),
        ("administrator", 302, True),
        ("stranger", 404, False),
        ("other_manager", 404, False),
    ],
)
def test_the_author_and_reviewers_say_that_it_was_done(client, cast, meeting, who, status, is_done):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision)
    client.force_login(cast[who])

    response = client.post(address, data)

    decision.refresh_from_db()
    assert response.status_code == status
    assert (decision.done_on is not None) == is_done
    assert decision.done_by == (cast[who] if is_done else None)


def test_a_colleague_of_the_same_upazila_does_not(client, meeting, cast):
    client.force_login(UserFactory(upazilas=[cast.chhagalnaiya]))
    address, data = done_of(meeting.committee_decisions.first())

    assert client.post(address, data).status_code == 403


def test_whoever_comes_second_changes_nothing(officer, cast, meeting):
    decision = meeting.committee_decisions.first()
    decision.follow_up(on=timezone.localdate(), by=cast.manager, note="প্রথম")
    address, data = done_of(decision)

    response = officer.post(address, data, follow=True)

    decision.refresh_from_db()
    assert decision.done_note == "প্রথম"
    assert "error" in {message.level_tag for message in response.context["messages"]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"note": ""}, "note"),
        ({"note": "০১৭১২৩৪৫৬৭৮ জানেন"}, "note"),
        ({"done_on": "2099-01-01"}, "done_on"),
        ({"done_on": "2001-01-01"}, "done_on"),
    ],
)
def test_what_is_refused_stands_on_the_page_with_what_was_typed(officer, meeting, changes, field):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision, **changes)

    response = officer.post(address, data)

    forms = [form for _decision, form in response.context["decisions"] if form.is_bound]
    assert response.status_code == 422
    assert [list(form.errors) for form in forms] == [[field]]
    assert data[f"done{decision.pk}-note"] in response.content.decode()


def test_a_number_that_names_nobody_can_be_insisted_on(officer, meeting):
    decision = meeting.committee_decisions.first()
    address, data = done_of(decision, note="স্মারক ১২৩৪৫৬৭৮৯০", names_nobody="on")

    officer.post(address, data)

    decision.refresh_from_db()
    assert decision.done_note == "স্মারক ১২৩৪৫৬৭৮৯০"


def test_the_page_shows_committee_quorum_and_what_is_overdue(manager, cast, meeting):
    cast.manager.language = "en"
    cast.manager.save()

    page = manager.get(meeting.get_absolute_url()).content.decode()

    text = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.S)
    assert meeting.committee.get_absolute_url() in page
    assert "Not recorded" in text
    assert text.count("Overdue") == 1
    assert page.count("decisions/") == 2


def test_the_history_tells_of_decisions_and_of_what_was_done(officer, cast, held):
    officer.post(NEW, held(SCHOOL))
    activity = Activity.objects.get()
    activity.approve(by=cast.manager, version=activity.version)
    officer.post(*done_of(activity.committee_decisions.get()))
    cast.officer.language = "en"
    cast.officer.save()

    steps = officer.get(activity.get_absolute_url()).context["history"]

    assert steps[0].who == cast.officer
    assert steps[0].label == "Follow-up done"
    assert steps[0].changes[0].label == SCHOOL[0]
    assert steps[0].changes[0].typed.startswith("সভা হয়েছে")


def test_the_history_tells_of_the_committee_and_the_quorum(officer, cast, held, committee):
    officer.post(NEW, held(SCHOOL, committee="", had_quorum="", submit=None))
    activity = Activity.objects.get()
    data = held(BORDER, id=str(activity.pk), version="1", had_quorum="False")
    officer.post(reverse("activities:edit", args=[activity.pk]), data)

    last = officer.get(activity.get_absolute_url()).context["history"][0]

    told = {change.typed for change in last.changes}
    assert str(committee) in told
    assert "না" in told
    assert f"{BORDER[0]} · {BORDER[1]}" in told


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_a_fixed_number_of_times(
    officer, cast, logged, ctc, committee, django_assert_num_queries, count
):
    activity = logged(activity_type=ctc, upazila=cast.chhagalnaiya, committee=committee)
    DecisionFactory.create_batch(count, activity=activity)

    with django_assert_num_queries(14):
        officer.get(activity.get_absolute_url())
    with django_assert_num_queries(17):
        officer.get(reverse("activities:edit", args=[activity.pk]))
