"""Every way of writing a number is read rightly or refused; there is no third thing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.localisation import TO_BANGLA
from common.numbers import read_number

READ = {
    "0": 0,
    "007": 7,
    "১২৫": 125,
    "1,25,000": 125_000,
    "125,000": 125_000,
    "১,২৫,০০০": 125_000,
    "10,000": 10_000,
    "10 000": 10_000,
    "10\u202f000": 10_000,
    "1\u00a025\u00a0000": 125_000,
    "1,00,00,000": 10_000_000,
    "12.0": 12,
    "12.00": 12,
    " 12 ": 12,
    "-3": -3,
    "−3": -3,
}
READ_WITH_DECIMALS = {
    "0,5": "0.5",
    "০,৫": "0.5",
    "7,25": "7.25",
    "7.25": "7.25",
    "1,000": "1000",
    "1,000.5": "1000.5",
    "1,25,000.75": "125000.75",
    "1 250,5": "1250.5",
}
REFUSED = [
    *["1,5", "1.000", "1,25,00", "1,2500", "1,25 000", "0,500", ",5", "5,", ".", ",", "1,,000"],
    *["1'000", "1_000", "1e3", "½", "²", "12 জন", "five", "+5", "--5", "1-2", "1,000,00", "0x10"],
    *["1.25.000", "10,00,00", "  1  000", "1  000", "9" * 41, "1\n000", "NaN", "inf", "12.5"],
]
REFUSED_WITH_DECIMALS = ["1.000", "1.250,5", "0,500", "1.234", "1,25,000,5", "1,2,3", ".5", "5."]


@pytest.mark.parametrize(("text", "value"), READ.items())
def test_it_is_read(text, value):
    assert read_number(text) == value
    assert read_number(text, decimals=2) == value


@pytest.mark.parametrize(("text", "value"), READ_WITH_DECIMALS.items())
def test_decimals_are_read_where_they_are_allowed(text, value):
    assert read_number(text, decimals=2) == Decimal(value)


@pytest.mark.parametrize("text", REFUSED)
def test_it_is_refused(text):
    assert read_number(text) is None


@pytest.mark.parametrize("text", REFUSED_WITH_DECIMALS)
def test_it_is_refused_where_decimals_are_allowed(text):
    assert read_number(text, decimals=2) is None


def grouped(digits, separator, size):
    """In thousands (`size` 3) or in lakhs (2): the last group has three digits."""
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        head, groups = head[:-size], [head[-size:], *groups]
    return separator.join(groups)


WAYS = {
    "value": st.integers(0, 9_999_999_999),
    "cents": st.sampled_from(["", "5", "25", "0", "00", "125"]),
    "mark": st.sampled_from([".", ","]),
    "separator": st.sampled_from(["", ",", " ", "\u00a0", "\u2009", "\u202f", ".", "'", "_"]),
    "size": st.sampled_from([2, 3]),
    "in_bangla": st.booleans(),
    "decimals": st.sampled_from([0, 2]),
}


def check(value, cents, mark, separator, size, in_bangla, decimals):
    written = grouped(str(value), separator, size) + (f"{mark}{cents}" if cents else "")
    meant = Decimal(f"{value}.{cents or 0}")
    shown = written.translate(TO_BANGLA) if in_bangla else written

    read = read_number(shown, decimals=decimals)

    if mark == "," and cents == "125" and value:  # the other reading of it: a group of three
        assert read in (None, Decimal(f"{value}125"))
    else:
        assert read in (None, meant)
    is_plain = separator in ("", ",", " ") and (not cents or (decimals and len(cents) < 3))
    if is_plain and (separator != "," or mark != "," or not cents):
        assert read == meant


@pytest.mark.parametrize(
    "times", [1_000, pytest.param(20_000, marks=pytest.mark.slow)], ids=["short", "full"]
)
def test_every_number_in_every_way_of_writing_is_read_or_refused(times, measured):
    settings(max_examples=times)(given(**WAYS)(check))()
    measured("ways of writing a number", f"{times:,}", "read rightly or refused")


@settings(max_examples=500)
@given(st.text("0123456789০১২৩৪৫৬৭৮৯,. -\u00a0\u2009", max_size=12))
def test_whatever_is_read_has_the_digits_that_were_typed(text):
    read = read_number(text, decimals=2)

    if read is not None:
        typed = [str(int(one)) for one in text if one.isdecimal()]
        assert "".join(typed).lstrip("0").rstrip("0") in f"{abs(read):f}".replace(".", "")
