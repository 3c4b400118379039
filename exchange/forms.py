"""What a file is asked for, from the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.calendar import Period
from common.fields import DayField
from common.localisation import day
from districts.models import District, Upazila
from figures import Selection
from projects.periods import whole_of

if TYPE_CHECKING:
    from projects.requests import StaffRequest


class ExportForm(forms.Form):
    """A place and some days of the project. Nothing asked: all of it that the user may see."""

    def __init__(self, request: StaffRequest, place: District | Upazila | None) -> None:
        super().__init__(request.GET)
        self.user, self.project, self.place = request.user, request.project, place
        slugs = [(project.slug, project.title) for project in request.projects]
        self.fields["project"] = forms.ChoiceField(
            choices=slugs,
            required=False,
            error_messages={"invalid_choice": gettext_lazy("There is no such project.")},
        )
        self.fields["place"] = forms.CharField(
            label=gettext_lazy("Place"), required=False, widget=forms.Select
        )
        self.fields["from"] = DayField(label=gettext_lazy("From"), required=False)
        self.fields["to"] = DayField(label=gettext_lazy("To"), required=False)

    def offer(self, places: list[tuple[str, Any]]) -> None:
        """Let one of these be chosen on the page."""
        self.fields["place"].widget.choices = places

    # "from" cannot be a name in Python, and a template reads best with both alike.

    @property
    def from_field(self) -> forms.BoundField:
        return self["from"]

    @property
    def to_field(self) -> forms.BoundField:
        return self["to"]

    def clean(self) -> None:
        if self.errors:
            return
        whole = whole_of(self.project)
        first, last = self.cleaned_data["from"], self.cleaned_data["to"]
        period = Period(first or whole.start, last or whole.end).within(whole)
        if first and last and last < first:
            self.add_error("to", _("The last day cannot be before the first."))
        elif not period:
            self.add_error(
                "from",
                _("The project runs from %(start)s to %(end)s. Choose a day within it.")
                % {"start": day(whole.start), "end": day(whole.end)},
            )
        else:
            self.cleaned_data["period"] = period

    @property
    def selection(self) -> Selection:
        """What was asked for; where it made no sense, the whole project."""
        period = self.cleaned_data.get("period") if self.is_valid() else None
        return Selection(self.user, self.project, period or whole_of(self.project), self.place)

    @property
    def kept(self) -> str:
        """What was asked for, to go with a link to a file."""
        asked: dict[str, Any] = {
            "project": self.project.slug,
            "place": self.place.pcode if self.place else None,
            **{name: self.cleaned_data.get(name) for name in ("from", "to")},
        }
        return urlencode({name: value for name, value in asked.items() if value})
