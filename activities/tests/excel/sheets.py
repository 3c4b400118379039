"""Filling in sheets as a field office does, and sending them."""

import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from activities.excel.choices import Lists
from activities.excel.columns import columns_of
from activities.excel.template import template
from activities.models import Import


def last_month():
    """Its first day: every day of it has passed."""
    return (timezone.localdate().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def a_row(**changes):
    """A courtyard meeting as somebody types it; None leaves a cell empty."""
    row = {
        "activity_type": "উঠান বৈঠক",
        "union": "Mohamaya",
        "venue": "স্কুলের পাশের উঠান",
        "starts_on": last_month() + datetime.timedelta(days=4),
        "count_method": "head_count",
        "target_group": "Women at risk",
        "girls": "৯",
        "women": 19,
        "women_60": 4,
        "first_time": "12",
    }
    return {code: value for code, value in (row | changes).items() if value is not None}


class Office:
    """A field office with one user, one upazila and the sheets of one month."""

    def __init__(self, client, user, project, upazila, month=None):
        self.client, self.month = client, month or last_month()
        self.lists = Lists(user, project, upazila)
        self.places = {column.code: n for n, column in enumerate(columns_of(self.lists), start=1)}

    def anew(self):
        """The same office after the lists have changed."""
        lists = self.lists
        return Office(self.client, lists.user, lists.project, lists.upazila, self.month)

    def workbook(self, rows):
        book = load_workbook(template(self.lists, self.month))
        page = book.worksheets[0]
        for number, row in enumerate(rows, start=2):
            for code, value in row.items():
                page.cell(number, self.places[code], value)
        return book

    def file(self, *rows):
        return as_file(self.workbook(rows))

    def upload(self, *rows):
        """Send a sheet of these rows and check it to the end; the stored upload."""
        return self.send(self.file(*rows))

    def send(self, file):
        response = self.client.post(reverse("imports:new"), {"file": file})
        assert response.status_code == 302, response.context["upload_form"].errors
        upload = Import.objects.latest("created_at")
        while len(upload.results) < len(upload.rows):
            self.client.post(reverse("imports:check", args=[upload.pk]))
            upload.refresh_from_db()
        return upload

    def refused(self, file):
        """What is said of a file that is not taken."""
        response = self.client.post(reverse("imports:new"), {"file": file})
        assert response.status_code == 422
        with translation.override("en"):
            return response.context["upload_form"].errors["file"][0]

    def confirm(self, upload, **ticked):
        return self.client.post(reverse("imports:confirm", args=[upload.pk]), ticked, follow=True)


def as_file(book, name="filled.xlsx"):
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())


def outcomes(upload):
    return [result["outcome"] for result in upload.results]


def reasons(upload):
    return [result["reasons"] for result in upload.results]
