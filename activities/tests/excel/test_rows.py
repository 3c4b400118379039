"""What is said of each row: the rules are those of the page, each named with its column."""

import datetime

import pytest
from django.utils import timezone

from activities.models import Activity
from activities.tests.excel.sheets import Office, a_row, last_month, outcomes, reasons
from tests.factories import (
    ActivityTypeFactory,
    CommitteeFactory,
    MaterialFactory,
    TargetGroupFactory,
    UnionFactory,
)

pytestmark = pytest.mark.django_db


WRONG = [
    ({"activity_type": None}, "Activity type: Choose what kind of activity it was."),
    ({"activity_type": "Concert"}, "Activity type: “Concert” is not in the list."),
    ({"union": None}, "Union: Choose the union where it was held."),
    ({"union": "Dhaka"}, "Union: “Dhaka” is not in the list."),
    ({"venue": None}, "Venue: Write where it was held."),
    ({"venue": "ক" * 201}, "Venue: Too long: write at most 200 characters."),
    ({"starts_on": None}, "First day: Choose the day."),
    ({"starts_on": "someday"}, "First day: Write the day as day/month/year."),
    ({"starts_on": 45678}, "First day: Write the day as day/month/year."),
    ({"ends_on": "1/13/2026"}, "Last day: Write the day as day/month/year."),
    ({"count_method": None}, "How did you count?: Say how people were counted."),
    ({"count_method": "by eye"}, "How did you count?: “by eye” is not in the list."),
    ({"target_group": None}, "Target group: Choose the target group."),
    ({"target_group": "Everybody"}, "Target group: “Everybody” is not in the list."),
    ({"women": "many"}, "Women at risk · Women: Write a number."),
    (
        {"women": 12.5},
        "Women at risk · Women: “12.5” cannot be read as a number for certain."
        " Write digits, such as 1250.",
    ),
    ({"girls": -3}, "Women at risk · Girls: Write a number, not below zero."),
    ({"girls": 100_000}, "Women at risk · Girls: Too large a number: the most is 99,999."),
    ({"women_60": 20}, "Women at risk · Women 60+: More women of 60 and over than women."),
    (
        {"first_time": 29},
        "Women at risk · First time: More people came for the first time than came at all.",
    ),
    (
        {"with_disability": 29},
        "Women at risk · With a disability: More people with a disability than came at all.",
    ),
    (
        {"girls": None, "women": None, "women_60": None, "first_time": None},
        "Write how many people came.",
    ),
    ({"girls": "=2+3"}, "Girls: there is a formula. Write the value itself."),
    ({"venue": "=HYPERLINK(1)"}, "Venue: there is a formula. Write the value itself."),
    ({"summary": "ক" * 5001}, "Summary: Too long: write at most 5,000 characters."),
]


def test_a_wrong_row_is_refused_naming_its_column(office):
    upload = office.upload(*(a_row(**change) for change, _said in WRONG))

    assert outcomes(upload) == ["wrong"] * len(WRONG)
    assert [found[:1] for found in reasons(upload)] == [[said] for _change, said in WRONG]


def test_a_row_is_told_the_same_wherever_it_stands(office):
    rows = [a_row(**change) for change, _said in WRONG]
    rows[5:5] = [a_row(venue="বাজার", summary="কথা"), a_row(venue="ঘাট", first_time=None)]

    down = office.upload(*rows)
    up = office.upload(*reversed(rows))

    assert up.results == down.results[::-1]


def test_days_are_in_the_month_of_the_sheet_and_in_order(office):
    first = last_month()

    upload = office.upload(
        a_row(starts_on=first - datetime.timedelta(days=1)),
        a_row(starts_on=first + datetime.timedelta(days=3), ends_on=first),
        a_row(starts_on=first, ends_on=timezone.localdate() + datetime.timedelta(days=1)),
    )

    month = f"{first:%B} {first.year}"
    assert reasons(upload) == [
        [f"First day: This sheet is of {month}; the day is not in it."],
        ["The last day cannot be before the first."],
        ["Last day: The day cannot be after today."],
    ]


def test_all_that_is_wrong_with_a_row_is_said_at_once(office):
    upload = office.upload(a_row(union=None, venue=None, women="x"))

    assert len(reasons(upload)[0]) == 3


ALIKE = [
    {"activity_type": "Courtyard meeting"},
    {"activity_type": "উঠান বৈঠক / Courtyard meeting"},
    {"activity_type": "  courtyard   MEETING "},
    {"activity_type": "courtyard-meeting"},
    {"union": "মহামায়া"},
    {"count_method": "Head count"},
    {"target_group": "ঝুঁকিতে থাকা নারী"},
    {"women": "১৯"},
    {"women": 19.0},
    {"women": " 19 "},
    {"venue": "  স্কুলের  পাশের উঠান "},
]


def test_either_language_and_either_digits_say_the_same(office):
    upload = office.upload(a_row(), *(a_row(**change) for change in ALIKE))

    plain, *others = upload.results
    assert [other["outcome"] for other in others] == ["duplicate"] * len(ALIKE)
    assert {other["key"] for other in others} == {plain["key"]}
    assert [other["part"] for other in others] == [plain["part"]] * len(ALIKE)


def test_a_day_is_an_excel_day_or_a_typed_one_in_either_digits(office):
    held_on = last_month() + datetime.timedelta(days=4)
    typed = f"{held_on:%d/%m/%Y}"
    in_bangla = typed.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))

    upload = office.upload(
        *(
            a_row(starts_on=day)
            for day in (held_on, datetime.datetime.combine(held_on, datetime.time()), typed)
        ),
        a_row(starts_on=in_bangla),
    )

    assert {result["key"] for result in upload.results} == {upload.results[0]["key"]}
    assert outcomes(upload) == ["new", "duplicate", "duplicate", "duplicate"]


def test_text_is_kept_in_nfc(office):
    upload = office.upload(a_row(venue="ছাগলনাই\u09af\u09bc\u09be"))

    assert upload.results[0]["activity"]["venue"] == "ছাগলনাই\u09af\u09bc\u09be"
    office.confirm(upload)
    assert Activity.objects.get().venue == "ছাগলনাই\u09af\u09bc\u09be"


def test_a_name_two_unions_bear_has_to_be_the_whole_name(office, cast):
    UnionFactory(upazila=cast.chhagalnaiya, name_en="Mohamaya", name_bn="মহামায়া দক্ষিণ")

    upload = office.upload(a_row(union="Mohamaya"), a_row(union="মহামায়া / Mohamaya"))

    assert outcomes(upload) == ["wrong", "new"]


def test_the_same_row_twice_is_left_out_once(office):
    upload = office.upload(a_row(), a_row(venue="স্কুলের পাশের উঠান"))

    assert outcomes(upload) == ["new", "duplicate"]
    assert reasons(upload)[1] == ["Row 2 says the same."]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"women": 18}, "Target group"),
        ({"target_group": "men", "count_method": "register"}, "How did you count?"),
        ({"target_group": "men", "summary": "Another"}, "Summary"),
    ],
)
def test_rows_of_one_activity_do_not_contradict_each_other(office, cast, change, column):
    cast.project.target_groups.add(TargetGroupFactory(code="men"))

    upload = office.upload(a_row(summary="One"), a_row(**change))

    assert outcomes(upload) == ["new", "wrong"]
    assert reasons(upload)[1] == [f"{column}: Row 2 says something else of the same activity."]


def test_what_was_checked_in_another_step_is_remembered(office):
    upload = office.upload(a_row(), a_row(women=18), a_row())
    said_at_once = upload.results
    upload.results = said_at_once[:2]
    upload.save()

    office.client.post(f"{upload.get_absolute_url()}check/")

    upload.refresh_from_db()
    assert upload.results == said_at_once


def test_people_and_materials_are_not_mixed(office, cast):
    leaflet = MaterialFactory(code="leaflet", activity_type__name_en="Handing out")
    other = MaterialFactory(code="billboard")
    office = office.anew()
    handed_out = {"activity_type": "Handing out", "count_method": None}
    nobody = {"target_group": None, "girls": None, "women": None, "women_60": None}
    nobody |= {"first_time": None}

    upload = office.upload(
        a_row(**{"material:leaflet": 4}),
        a_row(**handed_out, **{"material:leaflet": 4}),
        a_row(**handed_out, **nobody),
        a_row(**handed_out, **nobody, **{"material:billboard": 4}),
        a_row(**handed_out, **nobody, **{"material:leaflet": "few"}),
    )

    assert leaflet.activity_type != other.activity_type
    assert reasons(upload) == [
        ["This type of activity counts people: leave the materials empty."],
        ["This type of activity counts materials: leave groups and people empty."],
        ["Write how many were handed out."],
        ["This material does not belong to this type of activity."],
        [f"{leaflet.name_en} · How many: Write a number."],
    ]


@pytest.fixture
def committee(cast):
    ActivityTypeFactory(name_en="Committee meeting", is_of_committee=True)
    return CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)


def test_a_committee_is_named_where_there_is_one_to_name(office, committee):
    office = office.anew()
    meeting = {"activity_type": "Committee meeting", "committee": "Chhagalnaiya upazila committee"}

    upload = office.upload(
        a_row(**meeting, had_quorum="হ্যাঁ"),
        a_row(**meeting | {"committee": None}),
        a_row(**meeting, decisions="Somebody does something"),
        a_row(committee="Chhagalnaiya upazila committee"),
    )

    activity = upload.results[0]["activity"]
    assert (activity["committee"], activity["had_quorum"]) == (committee.pk, True)
    assert reasons(upload)[1:] == [
        ["Which committee met?: Choose the committee it was held with."],
        ["Decisions of a committee need an owner: write them in the log, once it is here."],
        ["This type of activity is held with no committee: leave it empty."],
    ]


def test_a_committee_meeting_is_stored_with_its_committee(office, committee):
    office = office.anew()
    meeting = {"activity_type": "Committee meeting", "committee": "Chhagalnaiya upazila committee"}

    office.confirm(office.upload(a_row(**meeting, had_quorum="No")))

    activity = Activity.objects.get()
    assert (activity.committee, activity.had_quorum) == (committee, False)


def test_sheets_without_committees_have_no_column_for_them(office, cast, client):
    columns = Office(client, cast.officer, cast.project, cast.chhagalnaiya).places

    assert "committee" not in columns
