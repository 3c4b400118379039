"""Two people who change one entry of the plan at the same time."""

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import PlannedActivity
from tests.factories import PlannedActivityFactory

today = timezone.localdate


@pytest.fixture
def entry(cast):
    """Four courtyard meetings of this month."""
    return PlannedActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        planned_by=cast.manager,
        month=today().replace(day=1),
        number=4,
    )


@pytest.fixture
def page(client, cast, entry):
    """A page of the manager: what a browser would send of it, and the sending."""
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    address = reverse("plan:edit", args=[entry.pk])

    class Page:
        def __init__(self):
            self.read(client.get(address))

        def read(self, response):
            form = response.context["form"]
            self.fields = {name: form[name].value() or "" for name in form.fields}

        def save(self, **written):
            self.fields |= written
            response = client.post(address, self.fields)
            if response.status_code != 302:
                self.read(response)
            return response

    return Page


def test_what_somebody_changed_meanwhile_stays_and_both_are_shown(entry, page):
    mine, other = page(), page()
    other.save(number="7")

    response = mine.save(number="12", venue="স্কুল মাঠ")

    entry.refresh_from_db()
    assert response.status_code == 409
    assert (entry.number, entry.venue, entry.version) == (7, "", 2)
    assert [(row.stored, row.typed) for row in response.context["differences"]] == [
        ("–", "স্কুল মাঠ"),
        ("7", "12"),
    ]
    html = response.content.decode()
    assert "It was changed elsewhere meanwhile" in html
    assert 'value="12"' in html
    assert f'href="/plan/?month={today():%Y-%m}">Keep what is stored' in html


def test_saved_again_from_the_page_that_shows_both_it_is_ones_own(entry, page):
    mine, other = page(), page()
    other.save(number="7")
    mine.save(number="12")

    response = mine.save()

    entry.refresh_from_db()
    assert (response.status_code, entry.number, entry.version) == (302, 12, 3)


def test_a_page_sent_twice_is_saved_once(entry, page):
    mine = page()

    answers = [mine.save(number="7").status_code for _ in range(2)]

    entry.refresh_from_db()
    assert (answers, entry.number, entry.version) == ([302, 302], 7, 2)


def test_a_page_that_says_no_version_overwrites_nothing(entry, page):
    response = page().save(number="12", version="")

    entry.refresh_from_db()
    assert (response.status_code, entry.number) == (409, 4)


def test_what_was_taken_out_meanwhile_does_not_come_back(client, entry, page):
    mine = page()
    PlannedActivity.objects.all().delete()

    response = client.post(reverse("plan:edit", args=[entry.pk]), mine.fields)

    assert response.status_code == 404
    assert not PlannedActivity.objects.exists()


def test_an_officer_is_shown_the_other_day(client, cast, entry):
    PlannedActivity.objects.filter(pk=entry.pk).update(
        planned_by=cast.officer, day=today().replace(day=10), number=1, version=2
    )
    client.force_login(cast.officer)
    sent = {
        "activity_type": cast.courtyard.pk,
        "upazila": cast.chhagalnaiya.pk,
        "day": f"12/{today():%m/%Y}",
        "version": "1",
    }

    response = client.post(reverse("plan:edit", args=[entry.pk]), sent)

    (difference,) = response.context["differences"]
    assert response.status_code == 409
    assert (difference.stored[:2], difference.typed[:2]) == ("১০", "১২")
