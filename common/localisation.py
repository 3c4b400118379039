"""Two languages and two sets of digits: how numbers, dates and text are read and written."""

import datetime
import unicodedata
from decimal import Decimal

from django.utils import formats
from django.utils.translation import get_language

BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
LATIN_DIGITS = "0123456789"
TO_LATIN = str.maketrans(BANGLA_DIGITS, LATIN_DIGITS)
TO_BANGLA = str.maketrans(LATIN_DIGITS, BANGLA_DIGITS)


def is_bangla() -> bool:
    return (get_language() or "bn").startswith("bn")


def latin_digits(text: str) -> str:
    return text.translate(TO_LATIN)


def normalised(text: str) -> str:
    """The text as it is stored and searched: in Unicode NFC, without white space around it."""
    return unicodedata.normalize("NFC", text).strip()


def localised_digits(text: str) -> str:
    """The text with all its digits in the current language."""
    return text.translate(TO_BANGLA) if is_bangla() else latin_digits(text)


def spaced(code: str) -> str:
    """The code in groups of three characters, as it is shown and copied by hand."""
    return " ".join(code[at : at + 3] for at in range(0, len(code), 3))


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """The number as the current language writes it: 1,00,000 in lakhs, with ০–৯ in Bangla.

    Zeros at the end of a Decimal are left out, unless `decimals` says how many places to write:
    12.00 is written as 12, and 12.50 as 12.5. Returns "" for None.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal) and decimals is None:
        value = value.quantize(1) if value == value.to_integral_value() else value.normalize()
    return localised_digits(formats.number_format(value, decimals, force_grouping=True))


def day(value: datetime.date | None, form: str = "j F Y") -> str:
    """The date or instant with the month in words; `form` is a format of Django. "" for None.

    Django's own translations of some months are not in NFC, in which texts are searched.
    """
    if value is None:
        return ""
    return normalised(localised_digits(formats.date_format(value, form)))
