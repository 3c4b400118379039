"""Looking a form over before it goes by way of the outbox: told all, stored nothing."""

import pytest

from activities.models import Activity
from outbox.form_versions import FORM_VERSION
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db
NEW = "/activities/new/"


def test_a_form_with_nothing_wrong_is_let_pass_and_not_stored(officer, sent):
    response = officer.post(NEW, sent(check="1"))

    assert (response.status_code, response.content) == (204, b"")
    assert not Activity.objects.exists()


def test_a_form_with_errors_is_shown_with_them(officer, sent):
    response = officer.post(NEW, sent(check="1", venue="", people_women="বারো"))

    page = response.content.decode()
    assert response.status_code == 422
    assert 'id="errors"' in page
    assert "বারো" in page
    assert not Activity.objects.exists()


def test_a_draft_is_looked_over_as_a_draft(officer, sent):
    response = officer.post(NEW, sent(check="1", submit=None, draft="1", venue="", union=""))

    assert response.status_code == 204


@pytest.mark.parametrize(("tick", "status"), [(None, 422), ("on", 204)])
def test_whether_it_is_another_one_is_asked(officer, cast, sent, tick, status):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        venue="পশ্চিম পাড়া, স্কুলের পাশের উঠান",
    )

    response = officer.post(NEW, sent(check="1", is_another=tick))

    assert response.status_code == status
    assert Activity.objects.count() == 1


def test_what_is_stored_already_stays_as_it_is(officer, sent, photo):
    data = sent(submit=None, draft="1")
    officer.post(NEW, data)

    same = officer.post(NEW, data | {"submit": "1", "check": "1", "photos": photo()})
    other = officer.post(NEW, data | {"venue": "পূর্ব পাড়া", "check": "1"})

    activity = Activity.objects.get()
    assert (same.status_code, other.status_code) == (204, 409)
    assert (activity.status, activity.version) == ("draft", 1)
    assert activity.venue == data["venue"]
    assert not activity.evidence.exists()


def test_the_page_tells_which_version_of_the_form_it_is(officer):
    response = officer.get(NEW)

    assert f'data-version="{FORM_VERSION}"' in response.content.decode()


def test_only_the_page_of_a_new_activity_goes_by_way_of_the_outbox(officer, sent):
    officer.post(NEW, sent(submit=None, draft="1"))
    draft = Activity.objects.get()

    page = officer.get(f"{draft.get_absolute_url()}edit/").content.decode()

    assert "data-outbox" not in page
    assert "outbox/form.js" not in page
