"""What the pages ask for, and one row of a sheet under the rules of the page's own form."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.excel.choices import Lists, folded, offered, page_of
from activities.excel.parse import Book, Row
from activities.forms.activity import OTHER_DAY, ActivityForm
from activities.models import Activity
from common.calendar import month_read, months_between
from common.localisation import day
from districts.models import Upazila
from projects.models import Project


class TemplateForm(forms.Form):
    """Which sheet: one's own upazilas, the months of the project that have begun."""

    upazila = forms.ModelChoiceField(
        label=_("Upazila"),
        queryset=Upazila.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Choose one of your own upazilas.")},
    )
    month = forms.TypedChoiceField(label=_("Month"), coerce=month_read)

    def __init__(self, user: User, project: Project, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        upazila, month = self.fields["upazila"], self.fields["month"]
        assert isinstance(upazila, forms.ModelChoiceField)
        assert isinstance(month, forms.ChoiceField)
        upazila.queryset = offered(page_of(user, project), "upazila")
        begun = [*months_between(project.starts_on, project.last_day())]
        month.choices = [(f"{first:%Y-%m}", day(first, "F Y")) for first in begun[::-1]]


class UploadForm(forms.Form):
    """A filled-in sheet. It says itself which upazila and month it is for."""

    file = forms.FileField(
        label=_("Filled-in sheet"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": _("Choose the sheet you filled in."),
            "empty": _("This file is empty."),
        },
    )

    def __init__(self, user: User, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, use_required_attribute=False)
        self.user = user

    def clean_file(self) -> UploadedFile[Any]:
        """The file; `rows` are what is written in it, `lists` and `month` what they are of."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        with Book(file) as book:
            slug, pcode, month = book.about
            project = Project.objects.visible_to(self.user).filter(slug=slug).first()
            first = month_read(month)
            if project is None or first is None:
                raise ValidationError(_("This is not a sheet of ours. Download one, fill it in."))
            upazila = offered(page_of(self.user, project), "upazila").filter(pk=pcode).first()
            if upazila is None:
                raise ValidationError(_("This sheet is of an upazila that is not yours."))
            self.lists, self.month = Lists(self.user, project, upazila), first
            self.rows: list[Row] = book.rows(self.lists)
        return file


class ConfirmForm(forms.Form):
    """The last word: what looks doubtful is looked at before anything is stored."""

    names_nobody = forms.BooleanField(
        label=_("No person can be told from it"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    are_others = forms.BooleanField(
        label=_("They are other activities: store them as well"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class NamedField(forms.Field):
    """Something of a list by a name of it, in either language; `empty` if nothing is written."""

    def __init__(self, names: dict[str, Any], *, empty: Any = None, **options: Any) -> None:
        self.names, self.empty = names, empty
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        name = folded(str(value or ""))
        if not name:
            return self.empty
        if name not in self.names:
            raise ValidationError(_("“%(name)s” is not in the list."), params={"name": value})
        return self.names[name]


class SheetRowForm(ActivityForm):
    """The activity of a row. What is on the lists is found in memory, not row by row.

    One form reads all the rows, one after the other: to make a form takes longer than to ask it.
    """

    def __init__(self, lists: Lists, month: datetime.date) -> None:
        self.lists, self.month = lists, month
        super().__init__(lists.user, lists.project, {}, instance=self._blank(), submitting=True)

    def _blank(self) -> Activity:
        return Activity(project=self.lists.project, officer=self.lists.user, version=0)

    def read(self, cells: dict[str, str]) -> None:
        """Take the cells of a row, by the names of the fields, and clean them."""
        self.instance = self._blank()
        self.data = {
            **cells,
            "id": str(self.instance.pk),
            "version": "0",
            "day": OTHER_DAY,
            "upazila": self.lists.upazila.pk,
        }
        self.full_clean()

    def _offer_types(self) -> None:
        self._find("activity_type", self.lists.names["activity_type"])
        self._find("count_method", self.lists.names["count_method"], empty="")

    def _offer_places(self) -> None:
        self._find("upazila", {folded(self.lists.upazila.pk): self.lists.upazila})
        self._find("union", self.lists.names["union"])
        self.unions = self.lists.page.main.unions

    def _offer_committees(self) -> None:
        self._find("committee", self.lists.names["committee"])
        self._find("had_quorum", self.lists.names["had_quorum"])
        self.committees = self.lists.page.main.committees

    def _find(self, name: str, names: dict[str, Any], empty: Any = None) -> None:
        field = self.fields[name]
        self.fields[name] = NamedField(
            names,
            empty=empty,
            label=field.label,
            required=field.required,
            error_messages={"required": field.error_messages["required"]},
        )

    def _begin_as_last_time(self) -> None:
        """A sheet begins with nothing."""

    def _get_validation_exclusions(self) -> set[str]:
        """What is on the lists exists: the database need not be asked again for each row."""
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        found = {name for name, field in self.fields.items() if isinstance(field, NamedField)}
        return left_out | found

    def about(self, name: str) -> str:
        return f"{self.fields[name].label}: " if name in self.fields else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begun = cleaned.get("starts_on")
        if begun == cleaned.get("ends_on"):
            # The constraint on the days holds. To ask the database takes longer than all the rest.
            self.instance.validate_constraints = lambda **_: None
        if begun and begun.replace(day=1) != self.month and begun <= timezone.localdate():
            message = _("This sheet is of %(month)s; the day is not in it.")
            params = {"month": day(self.month, "F Y")}
            self.add_error("starts_on", ValidationError(message, params=params))
        return cleaned
