"""What would become of each row: created, left out as a duplicate, looked at again, or refused."""

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
from activities.excel.forms import RowForm
from activities.excel.parse import Row
from activities.forms.counts import MaterialForm, PeopleForm
from activities.models import Activity, Import
from common.localisation import localised_digits
from common.privacy import identifying

NAMESPACE = UUID("5b1f4c0e-6f0b-5d0e-9a53-2f6c1d7be0a1")
SAID_ONCE = ("count_method", *COMMITTEE, *TEXTS)
"What is of the whole activity: its rows say the same, or nothing."


class Outcome(models.TextChoices):
    """In the order in which somebody looks at them."""

    WRONG = "wrong"
    ALIKE = "alike"
    DUPLICATE = "duplicate"
    NEW = "new"


class Told(TypedDict):
    """What a row says: values to store, by column. Who came has a subject: g and the group's key.

    A row that is wrong says nothing.
    """

    key: str
    activity: dict[str, Any]
    subject: str
    part: dict[str, int]
    identifying: list[str]


NOTHING: Told = {"key": "", "activity": {}, "subject": "", "part": {}, "identifying": []}


class Result(Told):
    """What becomes of a row, and why; `logged` are activities of the log it is held against."""

    outcome: str
    reasons: list[str]
    logged: list[str]


Checked = tuple[Row, Result]


def check(upload: Import, *, seconds: float) -> None:
    """Go on checking for about so long; the results are told in the current language."""
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
    """An activity of the same key is in the log already: by this sheet, or one like it."""
    keys = {result["key"] for result in results if result["outcome"] != Outcome.WRONG}
    stored = set(Activity.objects.filter(pk__in=keys).values_list("pk", flat=True))
    for result in results:
        if result["outcome"] != Outcome.WRONG and UUID(result["key"]) in stored:
            result["outcome"] = Outcome.DUPLICATE
            result["logged"] = [result["key"]]
            result["reasons"] = [_("It is in the log already.")]


class Checker:
    """Looks at row after row; what it has seen it holds against those that come later."""

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
            "outcome": Outcome.WRONG if reasons else Outcome.NEW,
            "reasons": reasons,
            "logged": [],
            **(NOTHING if reasons else entry.told()),
        }
        if not reasons:
            self._against_log(entry, result)
            self._against_earlier(row["number"], result)
        return result

    def _formula(self, code: str) -> str:
        said = {"column": self.labels[code]}
        return _("%(column)s: there is a formula. Write the value itself.") % said

    def _against_log(self, entry: Entry, result: Result) -> None:
        cleaned = entry.main.cleaned_data
        found = self.log.possible_duplicates(
            **{name: cleaned[name] for name in ("activity_type", "starts_on", "ends_on", "venue")}
        )
        if found:
            result["outcome"] = Outcome.ALIKE
            result["logged"] = [str(pk) for pk in found]
            result["reasons"] = [_("One like it is logged on that day, at a venue like this.")]

    def _against_earlier(self, number: int, result: Result) -> None:
        """Hold it against the rows of the same activity above it, then remember it."""
        told = self.activities.setdefault(result["key"], {})
        for name in SAID_ONCE:
            value = result["activity"].get(name)
            earlier, where = told.setdefault(name, (value, number))
            if earlier is None:
                told[name] = (value, number)
            elif value is not None and value != earlier:
                self._refuse(result, name, where)
        part = (result["subject"], result["key"])
        counts, where = self.parts.setdefault(part, (result["part"], number))
        if where != number and result["outcome"] != Outcome.WRONG:
            if counts == result["part"]:
                result["outcome"] = Outcome.DUPLICATE
                result["reasons"] = [_in_row(_("Row %(number)s says the same."), where)]
            else:
                name = "target_group" if result["subject"].startswith("g") else "activity_type"
                self._refuse(result, name, where)

    def _refuse(self, result: Result, name: str, where: int) -> None:
        said = _in_row(_("Row %(number)s says something else of the same activity."), where)
        if result["outcome"] != Outcome.WRONG:
            result["outcome"], result["reasons"] = Outcome.WRONG, []
        result["reasons"].append(f"{self.labels[name]}: {said}")


def _in_row(message: str, number: int) -> str:
    return message % {"number": localised_digits(str(number))}


class Forms:
    """The forms of the page, made once to read one row after the other."""

    def __init__(self, lists: Lists, month: datetime.date) -> None:
        self.lists = lists
        self.main = RowForm(lists, month)
        self.people = {choice.value: PeopleForm(choice.value, None, {}) for choice in lists.groups}


class Entry:
    """One row under the rules of the page: the activity, and who came or what was handed out.

    It borrows the forms: it is done with before the next row is read.
    """

    def __init__(self, forms: Forms, cells: dict[str, str]) -> None:
        self.forms, self.lists, self.cells = forms, forms.lists, cells
        self.main = forms.main
        self.main.read(cells)
        self.group = None
        self.counted: list[PeopleForm | MaterialForm] = []

    def errors(self) -> list[str]:
        """All that is wrong with it, each naming its column; empty if it can be stored."""
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
        return [*_told_by(self.main), *found]

    def _errors_of_committee(self, kind: Any) -> list[str]:
        """What the page would not keep is not dropped in silence."""
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
            said = unknown if written else _("Choose the target group.")
            return [f"{self.lists.group_label}: {said}"]
        if any(material_code(material) in self.cells for material in self.lists.materials):
            return [_("This type of activity counts people: leave the materials empty.")]
        form = self.forms.people[self.group]
        form.data = {form.add_prefix(name): self.cells.get(name, "") for name in PEOPLE}
        form.full_clean()
        self.counted = [form]
        return _told_by(*self.counted)

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
        return _told_by(*self.counted)

    def told(self) -> Told:
        """What it comes to; it has no errors."""
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
        """The id of the activity: rows and files that say the same make the same one."""
        cleaned = self.main.cleaned_data
        union = cleaned["union"]
        said = (
            self.lists.project.slug,
            self.lists.upazila.pk,
            cleaned["activity_type"].code,
            cleaned["starts_on"].isoformat(),
            cleaned["ends_on"].isoformat(),
            str(union.pk) if union else "",
            folded(cleaned["venue"]),
        )
        return uuid5(NAMESPACE, "\n".join(said))


def _told_by(*forms: RowForm | PeopleForm | MaterialForm) -> list[str]:
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
