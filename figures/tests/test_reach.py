"""Three ways of saying how many were reached, and that none is ever told without its method."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import Period
from figures import Selection, reach
from figures.reach import minimum_people
from figures.tables.dashboard import TABLES
from projects.periods import whole_of
from tests.factories import ActivityFactory, ParticipationFactory, TargetGroupFactory, UnionFactory
from tests.pages import compact

# One audience of one activity: which place, group and sex, and how many came.
AUDIENCES = st.lists(
    st.tuples(
        st.tuples(
            st.sampled_from(["BD20300029", "BD20300014"]),
            st.sampled_from([None, 1, 2]),
            st.integers(1, 3),
            st.sampled_from(["female", "male"]),
        ),
        st.integers(0, 500),
    )
)


@given(AUDIENCES.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_in_whatever_order_activities_come_the_minimum_is_the_same(twice):
    rows, shuffled = twice

    assert minimum_people(shuffled) == minimum_people(rows)


@given(AUDIENCES)
def test_there_are_never_more_different_people_than_contacts(rows):
    assert minimum_people(rows) <= sum(people for _audience, people in rows)


@given(AUDIENCES)
def test_there_are_at_least_as_many_as_at_the_largest_activity(rows):
    assert minimum_people(rows) >= max((people for _audience, people in rows), default=0)


@given(AUDIENCES, AUDIENCES)
def test_another_activity_never_lowers_it(rows, more):
    assert minimum_people(rows + more) >= minimum_people(rows)


@given(AUDIENCES)
def test_the_same_meetings_held_again_reach_nobody_new(rows):
    assert minimum_people(rows + rows) == minimum_people(rows)


@given(AUDIENCES, AUDIENCES)
def test_the_whole_is_at_most_its_parts_and_at_least_the_larger(one, other):
    whole = minimum_people(one + other)

    assert max(minimum_people(one), minimum_people(other)) <= whole
    assert whole <= minimum_people(one) + minimum_people(other)


def met(cast, women, men=0, group=None, first=0, status="approved", **fields):
    """A courtyard meeting of so many women and men of one group."""
    activity = ActivityFactory(
        **{
            "project": cast.project,
            "activity_type": cast.courtyard,
            "upazila": cast.feni_sadar,
            "officer": cast.officer,
            **fields,
        }
    )
    ParticipationFactory(
        activity=activity,
        target_group=group or cast.women_at_risk,
        female_18_59=women,
        male_60_plus=men,
        first_time=first,
    )
    change = type(activity).objects.filter(pk=activity.pk).update
    if status != "draft":
        change(status="submitted", submitted_at=timezone.now())
    if status == "approved":
        change(status=status, reviewed_at=timezone.now(), reviewed_by=cast.manager)
    return activity


def asked_by(user, project, place=None):
    return Selection(user, project, whole_of(project), place)


def values(asked):
    return tuple(figure.value for figure in reach(asked).figures)


def test_those_who_come_again_are_the_same_people(cast):
    met(cast, women=30, first=30)
    met(cast, women=25, men=4, first=5)

    assert values(asked_by(cast.manager, cast.project)) == (59, 35, 34)


def test_another_union_group_or_sex_are_other_people(cast):
    north, south = UnionFactory.create_batch(2, upazila=cast.feni_sadar)
    met(cast, women=10, union=north)
    met(cast, women=20, union=south)
    met(cast, women=7)  # in no union
    met(cast, women=3, upazila=cast.chhagalnaiya)  # in no union of another upazila
    met(cast, women=5, union=north, group=TargetGroupFactory())
    met(cast, women=1, men=9, union=north)

    assert values(asked_by(cast.manager, cast.project))[2] == 10 + 20 + 7 + 3 + 5 + 9


def test_what_awaits_review_stands_beside_and_raises_no_minimum(cast):
    met(cast, women=10, first=2)
    met(cast, women=50, first=40, status="submitted")
    met(cast, women=900, status="draft")

    told = reach(asked_by(cast.officer, cast.project))

    assert [(figure.value, figure.awaiting) for figure in told.figures] == [
        (10, 50),
        (2, 40),
        (10, None),
    ]


def test_nobody_came_is_zero_with_its_method(cast):
    told = reach(asked_by(cast.manager, cast.project))

    assert values(asked_by(cast.manager, cast.project)) == (0, 0, 0)
    assert all(str(figure.method) in str(figure) for figure in told.figures)


INDEPENDENTLY = """
    WITH each AS (
        SELECT a.upazila_id, coalesce(a.union_id, -1) AS place, p.target_group_id, sex,
            counted.people
        FROM activities_activity a
        JOIN activities_participation p ON p.activity_id = a.id
        CROSS JOIN LATERAL (VALUES
            ('f', female_0_17 + female_18_59 + female_60_plus + female_unrecorded),
            ('m', male_0_17 + male_18_59 + male_60_plus + male_unrecorded),
            ('t', third_gender_0_17 + third_gender_18_59 + third_gender_60_plus
                  + third_gender_unrecorded),
            ('u', unrecorded_0_17 + unrecorded_18_59 + unrecorded_60_plus
                  + unrecorded_unrecorded)
        ) AS counted (sex, people)
        WHERE a.project_id = %s AND a.status = 'approved' AND a.upazila_id = ANY(%s)
          AND a.starts_on BETWEEN %s AND %s
    )
    SELECT
        (SELECT coalesce(sum(people), 0) FROM each),
        (SELECT coalesce(sum(highest), 0) FROM (
            SELECT max(people) AS highest FROM each
            GROUP BY upazila_id, place, target_group_id, sex) AS most)
"""


def some_of_everything(cast):
    groups = [cast.women_at_risk, *TargetGroupFactory.create_batch(2)]
    for number in range(24):
        upazila = (cast.feni_sadar, cast.chhagalnaiya, cast.akhaura)[number % 3]
        activity = met(
            cast,
            women=number % 7 + 1,
            men=number % 5,
            group=groups[number % 3],
            upazila=upazila,
            union=cast.mohamaya if number % 6 == 1 else None,
            starts_on=timezone.localdate() - datetime.timedelta(days=15 * number),
            status="draft",
        )
        ParticipationFactory(
            activity=activity,
            target_group=groups[(number + 1) % 3],
            female_0_17=number,
            third_gender_18_59=number % 2,
            unrecorded_unrecorded=number % 4,
        )
        change = type(activity).objects.filter(pk=activity.pk).update
        change(status="submitted", submitted_at=timezone.now())
        if number % 5:
            change(status="approved", reviewed_at=timezone.now(), reviewed_by=cast.other_manager)


@pytest.mark.parametrize(
    ("who", "upazilas"),
    [
        ("administrator", ["BD20300029", "BD20300014", "BD20120002"]),
        ("manager", ["BD20300029", "BD20300014"]),
        ("stranger", ["BD20120002"]),
    ],
)
@pytest.mark.parametrize("days", [800, 100, 40])
def test_it_agrees_with_sql_that_knows_nothing_of_ours(cast, who, upazilas, days):
    some_of_everything(cast)
    today = timezone.localdate()
    period = Period(today - datetime.timedelta(days=days), today)
    with connection.cursor() as cursor:
        cursor.execute(INDEPENDENTLY, [cast.project.pk, upazilas, period.start, period.end])
        contacts, minimum = cursor.fetchone()

    told = reach(Selection(cast[who], cast.project, period))

    assert (told.contacts.value, told.minimum_people.value) == (contacts, minimum)
    assert 0 < minimum <= contacts


@pytest.mark.parametrize("count", [1, 3])
def test_it_is_one_query_whatever_the_amount(cast, django_assert_num_queries, count):
    for _ in range(count):
        met(cast, women=3, union=UnionFactory(upazila=cast.feni_sadar), group=TargetGroupFactory())

    with django_assert_num_queries(1):
        told = reach(asked_by(cast.manager, cast.project))

    assert told.minimum_people.value == 3 * count


@pytest.mark.parametrize("address", ["project", "district", "upazila"])
def test_a_dashboard_shows_each_with_its_method(client, cast, address):
    met(cast, women=30)
    met(cast, women=25)
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    arguments = {"district": ["BD2030"], "upazila": ["BD20300029"]}.get(address, [])

    response = client.get(reverse(f"dashboards:{address}", args=arguments), {"period": "project"})

    html = compact(response.content.decode())
    panel = html[html.index('id="reach"') :]
    panel = panel[: panel.index("</section>")]
    with translation.override("en"):
        for figure in response.context["reach"].figures:
            assert str(figure.method) in panel
            assert f"{figure.name}<b>{figure.value}</b>" in panel


def test_the_table_names_the_method_of_each_in_both_languages(cast):
    met(cast, women=30, first=4)
    met(cast, women=25, status="submitted")

    header, rows = TABLES["reach"](asked_by(cast.manager, cast.project), [])

    assert header == ["figure", "approved", "awaiting_review", "method_en", "method_bn"]
    lines = {code: (approved, awaiting, *methods) for code, approved, awaiting, *methods in rows}
    assert lines["contacts"][:2] == (30, 25)
    assert lines["first_time"][:2] == (4, 0)
    assert lines["minimum_people"][:2] == (30, "")
    assert all(methods[0] and methods[1] for _approved, _awaiting, *methods in lines.values())
