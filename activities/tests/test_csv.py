"""The list as a table for other programs."""

import csv
import io

import pytest

from tests.factories import ParticipationFactory

LIST = "/activities/"


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_is_the_filtered_list_with_every_cell(manager, cast, logged):
    activity = logged(venue="=cmd()", women=12, status="approved")
    logged(women=5, status="submitted")

    rows = read_csv(manager.get(LIST, {"status": "approved", "format": "csv"}))

    assert [row["id"] for row in rows] == [str(activity.pk)]
    assert rows[0]["female_18_59"] == rows[0]["contacts"] == "12"
    assert rows[0]["venue"] == "'=cmd()"
    assert rows[0]["upazila_pcode"] == "BD20300029"
    assert rows[0]["type_bn"] == "উঠান বৈঠক"


@pytest.mark.parametrize(
    ("asked", "contacts", "women", "boys", "first_time"),
    [
        ({}, "17", "12", "5", "2"),
        ({"sex": "female"}, "12", "12", "0", ""),
        ({"age": "0_17"}, "5", "0", "5", ""),
        ({"group": "women-at-risk"}, "12", "12", "0", "0"),
    ],
)
def test_the_csv_counts_only_who_is_asked_for(
    manager, logged, asked, contacts, women, boys, first_time
):
    activity = logged(women=12)
    ParticipationFactory(activity=activity, female_18_59=0, male_0_17=5, first_time=2)
    activity.submit(version=1)

    (row,) = read_csv(manager.get(LIST, asked | {"format": "csv"}))

    counted = (row["contacts"], row["female_18_59"], row["male_0_17"], row["first_time"])
    assert counted == (contacts, women, boys, first_time)


@pytest.mark.parametrize(
    "wrong", [{"from": "garbage"}, {"type": "nope"}, {"status": "zzz"}, {"place": "BD2012"}]
)
def test_a_csv_of_a_filter_that_makes_no_sense_is_refused(manager, logged, wrong):
    logged(status="submitted")

    response = manager.get(LIST, wrong | {"format": "csv"})

    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/html")


def test_the_csv_of_two_groups_does_not_multiply(manager, logged):
    activity = logged(women=12)
    ParticipationFactory(activity=activity, male_18_59=7, female_18_59=0)
    activity.submit(version=1)

    (row,) = read_csv(manager.get(LIST, {"format": "csv"}))

    assert (row["contacts"], row["female_18_59"], row["male_18_59"]) == ("19", "12", "7")


def test_the_csv_of_another_district_is_empty(client, cast, logged):
    logged(status="approved")
    client.force_login(cast.other_manager)

    assert read_csv(client.get(LIST, {"format": "csv"})) == []
