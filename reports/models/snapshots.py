"""Quarters as they were when somebody froze them."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.triggers import REFUSE
from common.calendar import Period, quarter_of
from districts.models import District, Upazila
from projects.models import Project
from projects.models.indicators import begins_a_quarter, quarter_field
from projects.periods import whole_of
from reports.contents.schema import Contents
from reports.contents.versions import read
from reports.querysets import SnapshotQuerySet

STAYS_AS_FROZEN = pgtrigger.Trigger(
    name="stays_as_frozen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"RAISE EXCEPTION 'A snapshot stays as it was frozen' {REFUSE};",
)
"""Also that of a demonstration: whoever takes it away sets the rules aside by name."""

IS_NOT_EMPTIED = pgtrigger.Trigger(
    name="is_not_emptied",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func=f"""
        IF EXISTS (SELECT 1 FROM reports_snapshot) THEN
            RAISE EXCEPTION 'A snapshot stays as it was frozen' {REFUSE};
        END IF;
        RETURN NULL;
    """,
)
"""TRUNCATE asks no row; neither does one of a table that this one hangs from, with CASCADE."""


class Snapshot(models.Model):
    """Every figure of a quarter as it was when somebody froze it. The database keeps it so.

    `contents` are those of the place itself, `places` (by P-code, without activities) those of
    every district and upazila in it. Both are stored in the shape of their time and are read with
    `contents_of`. Of a place and quarter there may be several revisions.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="snapshots", verbose_name=_("project")
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="snapshots",
        verbose_name=_("district"),
        null=True,
        blank=True,
        help_text=_("Empty for the whole project."),
    )
    quarter = quarter_field()
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    contents = models.JSONField(_("figures"))
    places = models.JSONField(_("figures of the places in it"))
    sha256 = models.CharField(_("SHA-256 of the figures"), max_length=64, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("frozen by")
    )
    frozen_at = models.DateTimeField(_("frozen at"), default=timezone.now, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen quarter")
        verbose_name_plural = _("frozen quarters")
        ordering = ("-quarter", "district__name_en", "-revision")
        triggers = [STAYS_AS_FROZEN, IS_NOT_EMPTIED]
        constraints = [
            begins_a_quarter("snapshot_of_a_quarter"),
            models.UniqueConstraint(
                fields=("project", "district", "quarter", "revision"),
                name="snapshot_revision_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place_name}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("reports:snapshot", args=[self.pk])

    @property
    def place_name(self) -> str:
        return place_heading(self.project, self.district)

    @property
    def period(self) -> Period:
        """The days of the quarter that are the project's."""
        return days_of(self.project, self.quarter, self.quarter)

    @property
    def check_code(self) -> str:
        """What two people compare to know that they hold the same figures."""
        return f"{self.sha256[:4]}-{self.sha256[4:8]}".upper()

    @property
    def is_intact(self) -> bool:
        return self.sha256 == fingerprint(self.contents, self.places)

    @property
    def whole(self) -> Contents:
        """The figures of the place itself. Raises NewerEdition."""
        return read(self.contents)

    def contents_of(self, pcode: str) -> Contents:
        """The figures of the place itself, or of one within it, with its own activities.

        In today's schema, whichever they were stored in. Raises NewerEdition, and KeyError if the
        place was not frozen.
        """
        whole = self.whole
        if pcode == whole["place"]["pcode"]:
            return whole
        part = read(self.places[pcode])
        upazilas = {row["pcode"] for row in part["upazilas"]}
        inside = [row for row in whole["activities"] if row["upazila"] in upazilas]
        return {**part, "activities": inside}


def place_heading(project: Project, place: District | Upazila | None) -> str:
    """The name of the place of a snapshot or a report, as a heading."""
    if place is None:
        return gettext("Whole project")
    if isinstance(place, District):
        return gettext("%(name)s district") % {"name": place.name}
    if place.kind == Upazila.Kind.UPAZILA:
        return gettext("%(name)s upazila") % {"name": place.name}
    return place.name


def days_of(project: Project, first: datetime.date, last: datetime.date) -> Period:
    """From the first quarter to the last, both given by a day of theirs: the project's days."""
    quarters = Period(quarter_of(first).start, quarter_of(last).end)
    return quarters.within(whole_of(project)) or quarters


def fingerprint(contents: Any, places: Any) -> str:
    """SHA-256 of the figures, however the database orders what it was given."""
    text = json.dumps([contents, places], sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
