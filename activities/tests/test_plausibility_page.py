"""The page of what deserves a second look: for reviewers alone, and nothing that it blocks."""

import pytest
from django.urls import reverse

from activities.tests.doubts import PHOTO, ago, hand_in, usual
from tests.factories import EvidenceFactory, ParticipationFactory, UserFactory

PAGE = reverse("activities:plausibility")


def in_english(user):
    type(user).objects.filter(pk=user.pk).update(language="en")


def test_the_page_says_why_in_plain_words_with_the_numbers_and_the_way_there(client, cast, logged):
    usual(cast, logged, 10)
    elsewhere = logged(women=21, upazila=cast.chhagalnaiya, starts_on=ago(20))
    hand_in(elsewhere, days_ago=19)
    odd = logged(women=40, starts_on=ago(20))
    ParticipationFactory(activity=odd, female_18_59=30)
    hand_in(odd)
    in_english(cast.manager)
    client.force_login(cast.manager)

    html = client.get(PAGE).content.decode()

    for words in (
        "Only round numbers: 40, 30.",
        "70 people; usual for this type are 20 (10 approved).",
        "Handed in 20 days after the last day.",
        "The officer was in another upazila on the same day.",
    ):
        assert words in html
    for activity in (odd, elsewhere):
        assert f'href="{activity.get_absolute_url()}"' in html


def test_numbers_are_bangla_in_bangla(client, cast, logged):
    hand_in(logged(starts_on=ago(20)))
    client.force_login(cast.manager)

    ((_activity, (doubt,)),) = client.get(PAGE).context["rows"]

    assert "২০" in doubt.text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 403),
        ("stranger", 403),
        ("manager", 200),
        ("other_manager", 200),
        ("administrator", 200),
    ],
)
def test_the_page_is_for_reviewers(client, cast, who, status):
    client.force_login(cast[who])

    assert client.get(PAGE).status_code == status


def test_a_page_without_doubts_says_so(client, cast, logged):
    hand_in(logged(women=17))
    in_english(cast.manager)
    client.force_login(cast.manager)

    assert "Nothing stands out." in client.get(PAGE).content.decode()


def test_a_long_list_has_pages(client, cast, logged):
    for number in range(27):
        hand_in(logged(women=60 + 10 * number, starts_on=ago(0)))
    client.force_login(cast.manager)

    first, second = client.get(PAGE), client.get(PAGE, {"page": "2"})

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 2)
    assert f'href="{PAGE}?' not in first.content.decode()
    assert 'href="?page=2"' in first.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_times(
    client, cast, logged, rows, django_assert_num_queries
):
    EvidenceFactory(activity=logged(status="returned"), sha256=PHOTO)
    for number in range(rows):
        activity = logged(women=60 + 10 * number, starts_on=ago(20))
        EvidenceFactory(activity=activity, sha256=PHOTO)
        hand_in(activity)
    client.force_login(cast.manager)

    with django_assert_num_queries(6):
        response = client.get(PAGE)

    assert len(response.context["rows"]) == rows


def test_a_reviewer_sees_the_doubts_beside_the_activity(client, cast, logged):
    activity = hand_in(logged(women=60))
    in_english(cast.manager)
    in_english(cast.officer)

    client.force_login(cast.manager)
    reviewer_sees = client.get(activity.get_absolute_url()).content.decode()
    client.force_login(cast.officer)
    author_sees = client.get(activity.get_absolute_url()).content.decode()

    assert "Only round numbers: 60." in reviewer_sees
    assert 'id="doubts"' not in author_sees
    assert "Only round numbers" not in author_sees


def test_an_officer_who_is_a_colleague_sees_no_doubts(client, cast, logged):
    activity = hand_in(logged(women=60))
    client.force_login(UserFactory(upazilas=[cast.feni_sadar]))

    assert 'id="doubts"' not in client.get(activity.get_absolute_url()).content.decode()


def test_a_doubt_blocks_nothing(client, cast, logged):
    activity = hand_in(logged(women=60))
    client.force_login(cast.manager)

    client.post(
        reverse("activities:approve", args=[activity.pk]), {"version": str(activity.version)}
    )

    activity.refresh_from_db()
    assert activity.status == "approved"
