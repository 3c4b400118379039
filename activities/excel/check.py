"""Find the outcome of each row: new, a duplicate, perhaps logged already, or wrong."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterable
from typing import Any, TypedDict
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.duplicates import LogOfPlace
from activities.excel.choices import Lists, folded
from activities.excel.columns import COMMITTEE, PEOPLE, TEXTS, columns_of, material_code
from activities.excel.forms import SheetRowForm
from activities.excel.parse import Row
from activities.forms.counts import MaterialForm, PeopleForm
from activities.models import Activity, Import
from common.localisation import localised_digits
from common.privacy import identifying

NAMESPACE = UUID("5b1f4c0e-6f0b-5d0e-9a53-2f6c1d7be0a1")
COMMON_COLUMNS = ("count_method", *COMMITTEE, *TEXTS)
"Columns about the whole activity: all its rows must have the same value, or be empty."


class RowOutcome(models.TextChoices):
    """What becomes of a row; in the order in which the preview shows them."""

    WRONG = "wrong"
    ALIKE = "alike"
    DUPLICATE = "duplicate"
    NEW = "new"


class RowContent(TypedDict):
    """The values of a row that are to be stored; all are empty if the row is wrong.

    `key` is the id of the activity, and `activity` has its values by column. `subject` is "g" and
    the primary key of the target group, or empty if materials were handed out. `part` has the
    numbers: by column for people, by primary key for materials. `identifying` are passages that may
    name a person.
    """

    key: str
    activity: dict[str, Any]
    subject: str
    part: dict[str, int]
    identifying: list[str]


NO_CONTENT: RowContent = {"key": "", "activity": {}, "subject": "", "part": {}, "identifying": []}


class Result(RowContent):
    """The outcome of a row, and the reasons; `logged` are ids of activities in the log like it."""

    outcome: str
    reasons: list[str]
    logged: list[str]


Checked = tuple[Row, Result]


def check(upload: Import, *, seconds: float) -> None:
    """Check the next rows for about `seconds`; the reasons are written in the current language.

    If the language has changed since the last call, the check starts again.
    """
    language = get_language() or "bn"
    if upload.language != language:
        upload.language, upload.results = language, []
    lists = Lists(upload.user, upload.project, upload.upazila)
    checker = Checker(lists, upload.month, zip(upload.rows, upload.results, strict=False))
    until = time.monotonic() + seconds
    found: list[Result] = []
    for row in upload.rows[len(upload.results) :]:
        found.append(checker.result(row))
        if time.monotonic() > until:
            break
    mark_what_is_stored(found)
    upload.results += found
    Import.objects.open().filter(pk=upload.pk).update(language=language, results=upload.results)


def mark_what_is_stored(results: list[Result]) -> None:
    """Mark rows as duplicates if the log has an activity of the same key.

    It came from this sheet, or from one with the same values.
    """
    keys = {result["key"] for result in results if result["outcome"] != RowOutcome.WRONG}
    stored = set(Activity.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for result in results:
        if result["outcome"] != RowOutcome.WRONG and UUID(result["key"]) in stored:
            result["outcome"] = RowOutcome.DUPLICATE
            result["logged"] = [result["key"]]
            result["reasons"] = [_("It is in the log already.")]


class Checker:
    """Checks one row after the other, and compares each with the rows before it."""

    def __init__(self, lists: Lists, month: datetime.date, seen: Iterable[Checked]) -> None:
        self.forms = Forms(lists, month)
        self.labels = {column.code: column.label for column in columns_of(lists)}
        self.log = LogOfPlace(lists.user, project=lists.project, upazila=lists.upazila, since=month)
        self.activities: dict[str, dict[str, tuple[Any, int]]] = {}
        self.parts: dict[tuple[str, str], tuple[dict[str, int], int]] = {}
        for row, result in seen:
            if result["key"]:
                self._against_earlier(row["number"], {**result, "reasons": []})

    def result(self, row: Row) -> Result:
        entry = Entry(self.forms, row["cells"])
        reasons = [self._formula(code) for code in row["formulas"]] or entry.errors()
        result: Result = {
            "outcome": RowOutcome.WRONG if reasons else RowOutcome.NEW,
            "reasons": reasons,
            "logged": [],
            **(NO_CONTENT if reasons else entry.content()),
        }
        if not reasons:
            self._against_log(entry, result)
            self._against_earlier(row["number"], result)
        return result

    def _formula(self, code: str) -> str:
        params = {"column": self.labels[code]}
        return _("%(column)s: there is a formula. Write the value itself.") % params

    def _against_log(self, entry: Entry, result: Result) -> None:
        cleaned = entry.main.cleaned_data
        found = self.log.possible_duplicates(
            **{name: cleaned[name] for name in ("activity_type", "starts_on", "ends_on", "venue")}
        )
        if found:
            result["outcome"] = RowOutcome.ALIKE
            result["logged"] = [str(pk) for pk in found]
            result["reasons"] = [_("One like it is logged on that day, at a venue like this.")]

    def _against_earlier(self, number: int, result: Result) -> None:
        """Compare a row with the rows above that have the same activity, and remember it."""
        known = self.activities.setdefault(result["key"], {})
        for name in COMMON_COLUMNS:
            value = result["activity"].get(name)
            earlier, where = known.setdefault(name, (value, number))
            if earlier is None:
                known[name] = (value, number)
            elif value is not None and value != earlier:
                self._refuse(result, name, where)
        part = (result["subject"], result["key"])
        counts, where = self.parts.setdefault(part, (result["part"], number))
        if where != number and result["outcome"] != RowOutcome.WRONG:
            if counts == result["part"]:
                result["outcome"] = RowOutcome.DUPLICATE
                result["reasons"] = [_in_row(_("Row %(number)s says the same."), where)]
            else:
                name = "target_group" if result["subject"].startswith("g") else "activity_type"
                self._refuse(result, name, where)

    def _refuse(self, result: Result, name: str, where: int) -> None:
        message = _in_row(_("Row %(number)s says something else of the same activity."), where)
        if result["outcome"] != RowOutcome.WRONG:
            result["outcome"], result["reasons"] = RowOutcome.WRONG, []
        result["reasons"].append(f"{self.labels[name]}: {message}")


def _in_row(message: str, number: int) -> str:
    return message % {"number": localised_digits(str(number))}


class Forms:
    """The forms of the page, made once: they read one row after the other."""

    def __init__(self, lists: Lists, month: datetime.date) -> None:
        self.lists = lists
        self.main = SheetRowForm(lists, month)
        self.people = {choice.value: PeopleForm(choice.value, None, {}) for choice in lists.groups}


class Entry:
    """One row, checked by the forms of the page: the activity, and its people or materials.

    All entries share the same forms, so an entry cannot be used after the next row is read.
    """

    def __init__(self, forms: Forms, cells: dict[str, str]) -> None:
        self.forms, self.lists, self.cells = forms, forms.lists, cells
        self.main = forms.main
        self.main.read(cells)
        self.group = None
        self.counted: list[PeopleForm | MaterialForm] = []

    def errors(self) -> list[str]:
        """The errors of the row, with the names of their columns; empty if it can be stored."""
        kind = self.main.cleaned_data.get("activity_type")
        found = []
        if kind:
            found += self._errors_of_committee(kind)
            found += self._errors_of_people() if kind.counts_people else self._errors_of(kind)
        if kind and not any(form.total for form in self.counted) and not found:
            found.append(
                _("Write how many people came.")
                if kind.counts_people
                else _("Write how many were handed out.")
            )
        return [*_errors_in(self.main), *found]

    def _errors_of_committee(self, kind: Any) -> list[str]:
        """Errors for values about a committee that the page would not store."""
        if kind.is_of_committee and "decisions" in self.cells:
            return [
                _("Decisions of a committee need an owner: write them in the log, once it is here.")
            ]
        if not kind.is_of_committee and any(name in self.cells for name in COMMITTEE):
            return [_("This type of activity is held with no committee: leave it empty.")]
        return []

    def _errors_of_people(self) -> list[str]:
        written = self.cells.get("target_group", "")
        self.group = self.lists.names["target_group"].get(folded(written))
        if self.group is None:
            unknown = _("“%(name)s” is not in the list.") % {"name": written}
            message = unknown if written else _("Choose the target group.")
            return [f"{self.lists.group_label}: {message}"]
        if any(material_code(material) in self.cells for material in self.lists.materials):
            return [_("This type of activity counts people: leave the materials empty.")]
        form = self.forms.people[self.group]
        form.data = {form.add_prefix(name): self.cells.get(name, "") for name in PEOPLE}
        form.full_clean()
        self.counted = [form]
        return _errors_in(*self.counted)

    def _errors_of(self, kind: Any) -> list[str]:
        if "target_group" in self.cells or any(name in self.cells for name in PEOPLE):
            return [_("This type of activity counts materials: leave groups and people empty.")]
        written = [m for m in self.lists.materials if material_code(m) in self.cells]
        if any(material.activity_type_id != kind.pk for material in written):
            return [_("This material does not belong to this type of activity.")]
        self.counted = [
            MaterialForm(m, None, {f"m{m.pk}-quantity": self.cells[material_code(m)]})
            for m in written
        ]
        return _errors_in(*self.counted)

    def content(self) -> RowContent:
        """The values to store; the row must have no errors."""
        cleaned = self.main.cleaned_data
        values = {name: cleaned[name] for name in self.main.Meta.fields if name != "upazila"}
        part = (
            self.counted[0].values
            if self.group
            else {str(form.subject.pk): form.total for form in self.counted}
        )
        return {
            "key": str(self.key()),
            "activity": {
                name: _plain(value) for name, value in values.items() if value not in ("", None)
            },
            "subject": f"g{self.group.pk}" if self.group else "",
            "part": {name: number for name, number in part.items() if number},
            "identifying": [
                found for name in ("venue", *TEXTS) for found in identifying(cleaned[name])
            ],
        }

    def key(self) -> UUID:
        """The id of the activity. Rows with the same values give the same id, also across files."""
        cleaned = self.main.cleaned_data
        union = cleaned["union"]
        values = (
            self.lists.project.slug,
            self.lists.upazila.pk,
            cleaned["activity_type"].code,
            cleaned["starts_on"].isoformat(),
            cleaned["ends_on"].isoformat(),
            str(union.pk) if union else "",
            folded(cleaned["venue"]),
        )
        return uuid5(NAMESPACE, "\n".join(values))


def _errors_in(*forms: SheetRowForm | PeopleForm | MaterialForm) -> list[str]:
    return [
        f"{form.about(name)}{message}"
        for form in forms
        for name, messages in form.errors.items()
        for message in messages
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, datetime.date) else value
