"""Form fields that read what people type in Feni: Latin or Bangla digits, any Unicode form.

Every form of the site takes its fields from here.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from common.localisation import latin_digits, normalised, number
from common.text import legible

UNREADABLE = "\ufffd"
MOST_AMOUNT = 9_999_999_999


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


class CountField(forms.IntegerField):
    """A whole number from 0 to `most`; None if the field is empty.

    It may be in Latin or Bangla digits, with or without commas.
    """

    def __init__(self, *, most: int, **options: Any) -> None:
        options.setdefault("required", False)
        self.most = most
        super().__init__(
            min_value=0,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": len(str(most))}
            ),
            error_messages={
                "invalid": _("Write a number."),
                "min_value": _("Write a number, not below zero."),
            },
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        text = latin_digits(normalised(str(value or ""))).replace(",", "").replace(" ", "")
        return super().to_python(text)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value > self.most:
            most = {"most": number(self.most)}
            raise ValidationError(_("Too large a number: the most is %(most)s."), params=most)


class AmountField(forms.DecimalField):
    """A number with at most two decimal places; None if the field is empty.

    It may be in Latin or Bangla digits, with or without commas.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(
            min_value=0,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "invalid": _("Write a number."),
                "min_value": _("Write a number, not below zero."),
            },
            **options,
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = latin_digits(normalised("" if value is None else str(value)))
        return super().to_python(text.replace(",", "").replace(" ", ""))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if value > MOST_AMOUNT:
            most = {"most": number(MOST_AMOUNT)}
            raise ValidationError(_("Too large a number: the most is %(most)s."), params=most)
        if value != round(value, 2):
            raise ValidationError(_("Write at most two digits after the point."))


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
