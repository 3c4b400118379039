"""The work plan, and the zero reports: reports that nothing was held in a month."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Power
from activities.models.reference import ActivityType
from districts.models import PlaceScopedQuerySet, Union, Upazila
from projects.models import Project

if TYPE_CHECKING:
    from activities.models.activity import Activity

MOST_PLANNED = 999


def month_field() -> models.DateField[str | datetime.date, datetime.date]:
    return models.DateField(_("month"), help_text=_("Its first day."))


class PlannedQuerySet(PlaceScopedQuerySet["PlannedActivity"]):
    pass


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlannedActivity(models.Model):
    """An entry of the work plan, for activities of one type in one upazila.

    It plans a number of activities in a month or, if `day` is set, one activity on that day.
    """

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="planned", verbose_name=_("project")
    )
    activity_type = models.ForeignKey(
        ActivityType, models.PROTECT, related_name="planned", verbose_name=_("activity type")
    )
    upazila = models.ForeignKey(
        Upazila, models.PROTECT, related_name="planned", verbose_name=_("upazila")
    )
    union = models.ForeignKey(
        Union,
        models.PROTECT,
        related_name="planned",
        verbose_name=_("union"),
        null=True,
        blank=True,
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    month = month_field()
    day = models.DateField(_("day"), null=True, blank=True)
    number = models.PositiveSmallIntegerField(
        _("how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLANNED)],
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("planned by")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned activity")
        verbose_name_plural = _("planned activities")
        ordering = ("month", "day", "upazila", "activity_type__position", "pk")
        indexes = [models.Index(fields=("project", "month"), name="planned_by_month")]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="planned_for_a_month"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PLANNED),
                name="planned_some_activities",
                violation_error_message=_("Write how many are planned."),
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(number=1),
                name="planned_for_a_day_is_one",
                violation_error_message=_("On a day stands one activity."),
            ),
            models.CheckConstraint(
                condition=Q(day__isnull=True) | Q(month=TruncMonth(F("day"))),
                name="planned_day_in_its_month",
                violation_error_message=_("The day is not in the month."),
            ),
            models.UniqueConstraint(
                fields=("project", "activity_type", "upazila", "union", "month"),
                condition=Q(day__isnull=True),
                nulls_distinct=False,
                name="planned_once_in_a_month",
                violation_error_message=_("This stands in the plan already; once is enough."),
            ),
            models.UniqueConstraint(
                fields=("project", "activity_type", "upazila", "union", "day", "venue"),
                condition=Q(day__isnull=False),
                nulls_distinct=False,
                name="planned_once_on_a_day",
                violation_error_message=_("This stands in the plan already; once is enough."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_type.short}, {self.union or self.upazila}"

    def clean(self) -> None:
        if self.union and self.union.upazila_id != self.upazila_id:
            raise ValidationError({"union": _("This union is not in the chosen upazila.")})

    def begin(self, activity: Activity) -> None:
        """Fill in a new activity from this entry, but not a day that is still to come.

        The activity points back to the entry only if the entry has a day. The number of an entry
        for a month may still be changed, and what was held of it is counted by type and upazila.
        """
        activity.planned = self if self.day else None
        for name in ("activity_type_id", "upazila_id", "union_id", "venue"):
            setattr(activity, name, getattr(self, name))
        if self.day and self.day <= self.project.last_day():
            activity.starts_on = activity.ends_on = self.day

    def change(self, names: Iterable[str], *, started_from: int) -> bool:
        """Store these fields. Returns False, and stores nothing, if another version is stored.

        `started_from` is the version that the edit began with.
        """
        values = {name: getattr(self, name) for name in names}
        same = PlannedActivity.objects.filter(pk=self.pk, version=started_from)
        return bool(same.update(**values, version=started_from + 1))

    @property
    def is_logged(self) -> bool:
        """Whether an activity was logged from this entry; a draft does not count as logged."""
        return self.activities.exclude(status="draft").exists()

    def can_be_changed_by(self, user: User) -> bool:
        """Whether the user may change it.

        Users with the power to plan months may change every entry. Users who plan days may change
        the entries with a day that they made themselves.
        """
        if user.may(Power.PLANS_MONTHS):
            return True
        is_own = self.planned_by_id == user.pk and self.day is not None
        return is_own and user.may(Power.PLANS_DAYS)


class NothingQuerySet(PlaceScopedQuerySet["NothingToReport"]):
    pass


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class NothingToReport(models.Model):
    """A zero report: a user reports that nothing was held in an upazila in a month, and why.

    A month without any report is something else: there, nobody knows whether anything was held.
    """

    class Reason(models.TextChoices):
        FLOOD = "flood", _("Flood")
        STRIKE = "strike", _("Strike or unrest")
        EXAMINATIONS = "examinations", _("Examinations")
        ELECTION = "election", _("Election")
        OTHER = "other", _("Another reason")

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="nothing_to_report", verbose_name=_("project")
    )
    upazila = models.ForeignKey(
        Upazila, models.PROTECT, related_name="nothing_to_report", verbose_name=_("upazila")
    )
    month = month_field()
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.TextField(_("note"), max_length=500, blank=True)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    created_at = models.DateTimeField(_("reported at"), default=timezone.now, editable=False)

    objects = NothingQuerySet.as_manager()

    class Meta:
        verbose_name = _("month with nothing to report")
        verbose_name_plural = _("months with nothing to report")
        ordering = ("-month", "upazila")
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="nothing_in_a_month"),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(note=""),
                name="other_reason_is_written",
                violation_error_message=_("Write the reason."),
            ),
            models.UniqueConstraint(
                fields=("project", "upazila", "month"),
                name="nothing_once_per_upazila_and_month",
                violation_error_message=_("This has been reported already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upazila}, {self.month:%Y-%m}: {self.get_reason_display()}"

    def can_be_withdrawn_by(self, user: User) -> bool:
        """Whether the user may withdraw it: as its author, or as a reviewer.

        The caller has already found it by visible_to().
        """
        is_own = user.pk == self.officer_id
        return user.may(Power.REVIEWS) or (is_own and user.may(Power.LOGS))
