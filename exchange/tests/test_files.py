"""The log as files: the same figures in each, of the user's places alone."""

import datetime
import io

import pytest
from django.db import connection
from django.utils import timezone
from openpyxl import load_workbook

import figures
from activities.cells import CELLS
from activities.models import Activity
from exchange.registry import BY_NAME
from figures import Selection
from projects.periods import whole_of
from reports.tests.conftest import rows_of
from tests.factories import ActivityFactory, ParticipationFactory

FILES = list(BY_NAME)


def in_sql(column, upazilas):
    """Independent of every query of ours: people of activities that are no drafts."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum({column}), 0) FROM activities_participation p "
            "JOIN activities_activity a ON a.id = p.activity_id "
            "WHERE a.status <> 'draft' AND a.upazila_id = ANY(%s)",
            [upazilas],
        )
        return cursor.fetchone()[0]


def sheet_rows(data):
    """The header, the tags and the rows of an XLSX."""
    header, tags, *rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return dict(zip(header, tags, strict=True)), [
        dict(zip(header, row, strict=True)) for row in rows
    ]


# Activities.


def test_one_tidy_row_for_each_activity_that_is_no_draft(client, cast, programme, download):
    client.force_login(cast.administrator)

    _tags, rows = rows_of(download("activities.csv"))

    listed = [(row["id"], row["status"], row["contacts"], row["upazila_pcode"]) for row in rows]
    assert listed == [
        (str(programme["approved"].pk), "approved", "27", "BD20300029"),
        (str(programme["awaiting"].pk), "submitted", "4", "BD20300014"),
        (str(programme["handed_out"].pk), "approved", "0", "BD20300029"),
        (str(programme["elsewhere"].pk), "approved", "30", "BD20120002"),
    ]


def test_the_row_says_where_when_and_by_whom(client, cast, programme, download):
    client.force_login(cast.manager)

    _tags, (row, awaiting, _handed_out) = rows_of(download("activities.csv"))

    today = timezone.localdate()
    names = (
        "project",
        "implementer_en",
        "implementer_bn",
        "type_code",
        "country",
        "division_pcode",
        "district_pcode",
        "district_bn",
        "first_day",
        "venue",
    )
    assert {name: row[name] for name in names} == {
        "project": "courtyards",
        "implementer_en": "YPSA",
        "implementer_bn": "ইপসা",
        "type_code": "courtyard-meeting",
        "country": "BGD",
        "division_pcode": "BD20",
        "district_pcode": "BD2030",
        "district_bn": "ফেনী",
        "first_day": str(today - datetime.timedelta(5)),
        "venue": "'=cmd()",
    }
    assert row["submitted_at"].startswith(str(today))
    assert row["approved_at"].startswith(str(today))
    assert (awaiting["union_en"], awaiting["approved_at"]) == ("Mohamaya", "")


def test_materials_are_outputs_in_a_column_each(client, cast, programme, download):
    client.force_login(cast.manager)

    tags, rows = rows_of(download("activities.csv"))

    assert tags["materials_leaf_let"] == "#output+num+item_leaf_let"
    assert [(row["materials_leaf_let"], row["materials"]) for row in rows] == [
        ("0", "0"),
        ("0", "0"),
        ("500", "500"),
    ]


def test_a_character_that_is_none_stops_no_file(client, cast, programme, download):
    """Forms refuse it; the database takes it from elsewhere."""
    Activity.objects.filter(pk=programme["awaiting"].pk).update(venue="ক\ufffeখ\x07গ")
    client.force_login(cast.manager)

    _tags, rows = sheet_rows(download("activities.xlsx"))

    assert "কখগ" in [row["venue"] for row in rows]


def test_csv_and_xlsx_and_sql_agree_on_every_cell(client, cast, programme, download):
    client.force_login(cast.manager)
    columns = [*CELLS.values(), "first_time", "with_disability"]

    _tags, from_csv = rows_of(download("activities.csv"))
    _tags, from_xlsx = sheet_rows(download("activities.xlsx"))

    feni = [cast.feni_sadar.pk, cast.chhagalnaiya.pk]
    by_sql = {column: in_sql(column, feni) for column in columns}
    assert {column: sum(int(row[column]) for row in from_csv) for column in columns} == by_sql
    assert {column: sum(row[column] for row in from_xlsx) for column in columns} == by_sql
    assert sum(int(row["contacts"]) for row in from_csv) == in_sql("people", feni) == 31
    assert [row["id"] for row in from_xlsx] == [row["id"] for row in from_csv]


def test_the_page_counts_the_same(client, cast, programme, download):
    client.force_login(cast.manager)
    asked = Selection(cast.manager, cast.project, whole_of(cast.project))

    _tags, rows = rows_of(download("activities.csv"))

    approved = [row for row in rows if row["status"] == "approved"]
    shown = figures.people(asked)
    assert sum(int(row["contacts"]) for row in approved) == shown.contacts
    assert sum(int(row["first_time"]) for row in approved) == shown.first_time


def test_excel_finds_days_and_numbers_and_no_formulas(client, cast, programme, download):
    client.force_login(cast.manager)

    sheet = load_workbook(io.BytesIO(download("activities.xlsx"))).active

    columns = {cell.value: cell.column for cell in sheet[1]}
    types = {name: sheet.cell(3, column).data_type for name, column in columns.items()}
    assert (types["first_day"], types["approved_at"], types["contacts"]) == ("d", "d", "n")
    assert (sheet.cell(3, columns["venue"]).value, types["venue"]) == ("=cmd()", "s")
    assert sheet.freeze_panes == "A3"


@pytest.mark.parametrize("name", ["activities.csv", "cells.csv"])
def test_excel_finds_a_byte_order_mark_and_bangla(client, cast, programme, download, name):
    client.force_login(cast.manager)

    data = download(name)

    assert data.startswith("\ufeff".encode())
    assert "ফেনী সদর" in data.decode()


# What is asked for.


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["approved", "awaiting", "handed_out"]),
        ({"place": "BD2030"}, ["approved", "awaiting", "handed_out"]),
        ({"place": "BD20300014"}, ["awaiting"]),
        ({"from": 4}, ["awaiting", "handed_out"]),
        ({"to": 4}, ["approved", "awaiting"]),
        ({"from": 4, "to": 4, "place": "BD20300029"}, []),
    ],
)
def test_place_and_days_narrow_it(client, cast, programme, download, asked, expected):
    client.force_login(cast.manager)
    today = timezone.localdate()
    days = {
        name: str(today - datetime.timedelta(value)) if isinstance(value, int) else value
        for name, value in asked.items()
    }

    _tags, rows = rows_of(download("activities.csv", **days))

    assert [row["id"] for row in rows] == [str(programme[name].pk) for name in expected]


@pytest.mark.parametrize("name", ["activities.csv", "activities.xlsx", "cells.csv"])
@pytest.mark.parametrize(
    ("who", "count"), [("officer", 3), ("stranger", 1), ("manager", 3), ("administrator", 4)]
)
def test_each_gets_their_own_places(client, cast, programme, download, name, who, count):
    client.force_login(cast[who])

    read = sheet_rows if name.endswith("xlsx") else rows_of
    _tags, rows = read(download(name))

    found = {row.get("activity_id", row["id"]) for row in rows}
    without_people = {str(programme["handed_out"].pk)} if name == "cells.csv" else set()
    visible = {
        "officer": {"approved", "awaiting", "handed_out"},
        "stranger": {"elsewhere"},
        "manager": {"approved", "awaiting", "handed_out"},
        "administrator": {"approved", "awaiting", "handed_out", "elsewhere"},
    }[who]
    assert len(visible) == count
    assert found == {str(programme[each].pk) for each in visible} - without_people


@pytest.mark.parametrize("name", [*FILES, ""])
@pytest.mark.parametrize("place", ["BD2012", "BD20120002", "BD99", "nonsense-place"])
def test_a_place_of_somebody_else_is_not_there(client, cast, programme, name, place):
    client.force_login(cast.manager)

    assert client.get(f"/exports/{name}", {"place": place}).status_code == 404


@pytest.mark.parametrize("name", [*FILES, ""])
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"from": "yesterday"}, "Write the day as day/month/year."),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "The last day cannot be before the first."),
        ({"to": "1999-01-01"}, "The project runs from"),
        ({"project": "nothing"}, "There is no such project."),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(client, cast, name, asked, said):
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)

    response = client.get(f"/exports/{name}", asked)

    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_file_that_does_not_exist_is_not_there(client, cast):
    client.force_login(cast.manager)

    assert client.get("/exports/survivors.csv").status_code == 404


def test_the_page_leads_to_every_file_with_what_was_asked(client, cast):
    client.force_login(cast.manager)

    page = client.get("/exports/", {"place": "BD20300014", "from": str(cast.project.starts_on)})

    for name in FILES:
        address = f"/exports/{name}?project=courtyards&amp;place=BD20300014&amp;from="
        assert address in page.content.decode()


# Queries.


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("activities.csv", 8), ("activities.xlsx", 8), ("cells.csv", 6)]
)
def test_a_file_costs_the_same_however_long_it_is(
    client, cast, download, django_assert_num_queries, count, name, queries
):
    for _number in range(count):
        activity = ActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=cast.feni_sadar,
            officer=cast.officer,
        )
        ParticipationFactory(activity=activity, target_group=cast.women_at_risk)
        ParticipationFactory(activity=activity)
        activity.submit(version=1)
    client.force_login(cast.manager)

    with django_assert_num_queries(queries):
        download(name)


@pytest.mark.parametrize("name", ["activities.csv", "cells.csv"])
def test_what_is_handed_on_names_no_member_of_the_staff(client, cast, programme, download, name):
    client.force_login(cast.administrator)

    text = download(name).decode()

    assert str(programme["approved"].pk) in text
    assert cast.officer.username not in text
