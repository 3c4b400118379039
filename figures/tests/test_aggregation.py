"""The rules by which values are put together, whatever the values are."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.calendar import quarter_of
from figures.aggregation import combine, due_of_each, due_of_level, elapsed, plain

counts = st.integers(min_value=0, max_value=10**7)
values = st.lists(st.none() | counts, max_size=30)
rules = st.sampled_from(["sum", "max", "average"])
LAST = quarter_of(datetime.date(2026, 8, 1))
THIS = quarter_of(datetime.date(2026, 11, 23))
NEXT = quarter_of(datetime.date(2027, 1, 1))
TODAY = datetime.date(2026, 11, 15)


@given(rules, values, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(rule, given_values, random):
    shuffled = list(given_values)
    random.shuffle(shuffled)

    assert combine(rule, given_values) == combine(rule, shuffled)


@given(values.filter(lambda found: any(value is not None for value in found)))
def test_the_average_is_within_the_highest_which_is_within_the_sum(given_values):
    average, highest, total = (combine(rule, given_values) for rule in ("average", "max", "sum"))

    assert average <= highest <= total


@given(rules, values)
def test_what_is_not_recorded_takes_no_part_and_zero_does(rule, given_values):
    assert combine(rule, [*given_values, None]) == combine(rule, given_values)
    assert combine(rule, [None, None]) is None
    assert combine(rule, [None, 0]) == 0
    assert combine("average", [0, 4]) == 2


@given(st.sampled_from(["sum", "max"]), values, values)
def test_a_cumulative_value_never_falls(rule, so_far, after):
    before = combine(rule, so_far) or 0

    assert (combine(rule, so_far + after) or 0) >= before


@given(st.lists(counts, min_size=1, max_size=8))
def test_adding_up_by_district_first_changes_no_sum_and_no_highest(numbers):
    half = len(numbers) // 2
    for rule in ("sum", "max"):
        districts = [combine(rule, numbers[:half]), combine(rule, numbers[half:])]

        assert combine(rule, districts) == combine(rule, numbers)


def test_whole_numbers_stay_whole_and_others_have_two_places():
    assert plain(Decimal("12.00")) == 12
    assert isinstance(plain(Decimal("12.00")), int)
    assert combine("average", [1, 1, 2]) == Decimal("1.33")


def test_a_quarter_goes_by_day_by_day():
    assert elapsed(LAST, TODAY) == 1
    assert elapsed(THIS, TODAY) == Decimal(46) / 92
    assert elapsed(NEXT, TODAY) == 0


@pytest.mark.parametrize(("rule", "due"), [("sum", 30 + 20), ("max", 30), ("average", Decimal(25))])
def test_the_target_of_this_quarter_is_due_in_part_and_the_next_not_at_all(rule, due):
    promised = [(LAST, 30), (THIS, 40), (NEXT, 50)]

    assert due_of_each(rule, promised, TODAY) == due


def test_a_level_is_approached_from_the_one_before():
    assert due_of_level([(LAST, 30), (THIS, 50), (NEXT, 90)], TODAY) == 40
    assert due_of_level([(LAST, None), (THIS, 50)], TODAY) == 25
    assert due_of_level([(NEXT, 90)], TODAY) is None
