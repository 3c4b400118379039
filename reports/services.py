"""Saving what a manager writes in a report: words and photos, all or nothing."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.forms.writing import WritingForm
from reports.models import Narrative, Report, ReportPhoto


class StaleEdit(Exception):
    """The stored report is not the one this edit started from."""


@transaction.atomic
def write(form: WritingForm) -> None:
    """Store an edit, if the report still is the version the edit started from.

    `form` is valid. Raises StaleEdit otherwise.
    """
    changed = Report.objects.filter(pk=form.report.pk, version=form.cleaned_data["version"]).update(
        title=form.cleaned_data["title"], version=F("version") + 1, changed_at=timezone.now()
    )
    if not changed:
        raise StaleEdit
    for outcome, text in form.written:
        rows = Narrative.objects.filter(report=form.report, outcome=outcome)
        if not text:
            rows.delete()
        elif not rows.update(text=text):
            Narrative.objects.create(report=form.report, outcome=outcome, text=text)
    form.report.photos.all().delete()
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=form.report, evidence=evidence, caption=caption, position=position)
        for position, (evidence, caption) in enumerate(form.chosen, 1)
    )
