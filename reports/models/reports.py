"""Reports of managers to donors: figures, and a narrative about them."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Evidence
from common.calendar import Period
from districts.models import District, Upazila
from projects.models import Outcome, Project
from projects.models.indicators import FIRST_MONTHS
from reports.models.snapshots import Snapshot, days_of, place_heading
from reports.querysets import ReportQuerySet

KEEPS_ITS_FIGURES = pgtrigger.ReadOnly(
    name="tells_of_the_same",
    fields=["project", "district", "upazila", "first_quarter", "last_quarter", "snapshot"],
)
"""The narrative of a report is about its figures: no others may be put under it later."""


class Report(models.Model):
    """A report of a manager to donors, about a place and some quarters.

    From a snapshot it has that quarter's figures for good. Without one its figures are those
    of the moment it is looked at, and it is "not final" wherever it is shown.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="reports", verbose_name=_("project")
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="reports",
        verbose_name=_("district"),
        null=True,
        blank=True,
    )
    upazila = models.ForeignKey(
        Upazila,
        models.PROTECT,
        related_name="reports",
        verbose_name=_("upazila"),
        null=True,
        blank=True,
    )
    first_quarter = models.DateField(_("first quarter"))
    last_quarter = models.DateField(_("last quarter"))
    snapshot = models.ForeignKey(
        Snapshot,
        models.PROTECT,
        related_name="reports",
        verbose_name=_("frozen quarter"),
        null=True,
        blank=True,
    )
    title = models.CharField(_("title"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-last_quarter", "-created_at", "-pk")
        triggers = [KEEPS_ITS_FIGURES]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    first_quarter__day=1,
                    first_quarter__month__in=FIRST_MONTHS,
                    last_quarter__day=1,
                    last_quarter__month__in=FIRST_MONTHS,
                ),
                name="report_of_quarters",
                violation_error_message=_("A quarter begins on 1 January, April, July or October."),
            ),
            models.CheckConstraint(
                condition=Q(last_quarter__gte=F("first_quarter")),
                name="report_ends_after_it_starts",
                violation_error_message=_("The last quarter cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(district__isnull=True) | Q(upazila__isnull=True),
                name="report_of_one_place",
                violation_error_message=_("A report is of one district or of one upazila."),
            ),
            models.CheckConstraint(
                condition=Q(snapshot__isnull=True) | Q(first_quarter=F("last_quarter")),
                name="frozen_report_of_one_quarter",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report", args=[self.pk])

    def clean(self) -> None:
        """A frozen one is of the quarter that was frozen, and of a place that was frozen in it."""
        frozen = self.snapshot
        if frozen and (frozen.project_id, frozen.quarter) != (self.project_id, self.first_quarter):
            raise ValidationError({"snapshot": _("This is the frozen quarter of something else.")})
        if frozen and self.pcode not in (frozen.district_id or "", *frozen.places):
            raise ValidationError({"snapshot": _("This place was not frozen in that quarter.")})

    @property
    def is_final(self) -> bool:
        return self.snapshot_id is not None

    @property
    def place(self) -> District | Upazila | None:
        return self.upazila or self.district

    @property
    def pcode(self) -> str:
        """Empty for the whole project."""
        return self.upazila_id or self.district_id or ""

    @property
    def place_name(self) -> str:
        return place_heading(self.project, self.place)

    @property
    def period(self) -> Period:
        return days_of(self.project, self.first_quarter, self.last_quarter)


class Narrative(models.Model):
    """What a manager writes in a report: about one outcome, or to introduce it."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="narratives", verbose_name=_("report")
    )
    outcome = models.ForeignKey(
        Outcome,
        models.PROTECT,
        related_name="narratives",
        verbose_name=_("expected result"),
        null=True,
        blank=True,
        help_text=_("Empty for the introduction."),
    )
    text = models.TextField(_("text"), max_length=10_000)

    class Meta:
        verbose_name = _("narrative")
        verbose_name_plural = _("narratives")
        ordering = (F("outcome__number").asc(nulls_first=True), "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("report", "outcome"), name="narrative_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ReportPhoto(models.Model):
    """A photo of an activity that a manager chose to show. It goes when the photo itself goes."""

    report = models.ForeignKey(
        Report, models.CASCADE, related_name="photos", verbose_name=_("report")
    )
    evidence = models.ForeignKey(
        Evidence, models.CASCADE, related_name="+", verbose_name=_("photo")
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("photo of a report")
        verbose_name_plural = _("photos of a report")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("report", "evidence"), name="report_photo_once")
        ]

    def __str__(self) -> str:
        return self.caption or str(self.evidence)
