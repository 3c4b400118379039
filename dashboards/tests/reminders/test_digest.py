"""Nothing is forgotten: what a digest says of what came back, waits or is silent."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from dashboards.reminders import digest, remind
from dashboards.tests.reminders.conftest import HOME, aged, ago, held, in_english, send
from tests.factories import NothingToReportFactory, ProjectFactory, UserFactory


def test_an_officer_is_reminded_of_what_came_back_and_of_old_drafts(cast):
    in_english(cast.officer)
    back = held(cast, status="returned", venue="রাশেদার উঠান")
    old = aged(held(cast, upazila=cast.chhagalnaiya), 8)
    aged(held(cast), 7)
    colleague = UserFactory(upazilas=[cast.feni_sadar])
    held(cast, officer=colleague, status="returned")

    said, to = send()

    assert (said, to) == ("Reminders sent: 1.\n", [["officer@example.org"]])
    (message,) = mail.outbox
    assert message.subject == "Sutro: 2 matters wait for you"
    site = "https://sutro.example.org"
    addresses = re.findall(r"https://\S+", message.body)
    assert addresses == [
        site + reverse("activities:edit", args=[back.pk]),
        site + reverse("activities:edit", args=[old.pk]),
        site + HOME,
    ]
    assert "Courtyard meeting, Feni Sadar" in message.body
    assert "রাশেদার" not in message.body
    assert back.review_note not in message.body


def test_a_manager_is_reminded_of_reviews_that_wait_for_more_than_a_week(cast):
    in_english(cast.manager)
    late = aged(held(cast, status="submitted"), 8, "submitted_at")
    aged(held(cast, status="submitted"), 7, "submitted_at")
    aged(held(cast, status="submitted", officer=cast.manager), 20, "submitted_at")
    aged(
        held(cast, status="submitted", upazila=cast.akhaura, officer=cast.stranger),
        20,
        "submitted_at",
    )

    remind(cast.manager)

    (message,) = mail.outbox
    assert "1 activity has waited for your review for more than 7 days:" in message.body
    assert f"https://sutro.example.org{late.get_absolute_url()}?queue=1" in message.body
    assert len(digest(cast.administrator)[0].first_overdue) == 3


def test_of_many_reviews_the_oldest_ten_are_named(cast):
    in_english(cast.manager)
    waiting = [
        aged(held(cast, status="submitted"), 10 + number, "submitted_at") for number in range(12)
    ]

    remind(cast.manager)

    body = mail.outbox[0].body
    assert "12 activities have waited" in body
    assert body.count("?queue=1") == 10
    assert str(waiting[-1].pk) in body
    assert str(waiting[0].pk) not in body
    assert f"{reverse('activities:review')}?project=courtyards" in body


def silent_places(user):
    return [place.upazila.name_en for each in digest(user) for place in each.silent]


def test_everybody_is_told_of_silence_in_their_own_places(cast, quiet):
    held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(30), status="submitted")

    assert silent_places(cast.officer) == ["Chhagalnaiya"]
    assert silent_places(cast.manager) == ["Chhagalnaiya"]
    assert silent_places(cast.other_manager) == ["Akhaura"]
    assert silent_places(cast.administrator) == ["Akhaura", "Chhagalnaiya"]


def test_thirty_days_are_not_yet_over_after_twenty_nine(cast, quiet):
    held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(29), status="submitted")

    assert silent_places(cast.officer) == []


def test_where_somebody_said_that_nothing_was_held_it_is_not_silent(cast, quiet):
    NothingToReportFactory(project=quiet, upazila=cast.chhagalnaiya)
    long_ago = ago(70).replace(day=1)
    NothingToReportFactory(project=quiet, upazila=cast.akhaura, month=long_ago)

    assert silent_places(cast.officer) == []
    assert silent_places(cast.other_manager) == ["Akhaura"]


def test_a_digest_speaks_of_every_running_project_and_of_no_other(cast, quiet):
    over = ProjectFactory(starts_on="2007-08-01", ends_on="2010-10-31")
    over.upazilas.add(cast.chhagalnaiya)
    held(cast, status="returned")
    held(cast, project=over, starts_on="2010-01-01", status="returned")
    in_english(cast.officer)

    assert {each.project for each in digest(cast.officer)} == {cast.project, quiet}

    remind(cast.officer)
    body = mail.outbox[0].body
    assert "Courtyards" in body
    assert "Quiet" in body
    assert "Chhagalnaiya, nothing logged yet" in body
    address = reverse("dashboards:upazila", args=["BD20300014"])
    assert f"https://sutro.example.org{address}?project=quiet" in body


def test_invented_data_is_for_invented_people(cast, quiet):
    quiet.is_demonstration = True
    quiet.save()
    assert silent_places(cast.officer) == []

    cast.officer.is_demonstration = True

    assert silent_places(cast.officer) == ["Chhagalnaiya"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_digest_costs_the_same_whatever_the_amount(cast, django_assert_num_queries, count):
    for _ in range(count):
        held(cast, officer=cast.manager, reviewer=cast.administrator, status="returned")
        aged(held(cast, officer=cast.manager), 9)
        aged(held(cast, status="submitted"), 9, "submitted_at")

    with django_assert_num_queries(7):
        (found,) = digest(cast.manager)

    assert found.count == 3 * count
