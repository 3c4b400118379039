"""What deserves a second look, and which reviewers are told of it."""

import pytest

from activities import plausibility
from activities.models import Activity
from activities.tests.doubts import PHOTO, ago, approve, hand_in, signs, told, usual
from tests.factories import (
    ActivityTypeFactory,
    DistributionFactory,
    EvidenceFactory,
    MaterialFactory,
    ParticipationFactory,
    ProjectFactory,
    UserFactory,
)


@pytest.mark.parametrize(
    ("cells", "stands_out"),
    [
        ({"female_18_59": 20, "male_18_59": 30}, True),
        ({"female_18_59": 20, "male_18_59": 31}, False),
        ({"female_18_59": 50}, True),
        ({"female_18_59": 40}, False),
        ({"female_18_59": 20, "male_18_59": 30, "first_time": 7}, False),
        ({"female_18_59": 20, "male_18_59": 30, "first_time": 10}, True),
    ],
)
def test_only_round_numbers(cast, logged, cells, stands_out):
    activity = logged(women=0)
    ParticipationFactory(
        activity=activity, target_group=cast.women_at_risk, **({"female_18_59": 0} | cells)
    )
    hand_in(activity)

    assert signs(cast.manager, activity) == (["round"] if stands_out else [])


def test_one_odd_number_in_another_group_is_enough(cast, logged):
    activity = logged(women=60)
    ParticipationFactory(activity=activity, female_18_59=7)
    hand_in(activity)

    assert signs(cast.manager, activity) == []


def test_a_round_number_of_leaflets_is_how_they_are_printed(cast, logged):
    material = MaterialFactory()
    activity = logged(women=0, activity_type=material.activity_type)
    DistributionFactory(activity=activity, material=material, quantity=500)
    hand_in(activity)

    assert signs(cast.manager, activity) == []


@pytest.mark.parametrize(
    ("days", "stands_out"),
    [((0, 20, 60), True), ((0, 20, 61), False), ((0, 20), False), ((3, 3, 3), True)],
)
def test_the_same_counts_three_times_within_sixty_days(cast, logged, days, stands_out):
    activities = [hand_in(logged(women=17, starts_on=ago(day)), day) for day in days]

    for activity in activities:
        assert signs(cast.manager, activity) == (["repeated"] if stands_out else [])


def test_a_series_of_repeats_is_counted_and_named(cast, logged, client):
    activities = [hand_in(logged(women=17, starts_on=ago(day)), day) for day in (0, 10, 20, 30)]

    (doubt,) = told(cast.manager, cast.project)[activities[0].pk]

    assert "৪" in doubt.text
    assert set(doubt.others) == set(activities[1:])


def test_other_counts_or_another_officer_are_no_repetition(cast, logged):
    colleague = UserFactory(upazilas=[cast.feni_sadar])
    activities = [
        logged(women=17),
        logged(women=17),
        logged(women=17, officer=colleague),
        logged(women=18),
    ]
    ParticipationFactory(activity=activities[1], female_18_59=3)

    for activity in activities:
        hand_in(activity)

    assert told(cast.manager, cast.project) == {}


def test_one_officer_in_two_upazilas_on_one_day(cast, logged):
    workshop = hand_in(logged(women=11, starts_on=ago(3), ends_on=ago(1)))
    elsewhere = hand_in(logged(women=13, starts_on=ago(2), upazila=cast.chhagalnaiya))
    hand_in(logged(women=15, starts_on=ago(5), upazila=cast.chhagalnaiya))
    hand_in(logged(women=16, starts_on=ago(2)))

    found = told(cast.manager, cast.project)

    assert found[workshop.pk][0].others == (elsewhere,)
    assert workshop in found[elsewhere.pk][0].others
    assert len(found) == 3


def test_two_officers_may_be_in_two_upazilas(cast, logged):
    colleague = UserFactory(upazilas=[cast.chhagalnaiya])
    hand_in(logged(women=11))
    hand_in(logged(women=13, upazila=cast.chhagalnaiya, officer=colleague))

    assert told(cast.manager, cast.project) == {}


@pytest.mark.parametrize(("days", "stands_out"), [(14, False), (15, True)])
def test_handed_in_late_after_the_last_day(cast, logged, days, stands_out):
    activity = hand_in(logged(starts_on=ago(days + 3), ends_on=ago(days)))

    assert signs(cast.manager, activity) == (["late"] if stands_out else [])


def test_a_late_correction_does_not_make_the_first_submission_late(cast, logged):
    activity = hand_in(logged(starts_on=ago(30)), days_ago=25)
    Activity.objects.filter(pk=activity.pk).update(
        status="returned", reviewed_by=cast.manager, review_note="ঠিক করুন"
    )
    hand_in(activity)

    assert signs(cast.manager, activity) == []


@pytest.mark.parametrize(
    ("before", "people", "stands_out"), [(11, 61, True), (11, 60, False), (9, 500, False)]
)
def test_far_more_people_than_usual_for_the_type(cast, logged, before, people, stands_out):
    usual(cast, logged, before)
    activity = logged(women=people - 1)
    ParticipationFactory(activity=activity, female_18_59=1)
    hand_in(activity)

    assert signs(cast.manager, activity) == (["crowd"] if stands_out else [])


def test_another_type_has_another_usual_audience(cast, logged):
    usual(cast, logged, 11)
    activity = hand_in(logged(women=401, activity_type=ActivityTypeFactory()))

    assert signs(cast.manager, activity) == []


def test_the_same_photo_twice(cast, logged):
    one, other, third = logged(women=11), logged(women=13), logged(women=14)
    for activity in (one, other):
        EvidenceFactory(activity=activity, sha256=PHOTO)
    EvidenceFactory(activity=third)
    for activity in (one, other, third):
        hand_in(activity)

    found = told(cast.manager, cast.project)

    assert {pk: doubt.others for pk, (doubt,) in found.items()} == {
        one.pk: (other,),
        other.pk: (one,),
    }


def test_nothing_is_said_of_what_the_reviewer_may_not_see(cast, logged):
    """Neither in Akhaura, nor in somebody's draft, nor in another project."""
    here = logged(women=11)
    akhaura = logged(women=13, upazila=cast.akhaura)
    draft = logged(women=15, upazila=cast.chhagalnaiya)
    elsewhere = logged(women=17, upazila=cast.chhagalnaiya, project=ProjectFactory())
    for activity in (here, akhaura, draft, elsewhere):
        EvidenceFactory(activity=activity, sha256=PHOTO)
    for activity in (here, akhaura, elsewhere):
        hand_in(activity)

    assert told(cast.manager, cast.project) == {}
    assert signs(cast.administrator, here) == ["photo", "two_places"]


def test_nobody_is_told_of_their_own(cast, logged):
    mine = hand_in(logged(officer=cast.manager, women=60))
    theirs = hand_in(logged(women=60))

    assert list(told(cast.manager, cast.project)) == [theirs.pk]
    assert set(told(cast.administrator, cast.project)) == {mine.pk, theirs.pk}
    assert told(cast.officer, cast.project) == {}


def test_what_waits_stands_first_and_the_long_approved_is_left_alone(cast, logged):
    newer = hand_in(logged(women=60, starts_on=ago(1)))
    older = hand_in(logged(women=70, starts_on=ago(9)), days_ago=5)
    lately = approve(hand_in(logged(women=80, starts_on=ago(80)), 80), cast.manager, 89)
    before = approve(hand_in(logged(women=90, starts_on=ago(95)), 95), cast.manager, 91)
    returned = hand_in(logged(women=50))
    Activity.objects.filter(pk=returned.pk).update(
        status="returned", reviewed_by=cast.manager, review_note="ঠিক করুন"
    )

    found = list(plausibility.find(cast.manager, cast.project))

    assert found == [older.pk, newer.pk, lately.pk]
    assert before.pk not in found
