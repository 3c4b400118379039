from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import TextField


class NoteForm(forms.Form):
    """The note that a reviewer writes when an activity is returned to its author."""

    note = TextField(
        label=_("What has to be put right?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what has to be put right.")},
    )
