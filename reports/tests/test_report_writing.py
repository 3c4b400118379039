"""What a manager writes in a report, and the photos shown in it."""

import pytest
from django.urls import reverse

from activities.models import Activity
from reports.assembly import photos_offered
from reports.models import Narrative
from tests.factories import (
    ActivityFactory,
    EvidenceFactory,
    NarrativeFactory,
    ParticipationFactory,
    ReportFactory,
)


@pytest.fixture(autouse=True)
def in_english(client, cast):
    for who in ("manager", "other_manager", "administrator"):
        cast[who].language = "en"
        cast[who].save()
    client.force_login(cast.manager)


@pytest.fixture
def report(cast, logged):
    """Of Feni in the last quarter, not final."""
    return ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=logged.quarter.start,
        title="Feni, July to September",
        created_by=cast.manager,
    )


@pytest.fixture
def edit(client, report):
    """Post the page of what is written; what is not given is empty."""
    url = reverse("reports:edit", args=[report.pk])

    def post(**fields):
        data = {"version": report.version, "title": report.title, **fields}
        return client.post(url, {name.replace("__", "-"): value for name, value in data.items()})

    return post


# What is written.


def test_what_is_written_is_kept(client, logged, report, edit):
    response = edit(title="A good quarter", text__0="Welcome.", text__1="It grew.")

    report.refresh_from_db()
    assert response.headers["Location"] == report.get_absolute_url()
    assert (report.title, report.version) == ("A good quarter", 2)
    assert set(report.narratives.values_list("outcome__number", "text")) == {
        (None, "Welcome."),
        (1, "It grew."),
    }


def test_what_is_emptied_is_gone(logged, report, edit):
    NarrativeFactory(report=report, outcome=logged.outcome, text="Old.")

    edit(text__0="New.")

    assert list(Narrative.objects.values_list("text", flat=True)) == ["New."]


def test_nobody_writes_over_what_another_wrote(logged, report, edit):
    edit(text__0="Theirs.")

    response = edit(text__0="Mine.", title="Another title")

    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page
    assert Narrative.objects.get().text == "Theirs."
    assert 'name="version" value="2"' in page


def test_what_tells_who_somebody_is_is_asked_about(report, edit):
    response = edit(text__0="Call 01712-345678.")
    assert response.status_code == 422
    assert "01712-345678" in response.content.decode()

    edit(text__0="Call 01712-345678.", names_nobody="on")

    assert Narrative.objects.get().text == "Call 01712-345678."


def test_without_a_title_nothing_is_saved(report, edit):
    response = edit(title="", text__0="Lost?")

    assert response.status_code == 422
    assert "Lost?" in response.content.decode()
    assert not Narrative.objects.exists()


# Photos.


@pytest.fixture
def photographed(cast, logged):
    """Photos of one activity each: which of them may be shown?"""

    def photo(status="approved", upazila=None, starts_on=None, **fields):
        activity = ActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=upazila or cast.feni_sadar,
            officer=cast.officer,
            starts_on=starts_on or logged.quarter.start,
        )
        ParticipationFactory(activity=activity, target_group=cast.women_at_risk)
        made = EvidenceFactory(activity=activity, **({"has_consent": True} | fields))
        if status != "draft":
            activity.submit(version=1)
        if status == "approved":
            activity.approve(by=cast.manager, version=2)
        return made

    return photo


def test_only_photos_with_consent_of_approved_activities_there_and_then_are_offered(
    cast, logged, report, photographed
):
    good = photographed()
    photographed(has_consent=False)
    photographed(status="submitted")
    photographed(upazila=cast.akhaura)
    photographed(starts_on=cast.project.starts_on)
    photographed(content_type="application/pdf")

    assert list(photos_offered(report, cast.manager)) == [good]


def test_chosen_photos_stand_in_the_order_given(client, report, edit, photographed):
    first, second, third = photographed(), photographed(), photographed()

    edit(
        **{
            f"photo-{second.pk}": "on",
            f"order-{second.pk}": "২",
            f"caption-{second.pk}": "In the yard",
            f"photo-{first.pk}": "on",
            f"order-{first.pk}": "1",
        }
    )

    assert [photo.evidence for photo in report.photos.all()] == [first, second]
    page = client.get(report.get_absolute_url()).content.decode()
    assert page.index(first.get_absolute_url()) < page.index(second.get_absolute_url())
    assert 'alt="In the yard"' in page
    assert third.get_absolute_url() not in page


def test_a_photo_that_is_not_offered_cannot_be_chosen(cast, report, edit, photographed):
    hidden = photographed(has_consent=False)

    edit(**{f"photo-{hidden.pk}": "on"})

    assert not report.photos.exists()


def test_a_photo_is_not_shown_while_its_activity_is_open_again(
    client, cast, report, edit, photographed
):
    photo = photographed()
    edit(**{f"photo-{photo.pk}": "on"})

    activity = Activity.objects.get(pk=photo.activity_id)
    activity.reopen(by=cast.manager, version=activity.version, note="আবার দেখুন")

    assert report.photos.count() == 1
    assert photo.get_absolute_url() not in client.get(report.get_absolute_url()).content.decode()
