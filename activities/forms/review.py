from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import TextField


class NoteForm(forms.Form):
    """What a reviewer writes when something goes back to its author."""

    note = TextField(
        label=_("What has to be put right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what has to be put right.")},
    )
