"""Receipt codes: copied by hand, in either script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.localisation import spaced
from outbox.receipts import new_code, read_code
from outbox.tests.conftest import told


def test_a_code_is_read_in_either_script_with_or_without_gaps():
    assert {read_code(typed) for typed in ("572 468 007", "৫৭২৪৬৮০০৭", " ৫৭২-468.007 ")} == {
        read_code("572468007")
    }


def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_found():
    code = new_code()
    wrong = {
        code[:at] + digit + code[at + 1 :]
        for at in range(len(code))
        for digit in "0123456789"
        if digit != code[at]
    }
    swapped = {
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(len(code) - 1)
        if code[at] != code[at + 1]
    }

    assert read_code(code) == code
    assert {read_code(one) for one in wrong | swapped} == {None}


@pytest.mark.parametrize("typed", ["", "12345678", "1234567890", "abcdefghi", "১২৩", "१२३४५६७८९"])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) is None


def test_a_code_is_shown_in_threes():
    assert spaced("123456789") == "123 456 789"


@pytest.mark.django_db
@pytest.mark.parametrize("records", [1, 3])
def test_the_newest_receipts_take_as_many_questions_for_three_as_for_one(
    client, cast, kept, send, jpeg, records, django_assert_num_queries
):
    for number in range(records):
        day = timezone.localdate() - timezone.timedelta(days=number)
        send(kept(jpeg(number), day="other", starts_on=day.isoformat()))
    client.get("/outbox/hello")

    with django_assert_num_queries(5):  # session, user, unread, records, files
        status, said = told(client.get("/outbox/receipts"))

    assert status == 200
    assert [receipt["state"] for receipt in said["receipts"]] == ["logged"] * records


@pytest.mark.django_db
def test_receipts_are_ones_own(client, cast, kept, send):
    send(kept())
    client.force_login(cast.manager)

    assert client.get("/outbox/receipts").json() == {"receipts": []}


@pytest.mark.django_db
def test_a_receipt_is_told_without_fetching_what_was_sent(client, kept, send, jpeg):
    send(kept(jpeg()))

    with CaptureQueriesContext(connection) as asked:
        client.get("/outbox/receipts")

    assert not [query for query in asked if '"content"' in query["sql"] or '"body"' in query["sql"]]
