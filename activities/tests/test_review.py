"""Submit, approve, return, reopen: who may, what it does, and who was faster."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.urls import reverse

from activities.models import Activity, Distribution, Participation
from projects.models import Project
from tests.factories import MaterialFactory, TargetGroupFactory, UserFactory

MOVES = {
    "submit": {"from": "draft", "to": "submitted"},
    "approve": {"from": "submitted", "to": "approved"},
    "return": {"from": "submitted", "to": "returned"},
    "reopen": {"from": "approved", "to": "returned"},
}
WHO_MAY = {
    "submit": {"officer"},
    "approve": {"manager", "administrator"},
    "return": {"manager", "administrator"},
    "reopen": {"manager", "administrator"},
}
PEOPLE = ("officer", "manager", "stranger", "other_manager", "administrator", "colleague")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("move", MOVES)
def test_who_may_move_an_activity(client, cast, logged, move, who):
    colleague = UserFactory(upazilas=[cast.feni_sadar])
    activity = logged(status=MOVES[move]["from"])
    client.force_login(colleague if who == "colleague" else cast[who])

    response = client.post(
        reverse(f"activities:{move}", args=[activity.pk]),
        {"version": activity.version, "note": "খাতা দেখে ঠিক করুন।"},
    )

    activity.refresh_from_db()
    if who in WHO_MAY[move]:
        expected = (302, MOVES[move]["to"])
    elif who in ("stranger", "other_manager") or move == "submit":
        expected = (404, MOVES[move]["from"])  # a draft is its author's alone
    else:
        expected = (403, MOVES[move]["from"])
    assert (response.status_code, activity.status) == expected


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "approved"])
@pytest.mark.parametrize("move", MOVES)
def test_only_the_moves_of_the_workflow_exist(client, cast, logged, move, status):
    activity = logged(status=status, officer=cast.manager, reviewer=cast.administrator)
    mover = cast.manager if move == "submit" else cast.administrator
    client.force_login(mover)

    client.post(
        reverse(f"activities:{move}", args=[activity.pk]),
        {"version": activity.version, "note": "ঠিক করুন"},
    )

    activity.refresh_from_db()
    allowed = status == MOVES[move]["from"] or (move, status) == ("submit", "returned")
    assert activity.status == (MOVES[move]["to"] if allowed else status)


def test_a_manager_does_not_approve_their_own(client, cast, logged):
    activity = logged(officer=cast.manager, status="submitted")
    client.force_login(cast.manager)

    response = client.post(
        reverse("activities:approve", args=[activity.pk]), {"version": activity.version}
    )

    assert response.status_code == 403


def test_nobody_approves_their_own_even_by_raw_sql(cast, logged):
    activity = logged(status="submitted")

    with (
        pytest.raises(IntegrityError, match="nobody_approves_their_own"),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE activities_activity SET status='approved', reviewed_at=now(),"
            " reviewed_by_id=officer_id WHERE id=%s",
            [activity.pk],
        )


def test_a_review_of_a_version_that_has_changed_is_refused(client, cast, logged):
    activity = logged(status="submitted")
    Activity.objects.filter(pk=activity.pk).update(version=activity.version + 1, venue="অন্য জায়গা")
    client.force_login(cast.manager)

    response = client.post(
        reverse("activities:approve", args=[activity.pk]),
        {"version": activity.version},
        follow=True,
    )

    activity.refresh_from_db()
    assert activity.status == "submitted"
    assert "আপনি দেখার সময় এটি বদলে গেছে" in response.content.decode()


def test_two_decisions_at_once_are_one_decision(cast, logged):
    activity = logged(status="submitted")
    same = Activity.objects.get(pk=activity.pk)
    activity.approve(by=cast.manager, version=activity.version)

    with pytest.raises(ValidationError):
        same.send_back(by=cast.administrator, version=same.version, note="না")

    same.refresh_from_db()
    assert same.status == "approved"


def test_returning_needs_a_note(client, cast, logged):
    activity = logged(status="submitted")
    client.force_login(cast.manager)

    client.post(
        reverse("activities:return", args=[activity.pk]),
        {"version": activity.version, "note": "   "},
    )

    activity.refresh_from_db()
    assert activity.status == "submitted"


@pytest.mark.parametrize("note", ["ইউনিয়ন ঠিক আছে তো?", "ক" * 2001])
def test_a_note_that_cannot_be_sent_stays_on_the_page(client, cast, logged, note):
    activity = logged(status="submitted")
    client.force_login(cast.manager)

    response = client.post(
        reverse("activities:return", args=[activity.pk]), {"version": 99, "note": note}
    )

    activity.refresh_from_db()
    assert response.status_code in (409, 422)
    assert note in response.content.decode()
    assert activity.status == "submitted"


@pytest.mark.parametrize("move", MOVES)
def test_a_decision_that_arrives_twice_is_taken_once(client, cast, logged, move):
    activity = logged(status=MOVES[move]["from"])
    client.force_login(cast.officer if move == "submit" else cast.manager)
    address = reverse(f"activities:{move}", args=[activity.pk])
    data = {"version": activity.version, "note": "খাতা দেখুন"}

    answers = [client.post(address, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Activity.objects.get().version == activity.version + 1


@pytest.mark.parametrize("move", MOVES)
def test_an_address_to_post_to_shows_the_activity(client, cast, logged, move):
    activity = logged(status="submitted")
    client.force_login(cast.manager)

    response = client.get(reverse(f"activities:{move}", args=[activity.pk]))

    assert response.url == activity.get_absolute_url()


def test_without_a_project_the_queue_says_so(client, cast):
    Project.objects.all().delete()
    client.force_login(cast.manager)

    response = client.get(reverse("activities:review"))

    assert "এখনও কোনো প্রকল্প নেই" in response.content.decode()


def test_a_draft_without_people_is_not_submitted(client, cast, logged):
    activity = logged(women=0)
    client.force_login(cast.officer)

    response = client.post(
        reverse("activities:submit", args=[activity.pk]), {"version": activity.version}
    )

    activity.refresh_from_db()
    assert response.url == reverse("activities:edit", args=[activity.pk])
    assert activity.status == "draft"


def test_the_queue_is_oldest_first_and_goes_on_to_the_next(client, cast, logged):
    first, second = logged(status="submitted"), logged(status="submitted")
    logged(status="submitted", officer=cast.manager)
    logged(status="submitted", upazila=cast.akhaura, officer=cast.stranger)
    client.force_login(cast.manager)

    queue = client.get(reverse("activities:review"))
    following = client.post(
        reverse("activities:approve", args=[first.pk]), {"version": first.version, "queue": "1"}
    )
    done = client.post(
        reverse("activities:approve", args=[second.pk]), {"version": second.version, "queue": "1"}
    )

    assert [activity.pk for activity in queue.context["waiting"]] == [first.pk, second.pk]
    assert following.url == f"{second.get_absolute_url()}?queue=1"
    assert done.url == reverse("activities:review")


def test_the_queue_is_not_for_field_officers(client, cast):
    client.force_login(cast.officer)

    assert client.get(reverse("activities:review")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_asks_the_database_a_fixed_number_of_times(
    client, cast, logged, rows, django_assert_num_queries
):
    for _ in range(rows):
        logged(status="submitted")
    client.force_login(cast.manager)

    with django_assert_num_queries(4):
        client.get(reverse("activities:review"))


@pytest.mark.parametrize(
    ("status", "sql"),
    [
        ("approved", "UPDATE activities_activity SET venue='elsewhere'"),
        ("approved", "UPDATE activities_participation SET first_time=1"),
        ("approved", "DELETE FROM activities_participation"),
        ("approved", "DELETE FROM activities_activity"),
        ("submitted", "DELETE FROM activities_activity"),
        ("submitted", "UPDATE activities_activity SET status='draft'"),
        ("submitted", "UPDATE activities_activity SET venue=''"),
        ("draft", "UPDATE activities_activity SET status='approved'"),
        ("draft", "UPDATE activities_activity SET starts_on='1999-01-01'"),
        ("draft", "UPDATE activities_activity SET ends_on=starts_on - 1"),
        ("draft", "UPDATE activities_participation SET female_0_17=-1"),
        ("draft", "UPDATE activities_participation SET female_0_17=100000"),
        ("draft", "UPDATE activities_participation SET female_18_59=0"),
        ("draft", "UPDATE activities_participation SET first_time=13"),
        ("draft", "UPDATE activities_participation SET with_disability=13"),
        ("draft", "UPDATE activities_activity SET ends_on='2999-01-01'"),
        ("draft", "UPDATE activities_activity SET count_method='guess'"),
        ("draft", "UPDATE projects_project SET starts_on='2999-01-01', ends_on='2999-02-01'"),
        ("draft", "UPDATE accounts_user SET role='boss'"),
        ("draft", "UPDATE accounts_user SET language='xx'"),
        ("draft", "UPDATE activities_activitytype SET counts='cows'"),
        ("draft", "UPDATE activities_activityevent SET venue='rewritten'"),
        ("draft", "DELETE FROM activities_activityevent"),
    ],
)
def test_the_database_keeps_the_rules_against_raw_sql(cast, logged, status, sql):
    logged(status=status)

    with (
        pytest.raises((IntegrityError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_the_database_moves_no_part_into_an_approved_activity(cast, logged):
    approved = logged(status="approved", group=TargetGroupFactory())
    part = logged().participations.get()

    with pytest.raises(IntegrityError, match="locked"), transaction.atomic():
        Participation.objects.filter(pk=part.pk).update(activity=approved)


def test_the_database_lets_nothing_begin_approved(cast, logged):
    activity = logged(status="approved")
    activity.pk = uuid.uuid4()

    with pytest.raises(IntegrityError, match="begins as a draft"), transaction.atomic():
        activity.save(force_insert=True)


def test_the_database_counts_no_pieces_where_people_are_counted(cast, logged):
    with pytest.raises(IntegrityError, match="does not count"), transaction.atomic():
        Distribution.objects.create(activity=logged(), material=MaterialFactory(), quantity=1)


def test_the_database_refuses_a_union_of_another_upazila(cast, logged):
    activity = logged()

    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(union=cast.mohamaya)
