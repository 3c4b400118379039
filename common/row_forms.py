"""Forms for the rows of a table on a page: stored rows to change and blank rows to fill.

A row that comes back empty is deleted. A stored row that does not come back stays: somebody else
may have added it in the meantime. The page works without JavaScript, since it ends with some blank
rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self

from django import forms
from django.db import models

MOST_ROWS = 60


class RowForm(forms.Form):
    """The form of one row. `COLUMNS` are fields of the model.

    A row counts as empty if its first column is empty.
    """

    COLUMNS: ClassVar[tuple[str, ...]]

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @classmethod
    def all_of(
        cls, prefix: str, stored: Iterable[models.Model], data: Mapping[str, Any] | None, blank: int
    ) -> list[Self]:
        """The forms in `data`; without `data`, those of the stored rows and `blank` empty ones."""
        if data is not None:
            sent = range(MOST_ROWS)
            return [
                cls(data, prefix=f"{prefix}{number}", use_required_attribute=False)
                for number in sent
                if f"{prefix}{number}-{cls.COLUMNS[0]}" in data
            ]
        initial: list[dict[str, Any]] = [
            {"pk": row.pk, **{name: getattr(row, name) for name in cls.COLUMNS}} for row in stored
        ]
        return [
            cls(prefix=f"{prefix}{number}", initial=values, use_required_attribute=False)
            for number, values in enumerate([*initial, *cls.blanks(len(initial), blank)])
        ]

    @classmethod
    def not_sent(
        cls, prefix: str, stored: Iterable[models.Model], sent: Sequence[Self]
    ) -> list[Self]:
        """Forms of the stored rows that are not among those sent, to stand below them.

        The forms in `sent` must be valid.
        """
        keys = {form.cleaned_data["pk"] for form in sent}
        added = [form.values for form in sent if form.is_filled and not form.cleaned_data["pk"]]
        rows = []
        for row in stored:
            values = {name: getattr(row, name) for name in cls.COLUMNS}
            if values in added:
                added.remove(values)
            elif row.pk not in keys:
                rows.append({"pk": row.pk, **values})
        used = {form.prefix for form in sent}
        free = (name for name in (f"{prefix}{n}" for n in range(MOST_ROWS)) if name not in used)
        return [
            cls(prefix=name, initial=values, use_required_attribute=False)
            for name, values in zip(free, rows, strict=False)
        ]

    @classmethod
    def blanks(cls, stored: int, blank: int) -> list[dict[str, Any]]:
        """The initial values of each blank row; `stored` is the number of stored rows."""
        return [{} for _ in range(blank)]

    @property
    def is_filled(self) -> bool:
        """Whether the row is not empty; the form must be valid."""
        return bool(self.cleaned_data.get(self.COLUMNS[0]))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.COLUMNS}

    def about(self, name: str) -> str:
        """The label of a field, with which an error about it begins at the top of the page."""
        return f"{self.fields[name].label}: "


def keep_rows(stored: models.QuerySet[Any], forms: Iterable[RowForm], **parent: Any) -> None:
    """Store the valid forms: change and add rows, delete those that came back empty, no others.

    A row without a key that has the values of a stored row is that row: its page was sent twice.
    """
    rows = {row.pk: row for row in stored}
    sent = [(form, rows.pop(form.cleaned_data["pk"], None)) for form in forms]
    for form, row in sent:
        if row and not form.is_filled:
            row.delete()
    filled = [(form, row) for form, row in sent if form.is_filled]
    added = []
    for form, row in [(form, row or rows.pop(_alike(rows, form), None)) for form, row in filled]:
        if row is None:
            added.append(stored.model(**parent, **form.values))
        elif _differs(row, form):
            stored.filter(pk=row.pk).update(**form.values)
    stored.bulk_create(added)


def _alike(rows: Mapping[Any, models.Model], form: RowForm) -> Any:
    return next((pk for pk, row in rows.items() if not _differs(row, form)), None)


def _differs(row: models.Model, form: RowForm) -> bool:
    return any(getattr(row, name) != value for name, value in form.values.items())
