"""The pages: who may see them, what is asked for in the address, how much they cost."""

import datetime
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from common.calendar import Period, month_of, quarter_of
from districts.models import Upazila
from projects.models import Project
from projects.periods import chosen
from tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    ParticipationFactory,
    ProjectFactory,
    TargetGroupFactory,
    UnionFactory,
)

FENI = reverse("dashboards:district", args=["BD2030"])
FENI_SADAR = reverse("dashboards:upazila", args=["BD20300029"])
AKHAURA = reverse("dashboards:upazila", args=["BD20120002"])
PROJECT = reverse("dashboards:project")


@pytest.mark.parametrize("query", ["", "?format=csv&table=groups"])
@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("officer", PROJECT, 200),
        ("stranger", PROJECT, 200),
        ("officer", FENI, 200),
        ("manager", FENI, 200),
        ("administrator", FENI, 200),
        ("stranger", FENI, 404),
        ("other_manager", FENI, 404),
        ("officer", FENI_SADAR, 200),
        ("stranger", FENI_SADAR, 404),
        ("other_manager", FENI_SADAR, 404),
        ("officer", AKHAURA, 404),
        ("officer", "/dashboard/districts/BD9999/", 404),
    ],
)
def test_a_place_is_for_those_who_work_there(client, cast, who, address, status, query):
    client.force_login(cast[who])

    assert client.get(address + query).status_code == status


def test_visitors_are_asked_to_sign_in(client, cast):
    for address in (PROJECT, FENI, FENI_SADAR, reverse("dashboards:home")):
        assert client.get(address).status_code == 302


def test_one_who_sees_a_part_of_a_district_is_told_so(client, cast):
    cast.officer.upazilas.set([cast.feni_sadar])
    client.force_login(cast.officer)

    area = client.get(FENI).context["area"]

    assert area.is_partly_seen
    assert area.upazilas == (cast.feni_sadar,)
    assert area.unseen == (cast.chhagalnaiya,)


def test_nobody_sees_the_draft_of_another_in_any_figure(client, cast):
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.feni_sadar,
        officer=cast.officer,
        women=5,
    )
    for who in (cast.officer, cast.manager):
        client.force_login(who)
        context = client.get(FENI).context
        assert (context["log"].total.approved, context["people"].contacts) == (0, 0)
        assert list(context["recent"]) == []


def test_a_quiet_upazila_a_quiet_group_and_a_quiet_type_show_a_zero(client, cast):
    client.force_login(cast.manager)

    context = client.get(FENI, {"period": "project"}).context

    assert [(row.upazila, row.tally.approved) for row in context["upazilas"]] == [
        (cast.chhagalnaiya, 0),
        (cast.feni_sadar, 0),
    ]
    assert [(row.group, row.contacts) for row in context["groups"]] == [(cast.women_at_risk, 0)]
    assert [(row.type, row.tally.approved) for row in context["log"].by_type] == [
        (cast.courtyard, 0)
    ]
    assert all(row.tally.approved == 0 for row in context["log"].by_month)


def log_some(cast, count, **fields):
    for number in range(count):
        activity = ActivityFactory(
            project=cast.project,
            activity_type=ActivityTypeFactory() if number % 2 else cast.courtyard,
            upazila=[cast.feni_sadar, cast.chhagalnaiya][number % 2],
            union=None if number % 2 else UnionFactory(upazila=cast.feni_sadar),
            officer=cast.officer,
            starts_on=timezone.localdate() - datetime.timedelta(days=20 * number),
        )
        ParticipationFactory(activity=activity, target_group=TargetGroupFactory())
        ParticipationFactory(activity=activity, target_group=cast.women_at_risk)
        status = [Activity.Status.APPROVED, Activity.Status.SUBMITTED][number % 3 == 1]
        now = timezone.now()
        Activity.objects.filter(pk=activity.pk).update(status="submitted", submitted_at=now)
        if status == Activity.Status.APPROVED:
            Activity.objects.filter(pk=activity.pk).update(
                status=status, reviewed_at=now, reviewed_by=cast.manager
            )


@pytest.mark.parametrize("count", [1, 3, 12])
@pytest.mark.parametrize("who", ["officer", "manager", "administrator"])
@pytest.mark.parametrize(("address", "queries"), [(PROJECT, 16), (FENI, 17), (FENI_SADAR, 16)])
def test_a_dashboard_asks_the_same_few_queries_whatever_the_amount(
    client, cast, django_assert_num_queries, who, address, queries, count
):
    log_some(cast, count)
    client.force_login(cast[who])

    with django_assert_num_queries(queries):
        response = client.get(address, {"period": "project"})

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_attention_names_what_waits_what_came_back_and_where_it_is_quiet(client, cast):
    old = timezone.localdate() - datetime.timedelta(days=45)
    common = {"project": cast.project, "activity_type": cast.courtyard, "officer": cast.officer}
    ActivityFactory(**common, upazila=cast.feni_sadar, status="submitted", women=3)
    ActivityFactory(**common, upazila=cast.feni_sadar, status="returned", women=3)
    ActivityFactory(**common, upazila=cast.chhagalnaiya, status="approved", women=3, starts_on=old)
    client.force_login(cast.manager)

    attention = client.get(FENI, {"period": "month"}).context["attention"]

    assert (attention.awaiting, attention.oldest_days, attention.returned) == (1, 0, 1)
    assert [(place.upazila, place.last_on, place.days) for place in attention.quiet] == [
        (cast.chhagalnaiya, old, 45)
    ]


def test_a_project_that_is_over_shows_all_its_days_and_has_no_quiet_places(client, cast):
    over = ProjectFactory(starts_on="2007-08-01", ends_on="2010-10-31")
    over.upazilas.add(cast.feni_sadar)
    client.force_login(cast.manager)

    context = client.get(FENI, {"project": over.slug}).context

    days = Period(datetime.date(2007, 8, 1), datetime.date(2010, 10, 31))
    assert context["asked"].period == days
    assert context["attention"].quiet == ()
    assert [value for value, _, _ in context["form"].offered] == ["project"]


def test_without_any_project_the_page_says_what_to_do(client, cast):
    Project.objects.all().delete()
    client.force_login(cast.administrator)

    for address in (PROJECT, FENI, reverse("dashboards:home")):
        response = client.get(address)
        assert response.status_code == 409
        assert response.templates[0].name == "no_project.html"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"from": "৩১/০২/২০২৬"}, "from"),
        ({"from": "yesterday", "to": "2026-01-01"}, "from"),
        ({"to": "10**12"}, "to"),
        ({"from": "2020-01-02", "to": "2020-01-01"}, "to"),
        ({"from": "1971-01-01", "to": "1971-12-31"}, "from"),
        ({"type": "no-such-type"}, "type"),
        ({"period": "century"}, "period"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(client, cast, typed, field):
    client.force_login(cast.manager)

    response = client.get(FENI, {"format": "csv", "table": "groups", **typed})

    form = response.context["form"]
    assert response.status_code == 200
    assert list(form.errors) == [field]
    for name, value in typed.items():
        if name in ("from", "to"):
            assert f'value="{value}"' in response.content.decode()


@pytest.mark.parametrize("typed", ["০১/০৩/২০২৬", "2026-03-01", "1.3.2026", "২০২৬-০৩-০১"])
def test_days_are_read_in_either_digits(client, cast, typed, settings):
    Project.objects.update(starts_on="2025-01-01", ends_on="2027-12-31")
    client.force_login(cast.manager)

    asked = client.get(FENI, {"from": typed, "to": "৩১/০৩/২০২৬"}).context["asked"]

    assert asked.period == Period(datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))


@pytest.mark.parametrize(
    ("choice", "start", "end"),
    [
        ("month", (2026, 11, 1), (2026, 11, 23)),
        ("quarter", (2026, 10, 1), (2026, 11, 23)),
        ("year", (2026, 1, 1), (2026, 11, 23)),
        ("project", (2024, 9, 15), (2026, 11, 23)),
    ],
)
def test_a_choice_means_its_days_up_to_today(choice, start, end):
    project = Project(starts_on=datetime.date(2024, 9, 15), ends_on=datetime.date(2027, 12, 14))

    period = chosen(choice, project, datetime.date(2026, 11, 23))

    assert period == Period(datetime.date(*start), datetime.date(*end))


def test_quarters_are_those_of_the_calendar():
    february = datetime.date(2028, 2, 29)

    assert quarter_of(february) == Period(datetime.date(2028, 1, 1), datetime.date(2028, 3, 31))
    assert month_of(february) == Period(datetime.date(2028, 2, 1), february)


@pytest.mark.parametrize(("months", "unit"), [(1, "month"), (14, "month"), (39, "quarter")])
def test_a_long_time_is_drawn_in_quarters_that_cover_every_day_once(months, unit):
    start = datetime.date(2024, 1, 10)
    end = month_of(start + datetime.timedelta(days=round(30.4 * (months - 1)))).end

    columns = Period(start, end).columns()

    assert {column.unit for column in columns} == {unit}
    assert len(columns) <= 14
    assert (columns[0].period.start, columns[-1].period.end) == (start, end)
    for before, after in itertools.pairwise(columns):
        assert after.period.start - before.period.end == datetime.timedelta(days=1)


@pytest.mark.parametrize("table", ["unions", "nothing", ""])
def test_a_table_that_is_not_there_is_not_found(client, cast, table):
    client.force_login(cast.manager)

    assert client.get(FENI, {"format": "csv", "table": table}).status_code == 404


def test_a_dashboard_only_reads(client, cast):
    client.force_login(cast.manager)

    assert client.post(FENI).status_code == 405


def test_the_map_picks_out_the_work_area(client, cast):
    Upazila.objects.update(outline="M10 10l90 0l0 90l-90 0z", label_x=50, label_y=50)
    outside = Upazila.objects.create(
        pcode="BD20300099",
        district=cast.feni,
        name_en="Outside",
        name_bn="বাইরে",
        latitude=23,
        longitude=91,
        area_km2=1,
        outline="M200 10l90 0l0 90l-90 0z",
    )
    ActivityFactory(
        project=cast.project,
        activity_type=cast.courtyard,
        upazila=cast.feni_sadar,
        status="approved",
        women=7,
    )
    client.force_login(cast.manager)

    drawn = client.get(FENI).context["map"]

    assert drawn.frame.width == 280
    assert {shape.upazila: shape.shade for shape in drawn.shapes} == {
        outside: None,
        cast.chhagalnaiya: None,
        cast.feni_sadar: 4,
    }
