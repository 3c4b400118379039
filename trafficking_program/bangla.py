"""Two languages, two sets of digits: the rules every room shares.

A leaf: it imports nothing of ours, so every app may import it.
"""

import datetime
import unicodedata
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
LATIN_DIGITS = "0123456789"
TO_LATIN = str.maketrans(BANGLA_DIGITS, LATIN_DIGITS)
TO_BANGLA = str.maketrans(LATIN_DIGITS, BANGLA_DIGITS)


def is_bangla() -> bool:
    return (get_language() or "bn").startswith("bn")


def latin_digits(text: str) -> str:
    return text.translate(TO_LATIN)


def normalised(text: str) -> str:
    """Text as it is stored and searched: Unicode NFC, outer white space gone."""
    return unicodedata.normalize("NFC", text).strip()


def localised_digits(text: str) -> str:
    """The digits of the current language, whichever the text came with."""
    return text.translate(TO_BANGLA) if is_bangla() else latin_digits(text)


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number as the current language writes it: 1,00,000 in lakhs, ০–৯ in Bangla.

    A stored 12.00 is 12, and 12.50 is 12.5.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal) and decimals is None:
        value = value.quantize(1) if value == value.to_integral_value() else value.normalize()
    return localised_digits(formats.number_format(value, decimals, force_grouping=True))


def day(value: datetime.date | None, form: str = "j F Y") -> str:
    """A date or an instant, month in words; `form` is Django's date format.

    Django's own catalogue writes some months as no search would look for them.
    """
    if value is None:
        return ""
    return normalised(localised_digits(formats.date_format(value, form)))


class Bilingual(models.Model):
    """Something with an English and a Bangla name; `name` is the one to show."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_bn = models.CharField(_("name in Bangla"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


def in_language(row: Any, field: str) -> str:
    """`<field>_bn` or `<field>_en`, the other where one is empty."""
    first, second = ("bn", "en") if is_bangla() else ("en", "bn")
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}"))
