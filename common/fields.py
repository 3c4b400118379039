"""Form fields that read what people type in Feni: Latin or Bangla digits, any Unicode form.

Every form of the site takes its fields from here.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.localisation import latin_digits, normalised, number
from common.numbers import read_number
from common.text import legible

UNREADABLE = "\ufffd"
MOST_AMOUNT = 9_999_999_999
OF_A_MODEL = ("min_value", "max_digits", "decimal_places")
"""What a field of a model says to a field of a form, and this one knows by itself."""


class TextField(forms.CharField):
    """A text, cleaned to Unicode NFC. It refuses control characters and halves of characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators = [v for v in self.validators if not isinstance(v, MaxLengthValidator)]

    def to_python(self, value: Any) -> str:
        return normalised(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if UNREADABLE in value or value != legible(value):
            raise ValidationError(_("A character of it cannot be read. Write it again."))
        if self.max_length and len(value) > self.max_length:
            most = {"most": number(self.max_length)}
            raise ValidationError(_("Too long: write at most %(most)s characters."), params=most)


class NumberField(forms.Field):
    """A number from 0 to `most` with at most `decimals` places; None if the field is empty.

    It is read by `common.numbers`, and whatever is typed stays in the box: no digit is cut off.
    """

    widget = forms.TextInput
    decimals = 0

    def __init__(self, *, most: int, **options: Any) -> None:
        options.setdefault("required", False)
        for option in OF_A_MODEL:
            options.pop(option, None)
        self.most = most
        super().__init__(**options)
        self.widget.attrs |= {
            "inputmode": "decimal" if self.decimals else "numeric",
            "autocomplete": "off",
        }

    def to_python(self, value: Any) -> Decimal | None:
        text = normalised("" if value is None else str(value))
        if not text:
            return None
        read = read_number(text, decimals=self.decimals)
        if read is None:
            raise ValidationError(self._why_unread(text), params={"text": text})
        return read

    def _why_unread(self, text: str) -> str:
        if not any(character.isdecimal() for character in text):
            return gettext("Write a number.")
        if self.decimals and read_number(text, decimals=10) is not None:
            return gettext("Write at most two digits after the point.")
        return gettext(
            "“%(text)s” cannot be read as a number for certain. Write digits, such as 1250."
        )

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        if value < 0:
            raise ValidationError(_("Write a number, not below zero."))
        if value > self.most:
            most = {"most": number(self.most)}
            raise ValidationError(_("Too large a number: the most is %(most)s."), params=most)


class CountField(NumberField):
    """A whole number."""

    def clean(self, value: Any) -> int | None:
        read = super().clean(value)
        return None if read is None else int(read)


class AmountField(NumberField):
    """A number with at most two decimal places."""

    decimals = 2

    def __init__(self, **options: Any) -> None:
        super().__init__(most=MOST_AMOUNT, **options)


class DayField(forms.DateField):
    """A day in Latin or Bangla digits: 2026-11-23 as browsers send it, or 23/11/2026."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"],
            error_messages={"invalid": _("Write the day as day/month/year.")},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(latin_digits(value) if isinstance(value, str) else value)
