"""What a manager writes in a report, and the photos shown in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from activities.models import Evidence
from common.editing import Difference
from common.fields import CountField, TextField
from common.localisation import number
from common.privacy import identifying
from projects.models import Outcome
from reports.assembly import photos_offered, texts_of
from reports.models import Report

MOST_PHOTOS = 60


@dataclass(frozen=True)
class PhotoChoice:
    """One photo that may be shown, with its three fields."""

    evidence: Evidence
    is_shown: forms.BoundField
    caption: forms.BoundField
    order: forms.BoundField


class WritingForm(forms.Form):
    """The words of a report: its title, an introduction, a text for each outcome; its photos."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = TextField(label=gettext_lazy("Title"), max_length=200)
    names_nobody = forms.BooleanField(required=False)

    def __init__(self, user: User, report: Report, data: Any = None) -> None:
        super().__init__(data, initial={"version": report.version, "title": report.title})
        self.report = report
        self.identifying: list[str] = []
        self.outcomes: list[Outcome | None] = [None, *report.project.outcomes.all()]
        texts = texts_of(report)
        for outcome in self.outcomes:
            self.fields[text_name(outcome)] = TextField(
                label=heading(outcome),
                required=False,
                max_length=10_000,
                initial=texts.get(outcome.number if outcome else 0, ""),
                widget=forms.Textarea(attrs={"rows": 6}),
            )
        self._offer_photos(user, report)

    def _offer_photos(self, user: User, report: Report) -> None:
        shown = {photo.evidence_id: photo for photo in report.photos.all()}
        offered = photos_offered(report, user)
        kept = offered.filter(pk__in=list(shown))
        self.offered = {row.pk: row for row in (*kept, *offered[:MOST_PHOTOS])}
        for pk in self.offered:
            photo = shown.get(pk)
            self.fields[f"photo-{pk}"] = forms.BooleanField(
                label=_("Show this photo"), required=False, initial=photo is not None
            )
            self.fields[f"caption-{pk}"] = TextField(
                label=_("What it shows"),
                required=False,
                max_length=300,
                initial=photo.caption if photo else "",
            )
            self.fields[f"order-{pk}"] = CountField(
                label=_("Order"), most=99, initial=photo.position if photo else None
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[text_name(outcome)] for outcome in self.outcomes]

    @property
    def photos(self) -> list[PhotoChoice]:
        return [
            PhotoChoice(row, self[f"photo-{pk}"], self[f"caption-{pk}"], self[f"order-{pk}"])
            for pk, row in self.offered.items()
        ]

    def clean(self) -> None:
        """Refuse what looks as if it named somebody, unless the manager says it does not."""
        written = [name for name in self.cleaned_data if name.startswith(("text-", "caption-"))]
        found = [
            passage
            for name in ("title", *written)
            for passage in identifying(self.cleaned_data.get(name) or "")
        ]
        if found and not self.cleaned_data.get("names_nobody"):
            self.identifying = found
            raise forms.ValidationError(_("Take out what tells who somebody is."))

    @property
    def written(self) -> list[tuple[Outcome | None, str]]:
        return [(outcome, self.cleaned_data[text_name(outcome)]) for outcome in self.outcomes]

    @property
    def chosen(self) -> list[tuple[Evidence, str]]:
        """The photos to show with their captions; those without a number stand last."""
        chosen = [pk for pk in self.offered if self.cleaned_data[f"photo-{pk}"]]
        chosen.sort(key=lambda pk: self.cleaned_data[f"order-{pk}"] or 100)
        return [(self.offered[pk], self.cleaned_data[f"caption-{pk}"]) for pk in chosen]

    def differences(self, stored: Report) -> list[Difference]:
        """What is stored now beside what was typed here, where they are not the same."""
        texts = texts_of(stored)
        pairs = [(_("Title"), stored.title, self.cleaned_data["title"])]
        for outcome, typed in self.written:
            pairs.append((heading(outcome), texts.get(outcome.number if outcome else 0, ""), typed))
        return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]

    def carry_version(self, version: int) -> None:
        """Let the next save start from what is stored now."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["version"] = str(version)
        self.data = data


def text_name(outcome: Outcome | None) -> str:
    return f"text-{outcome.number}" if outcome else "text-0"


def heading(outcome: Outcome | None) -> str:
    """Above what is written of it."""
    if outcome is None:
        return _("Introduction")
    return _("Outcome %(number)s: %(statement)s") % {
        "number": number(outcome.number),
        "statement": outcome.statement,
    }
