"""What all pages of the administration share: how they show, keep, import and export rows.

The admin.py of each room builds on these classes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.options import Options
from django.forms import Field, FloatField, TextInput
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import resources, widgets
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from import_export.resources import Diff
from openpyxl import load_workbook

from common import localisation
from common.fields import AmountField, CountField, TextField
from common.localisation import normalised
from common.spreadsheets import as_written, harmless


class Shown(BaseModelAdmin):  # type: ignore[type-arg]
    """Shows read-only numbers and dates in the digits of the language."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        fields = super().get_readonly_fields(request, obj)
        return tuple(in_digits(self.model._meta, field) or field for field in fields)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        readonly = {getattr(f, "__name__", f) for f in self.get_readonly_fields(request, obj)}
        everything = obj is not None and not self.has_change_permission(request, obj)

        def shown(field: Any) -> Any:
            if isinstance(field, tuple | list):
                return tuple(shown(one) for one in field)
            is_read = everything or field in readonly
            return (in_digits(self.model._meta, field) if is_read else None) or field

        return [
            (title, {**options, "fields": shown(options["fields"])})
            for title, options in super().get_fieldsets(request, obj)
        ]


class Listed(Shown, admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows the numbers and dates of its list in the digits of the language."""

    list_per_page = 50

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = super().get_list_display(request)
        return [in_digits(self.model._meta, column) or column for column in columns]


@cache
def in_digits(options: Options[Any], column: Any) -> Callable[[models.Model], str] | None:
    """A column that shows a number or a date as the language writes it; None for other fields."""
    field = next((field for field in options.fields if field.name == column), None)
    if field is None:
        return None
    kind = field.output_field if isinstance(field, models.GeneratedField) else field
    shown = localisation.day if isinstance(kind, models.DateField) else localisation.number
    if not isinstance(kind, models.DateField | models.IntegerField | models.DecimalField):
        return None

    @admin.display(description=capfirst(field.verbose_name), ordering=column)
    def value(row: models.Model) -> str:
        return shown(getattr(row, column))

    value.__name__ = column
    return value


class Typed(BaseModelAdmin):  # type: ignore[type-arg]
    """Reads texts and numbers as every form of the site reads them."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if type(db_field) is models.CharField and not db_field.choices:
            kwargs["form_class"] = TextField
        elif isinstance(db_field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
            kwargs.update(
                form_class=CountField, most=most_of(db_field.get_internal_type()), widget=TextInput
            )
        elif isinstance(db_field, models.DecimalField):
            kwargs.update(form_class=AmountField, widget=TextInput)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def most_of(kind: str) -> int:
    """The largest number that a column of this kind of field holds."""
    _least, most = connection.ops.integer_field_range(kind)
    return most


class Administration(Typed, Listed):
    """Stores text in Unicode NFC, keeps the key as it is, and deletes no row that is in use."""

    key: str = ""
    "The field by which other systems and addresses know the row; once written, it never changes."

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.key) if obj and self.key else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def formfield_for_manytomany(self, *args: Any, **kwargs: Any) -> Any:
        """Leave out the button that empties the list: it stands among the items and has no name."""
        field = super().formfield_for_manytomany(*args, **kwargs)
        if field:
            field.widget.is_required = True
        return field

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, normalised(search_term))

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out deleting in bulk: rows out of use are retired one by one."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        retires = any(field.name == "is_active" for field in self.opts.get_fields())
        return super().delete_view(request, object_id, {"retires": retires})

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """Protect rows that are ticked in a list too; Django protects only rows in foreign keys."""
        deleted, count, forbidden, protected = super().get_deleted_objects(objs, request)
        protected = [*protected, *(user for obj in objs for user in chosen_by(obj))]
        return deleted, count, set() if protected else forbidden, protected


def chosen_by(obj: models.Model) -> list[str]:
    """The rows that have chosen this one, as the page that refuses to delete it lists them."""
    return [
        f"{capfirst(row._meta.verbose_name)}: {row}"
        for relation in obj._meta.related_objects
        if relation.many_to_many
        for row in getattr(obj, str(relation.get_accessor_name())).all()
    ]


class HarmlessCSV(CSV):
    """CSV in which no text is a formula to a spreadsheet.

    An import undoes what the export changed, so texts come back as they were.
    """

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        safe = each_cell(harmless, dataset)
        return super().export_data(safe, **kwargs)  # type: ignore[no-untyped-call]

    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        read = super().create_dataset(in_stream, **kwargs)  # type: ignore[no-untyped-call]
        return each_cell(as_written, read)


def each_cell(change: Callable[[Any], Any], dataset: Any) -> Any:
    rows = ([change(cell) for cell in row] for row in dataset)
    return type(dataset)(*rows, headers=dataset.headers)


class HarmlessXLSX(XLSX):
    """XLSX in which every text has the type text, even if it begins like a formula."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        written = super().export_data(dataset, **kwargs)  # type: ignore[no-untyped-call]
        book = load_workbook(BytesIO(written))
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.data_type = "s"
        file = BytesIO()
        book.save(file)
        return file.getvalue()


class Reference(Administration, ImportExportModelAdmin):  # type: ignore[misc]
    """Imports reference data from CSV or Excel files, with a preview, and exports them."""

    export_form_class: Any = ExportForm
    formats = [HarmlessCSV, HarmlessXLSX]
    export_formats = formats
    import_formats = formats
    to_encoding: Any = "utf-8-sig"  # without the mark Excel shows Bangla wrongly


class ReadOnly(Listed):
    """Shows rows and changes none: the log is written on the pages of the work itself."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """The rows that the user may see: for example, only the author sees a draft."""
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]


class PlainDiff(Diff):
    """Shows a value before and after, without inline styles, which our security policy refuses."""

    def as_html(self) -> list[SafeString]:
        return [
            format_html("{}", after)
            if before == after
            else format_html("<del>{}</del> <ins>{}</ins>", "" if self.new else before, after)
            for before, after in zip(self.left, self.right, strict=True)
        ]


class YesOrNo(widgets.BooleanWidget):
    """Refuses values that it does not know; the library would take them for a no."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool | None:
        if value not in (*self.TRUE_VALUES, *self.FALSE_VALUES, *self.NULL_VALUES):
            raise ValueError(_("“%(value)s” is neither TRUE nor FALSE.") % {"value": value})
        yes: bool | None = super().clean(value, row, **kwargs)  # type: ignore[no-untyped-call]
        return yes


class FiniteNumber(widgets.FloatWidget):
    """Accepts the numbers that a form accepts, so neither "nan" nor "inf"."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> float | None:
        read: float | None = cleaned(FloatField(required=False), value)
        return read


class WholeNumber(widgets.IntegerWidget):
    """Accepts the numbers that a form accepts; the library would cut 1.5 to 1."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        read: int | None = cleaned(CountField(most=most_of("PositiveSmallIntegerField")), value)
        return read


def cleaned(field: Field, value: Any) -> Any:
    """What the field of a form makes of it. Raises ValueError, which the library reports."""
    try:
        return field.clean(value)
    except ValidationError as error:
        raise ValueError(error.messages[0]) from None


class FileResource(resources.ModelResource):
    """Checks each row of a file as a form would, and skips rows that change nothing."""

    WIDGETS_MAP = resources.ModelResource.WIDGETS_MAP | {
        "BooleanField": YesOrNo,
        "FloatField": FiniteNumber,
        "PositiveSmallIntegerField": WholeNumber,
    }

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True

    @classmethod
    def get_diff_class(cls) -> type[Diff]:
        return PlainDiff

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        for column, value in row.items():
            if isinstance(value, str):
                row[column] = normalised(value)


class Spellings(widgets.SimpleArrayWidget):
    """Reads and writes a list of spellings as one text, separated by commas."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [text.strip() for text in str(value or "").split(",") if text.strip()]
