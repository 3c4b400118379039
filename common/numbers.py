"""How a number is read that somebody typed: rightly, or not at all.

`readNumber` in static/log.js reads the same numbers for the page's script;
tests/browser/test_numbers.py holds the two together.
"""

import re
from decimal import Decimal

from common.localisation import latin_digits

MOST_CHARACTERS = 40
SEPARATOR = "[, \u00a0\u2009\u202f]"
"""A comma, or a blank: of any keyboard, no-break, thin, narrow no-break."""

# 125,000 in thousands; 1,25,000 in lakhs. No group begins a number with 0.
GROUPED = re.compile(
    rf"[1-9]\d{{0,2}}({SEPARATOR})\d{{3}}(?:\1\d{{3}})*"
    rf"|[1-9]\d?({SEPARATOR})(?:\d{{2}}\2)+\d{{3}}",
    re.ASCII,
)
DIGITS = re.compile(r"\d+", re.ASCII)


def read_number(text: str, *, decimals: int = 0) -> Decimal | None:
    """The number that was written, in Latin or Bangla digits; None if that is none, or two.

    After a point or a comma may stand at most `decimals` digits; .0 and .00 may stand after a
    whole number too. So 1,000 is a thousand; 0,5 is a half where decimals are allowed; and 1.000,
    which one reader takes for one and another for a thousand, is refused.
    """
    text = latin_digits(text.strip())
    if len(text) > MOST_CHARACTERS:
        return None
    sign, text = ("-", text[1:]) if text[:1] in ("-", "\u2212") else ("", text)
    whole, fraction = _parts(text, decimals)
    if GROUPED.fullmatch(whole):
        whole = re.sub(SEPARATOR, "", whole)
    if not DIGITS.fullmatch(whole):
        return None
    return Decimal(f"{sign}{whole}.{fraction}")


def _parts(text: str, decimals: int) -> tuple[str, str]:
    """What stands before the decimals, and the decimals."""
    for mark in (".", ","):
        whole, _found, fraction = text.rpartition(mark)
        if DIGITS.fullmatch(fraction) and mark not in whole and whole:
            is_whole = mark == "." and fraction in ("0", "00")
            if len(fraction) <= decimals or is_whole:
                return whole, fraction
    return text, "0"
