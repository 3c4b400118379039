from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common.fields import TextField
from outbox.copies import MOST_BYTES, Copy, NoCopy
from outbox.receipts import read_code


class LookUpForm(forms.Form):
    """Asks for a receipt as it stands in the register, in either script, with or without gaps."""

    code = TextField(
        label=_("Receipt"),
        max_length=40,
        help_text=_("Nine digits, as they stand in the register."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the receipt.")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise ValidationError(_("A digit is wrong or missing. Compare it with the register."))
        return code


class ReasonForm(forms.Form):
    """Asks why a record is not accepted. Its author reads the reason."""

    note = TextField(
        label=_("Why is it not accepted?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Its author reads it. No names, phone numbers or identity numbers."),
        error_messages={"required": _("Write the reason.")},
    )


class CopyForm(forms.Form):
    """Asks for the file that "keep a copy" made on a phone; its cleaned value is a `Copy`."""

    copy = forms.FileField(
        label=_("The file"),  # without `accept`: phones do not know the type of this file
        error_messages={
            "required": _("Choose the file."),
            "empty": _("The file is empty. Copy it from the phone once more."),
        },
    )

    def clean_copy(self) -> Copy:
        file: UploadedFile[Any] = self.cleaned_data["copy"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                _(
                    "The file is larger than 60 MB. Bring the phone itself to where there is a "
                    "network, and open the outbox there: it sends by itself."
                )
            )
        try:
            return Copy.read(file.read())
        except NoCopy as error:
            raise ValidationError(str(error)) from error
