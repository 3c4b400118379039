"""Two people write down the seats of one committee at the same time."""

import pytest
from django.urls import reverse

from committees.models import Member
from tests.factories import CommitteeFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee(cast):
    """Of Feni Sadar, with its chair and an imam."""
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    MemberFactory(committee=committee, role="chair", post="চেয়ারম্যান", sex="male")
    MemberFactory(committee=committee, post="ইমাম", sex="male")
    return committee


@pytest.fixture
def edit(client, cast, committee):
    """A page of the manager: what a browser would send of it, and the sending."""
    client.force_login(cast.manager)
    address = reverse("committees:edit", args=[committee.pk])

    class Page:
        def __init__(self):
            self.read(client.get(address))

        def read(self, response):
            form = response.context["form"]
            self.fields = {
                part[name].html_name: value
                for part in (form, *form.members)
                for name in part.fields
                if (value := part[name].value()) not in (None, False)
            }

        def write(self, post, row):
            self.fields[f"m{row}-post"] = post
            return self

        def save(self):
            response = client.post(address, self.fields)
            if response.status_code != 302:
                self.read(response)
            return response

    return Page


def posts(committee):
    return {member.post for member in committee.members.all()}


def test_a_seat_somebody_added_meanwhile_stays_and_both_are_shown(committee, edit):
    mine = edit().write("কাজি", 2)
    mine.fields["note"] = "সাত সদস্য"
    edit().write("প্রধান শিক্ষক", 3).save()

    response = mine.save()

    page = response.content.decode()
    assert response.status_code == 409
    assert posts(committee) == {"চেয়ারম্যান", "ইমাম", "প্রধান শিক্ষক"}
    assert 'value="কাজি"' in page
    assert "সাত সদস্য</textarea>" in page
    assert 'value="প্রধান শিক্ষক"' in page


def test_saved_again_from_the_page_that_shows_both_there_are_both(committee, edit):
    mine = edit().write("কাজি", 2)
    mine.fields["note"] = "সাত সদস্য"
    edit().write("প্রধান শিক্ষক", 2).save()
    mine.save()

    response = mine.save()

    committee.refresh_from_db()
    assert (response.status_code, committee.note) == (302, "সাত সদস্য")
    assert posts(committee) == {"চেয়ারম্যান", "ইমাম", "প্রধান শিক্ষক", "কাজি"}
    assert committee.members.count() == 4


def test_a_page_sent_twice_is_saved_once(committee, edit):
    mine = edit().write("কাজি", 2)
    mine.fields["note"] = "সাত সদস্য"

    answers = [mine.save().status_code for _ in range(2)]

    committee.refresh_from_db()
    assert answers == [302, 302]
    assert committee.members.count() == 3
    assert committee.version == 2


def test_nothing_sent_changes_nothing(client, committee, edit):
    edit()

    response = client.post(reverse("committees:edit", args=[committee.pk]), {})

    committee.refresh_from_db()
    assert response.status_code == 409
    assert committee.is_active
    assert committee.members.count() == 2


def test_a_seat_that_was_not_sent_stays_and_one_that_was_emptied_goes(client, committee, edit):
    edit()
    imam = Member.objects.get(post="ইমাম")
    sent = {"m0-pk": imam.pk, "m0-post": "", "m0-role": "member", "m0-sex": "male"}

    client.post(
        reverse("committees:edit", args=[committee.pk]),
        sent | {"version": committee.version, "is_active": "on"},
    )

    assert posts(committee) == {"চেয়ারম্যান"}


def test_two_chairs_at_the_same_time_are_one(committee, edit):
    Member.objects.filter(role="chair").delete()
    mine, other = edit().write("কাজি", 1), edit().write("প্রধান শিক্ষক", 1)
    mine.fields["m1-role"] = other.fields["m1-role"] = "chair"
    other.save()

    answers = [mine.save().status_code for _ in range(2)]

    assert answers == [409, 422]
    assert Member.objects.get(role="chair").post == "প্রধান শিক্ষক"


def test_what_an_administrator_changes_is_another_version(client, cast, committee, edit):
    mine = edit()
    client.force_login(cast.administrator)
    members = committee.members.all()
    client.post(
        reverse("admin:committees_committee_change", args=[committee.pk]),
        {
            "note": "বদলানো",
            "is_active": "on",
            "members-TOTAL_FORMS": "0",
            "members-INITIAL_FORMS": "0",
        },
    )

    response = mine.save()

    committee.refresh_from_db()
    assert (response.status_code, committee.note, len(members)) == (409, "বদলানো", 2)
