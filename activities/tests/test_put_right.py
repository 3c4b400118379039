"""Who puts a record right for its author does not approve it as well."""

import pytest
from django.db import IntegrityError, connection

from activities.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def put_right(cast, logged):
    """Logged by the officer, put right by the manager, and waiting for review."""
    activity = logged(status="submitted", prepared_by=cast.manager)
    return Activity.objects.get(pk=activity.pk)


@pytest.mark.parametrize(("who", "may"), [("manager", False), ("administrator", True)])
def test_somebody_else_reviews_it(client, cast, put_right, who, may):
    client.force_login(cast[who])

    answer = client.post(f"{put_right.get_absolute_url()}approve/", {"version": put_right.version})

    put_right.refresh_from_db()
    assert answer.status_code == (302 if may else 403)
    assert put_right.status == ("approved" if may else "submitted")


@pytest.mark.parametrize(("who", "waits"), [("manager", False), ("administrator", True)])
def test_it_waits_for_somebody_else(cast, put_right, who, waits):
    assert Activity.objects.reviewable_by(cast[who]).exists() is waits


def test_it_is_not_approved_even_by_raw_sql(cast, put_right):
    with (
        pytest.raises(IntegrityError, match="nobody_approves_their_own"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE activities_activity SET status='approved', reviewed_at=now(),"
            " reviewed_by_id=prepared_by_id WHERE id=%s",
            [put_right.pk],
        )


def test_its_page_says_who_put_it_right(client, cast, put_right):
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)

    page = client.get(put_right.get_absolute_url()).content.decode()

    assert f"{cast.manager} put it right; somebody else approves it." in page
    assert 'id="approve"' not in page


def test_its_history_knows_who_put_it_right(cast, put_right):
    events = Activity.pgh_event_model.objects.filter(pgh_obj=put_right)

    assert {event.prepared_by_id for event in events} == {cast.manager.pk}
