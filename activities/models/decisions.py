from __future__ import annotations

import datetime

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models.activity import Activity
from activities.querysets import PartQuerySet
from activities.triggers import REFUSE

ONLY_FOLLOWED_UP_ONCE_APPROVED = pgtrigger.Trigger(
    name="only_followed_up_once_approved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM activities_activity
            WHERE status = 'approved' AND (
                (TG_OP <> 'INSERT' AND id = OLD.activity_id)
                OR (TG_OP <> 'DELETE' AND id = NEW.activity_id)
            )
        ) AND (TG_OP <> 'UPDATE' OR ROW(OLD.activity_id, OLD.text, OLD.owner, OLD.due_on)
            IS DISTINCT FROM ROW(NEW.activity_id, NEW.text, NEW.owner, NEW.due_on)
        ) THEN
            RAISE EXCEPTION 'An approved activity is locked' {REFUSE};
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    """,
)


class DecisionQuerySet(PartQuerySet["Decision"]):
    def open(self) -> DecisionQuerySet:
        return self.filter(done_on__isnull=True)

    def overdue(self, today: datetime.date | None = None) -> DecisionQuerySet:
        return self.open().filter(due_on__lt=today or timezone.localdate())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Decision(models.Model):
    """A decision of a committee at a meeting: who does it, by when, and whether it was done."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="committee_decisions", verbose_name=_("activity")
    )
    text = models.CharField(_("decision"), max_length=500)
    owner = models.CharField(
        _("who does it"), max_length=120, help_text=_("The post or the office. Nobody's name.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("said by"),
        null=True,
        editable=False,
    )
    done_note = models.CharField(_("what was done"), max_length=500, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("due_on", "pk")
        triggers = [ONLY_FOLLOWED_UP_ONCE_APPROVED]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") & ~Q(owner=""),
                name="decision_has_an_owner",
                violation_error_message=_("Write the decision and who does it."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(done_by__isnull=False),
                name="done_is_said_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def follow_up(self, *, on: datetime.date, by: User, note: str) -> None:
        """Record that it was carried out. Raises ValidationError if that is recorded already."""
        updated = (
            type(self)
            .objects.open()
            .filter(pk=self.pk)
            .update(done_on=on, done_by=by, done_note=note)
        )
        self.refresh_from_db()
        if not updated:
            raise ValidationError(_("Somebody has marked this decision as done already."))

    def is_overdue(self, today: datetime.date | None = None) -> bool:
        today = today or timezone.localdate()
        return self.done_on is None and self.due_on is not None and self.due_on < today

    @property
    def days_overdue(self) -> int:
        """The number of calendar days since the day it was due; 0 if it is not overdue."""
        if self.due_on is None or not self.is_overdue():
            return 0
        return (timezone.localdate() - self.due_on).days
