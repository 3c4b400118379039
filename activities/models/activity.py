import uuid
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Power
from activities import triggers
from activities.constraints import ACTIVITY_CONSTRAINTS
from activities.models.planning import PlannedActivity
from activities.models.reference import ActivityType
from activities.querysets import ActivityQuerySet
from committees.models import Committee
from common.localisation import day
from districts.models import Union, Upazila
from projects.models import Project


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["updated_at", "receipt"],
)
class Activity(models.Model):
    """One event, held on one day or on several, in one upazila.

    If it was sent from a phone, `receipt` is the code that its author copied into the register.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Awaiting review")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")

    class CountMethod(models.TextChoices):
        REGISTER = "register", _("Register")
        HEAD_COUNT = "head_count", _("Head count")
        ESTIMATE = "estimate", _("Estimate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="activities", verbose_name=_("project")
    )
    activity_type = models.ForeignKey(
        ActivityType, models.PROTECT, related_name="activities", verbose_name=_("activity type")
    )
    upazila = models.ForeignKey(
        Upazila, models.PROTECT, related_name="activities", verbose_name=_("upazila")
    )
    union = models.ForeignKey(
        Union,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("union"),
        null=True,
        blank=True,
        help_text=_("Empty for a municipality, or for the whole upazila."),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    starts_on = models.DateField(_("day it was held"))
    ends_on = models.DateField(_("last day"))
    count_method = models.CharField(
        _("how people were counted"), max_length=10, choices=CountMethod, blank=True
    )
    summary = models.TextField(_("what happened"), max_length=5000, blank=True)
    decisions = models.TextField(_("decisions"), max_length=5000, blank=True)
    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("committee"),
        null=True,
        blank=True,
    )
    had_quorum = models.BooleanField(_("enough members came"), null=True, blank=True)
    planned = models.ForeignKey(
        PlannedActivity,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("as planned"),
        null=True,
        blank=True,
        editable=False,
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="activities",
        verbose_name=_("logged by"),
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("put right by"),
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("brought as a copy by"),
    )
    receipt = models.CharField(_("receipt"), max_length=9, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, editable=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("reviewed by"),
    )
    review_note = models.TextField(_("reviewer's note"), max_length=2000, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-starts_on", "-created_at", "pk")
        indexes = [
            models.Index(fields=("project", "status", "starts_on"), name="activity_by_period"),
            models.Index(fields=("upazila", "starts_on"), name="activity_by_place"),
            models.Index(fields=("officer", "status"), name="activity_by_officer"),
        ]
        triggers = [
            triggers.BEGINS_AS_DRAFT,
            triggers.STATUS_MOVES,
            triggers.APPROVED_IS_LOCKED,
            triggers.ONLY_DRAFTS_ARE_DELETED,
            triggers.FITS_PROJECT_AND_PLACE,
        ]
        constraints = ACTIVITY_CONSTRAINTS

    def __str__(self) -> str:
        return f"{self.activity_type.short}, {self.place}"

    def get_absolute_url(self) -> str:
        return reverse("activities:detail", args=[self.pk])

    @property
    def place(self) -> str:
        """The name of its union, or of its upazila if it has no union."""
        return str(self.union or self.upazila)

    @property
    def days_waiting(self) -> int:
        """The number of calendar days since it was submitted; 0 if it was not submitted."""
        since = self.submitted_at and timezone.localdate(self.submitted_at)
        return (timezone.localdate() - since).days if since else 0

    def clean(self) -> None:
        """Check that union and committee belong to the upazila, and that the days are allowed.

        A day is allowed if it is not after today and lies within the project. Raises
        ValidationError.
        """
        if self.union and self.union.upazila_id != self.upazila_id:
            raise ValidationError({"union": _("This union is not in the chosen upazila.")})
        if self.committee and self.upazila_id and not self._fits(self.committee):
            raise ValidationError({"committee": _("This committee is not of the chosen upazila.")})
        for name in ("starts_on", "ends_on"):
            chosen = getattr(self, name)
            if chosen and chosen > timezone.localdate():
                raise ValidationError({name: _("The day cannot be after today.")})
            if chosen and not self.project.starts_on <= chosen <= self.project.ends_on:
                message = _("The project runs from %(start)s to %(end)s. Choose a day within it.")
                period = {"start": day(self.project.starts_on), "end": day(self.project.ends_on)}
                raise ValidationError({name: ValidationError(message, params=period)})

    def _fits(self, committee: Committee) -> bool:
        return committee.project_id == self.project_id and committee.serves(self.upazila)

    # What a user may do with it. The caller has already found the row by visible_to().

    def can_be_edited_by(self, user: User) -> bool:
        return self._is_kept_by(user) and self.status != self.Status.APPROVED

    def can_be_deleted_by(self, user: User) -> bool:
        return self._is_kept_by(user) and self.status == self.Status.DRAFT

    def can_be_submitted_by(self, user: User) -> bool:
        return self._is_kept_by(user) and self.status in (
            self.Status.DRAFT,
            self.Status.RETURNED,
        )

    def can_be_reviewed_by(self, user: User) -> bool:
        return (
            self.status == self.Status.SUBMITTED
            and self._has_reviewer(user)
            and user.pk not in (self.prepared_by_id, self.brought_by_id)
        )

    def can_be_reopened_by(self, user: User) -> bool:
        return self._has_reviewer(user) and self.status == self.Status.APPROVED

    def can_be_followed_up_by(self, user: User) -> bool:
        """Whether the user may record that a decision was carried out, also after the approval."""
        return self._is_kept_by(user) or self._has_reviewer(user)

    def _is_kept_by(self, user: User) -> bool:
        return user.may(Power.LOGS) and user.pk == self.officer_id

    def _has_reviewer(self, user: User) -> bool:
        return user.may(Power.REVIEWS) and user.pk != self.officer_id

    # The changes of its status. Each one is a single compare-and-set UPDATE.

    def submit(self, *, version: int) -> None:
        """Submit it for review. Raises ValidationError if it is incomplete or has changed."""
        missing = self.missing()
        if missing:
            raise ValidationError(missing)
        self._move(
            version,
            {self.Status.DRAFT, self.Status.RETURNED},
            self.Status.SUBMITTED,
            submitted_at=timezone.now(),
        )

    def approve(self, *, by: User, version: int) -> None:
        """Approve it: it is locked, and counts. Raises ValidationError if it has changed."""
        self._review(version, self.Status.SUBMITTED, self.Status.APPROVED, by, note="")

    def send_back(self, *, by: User, version: int, note: str) -> None:
        """Return it to its author with a note.

        Raises ValidationError if the note is empty or the activity has changed.
        """
        self._review(version, self.Status.SUBMITTED, self.Status.RETURNED, by, note)

    def reopen(self, *, by: User, version: int, note: str) -> None:
        """Return an approved activity to its author, with a note that says why.

        Raises ValidationError if the note is empty or the activity has changed.
        """
        self._review(version, self.Status.APPROVED, self.Status.RETURNED, by, note)

    def missing(self) -> list[str]:
        """What is missing for a submission, in the user's language; empty if it is complete."""
        messages = []
        if not self.venue:
            messages.append(str(_("Write where it was held.")))
        if self.activity_type.counts_people:
            if not self.participations.exists():
                messages.append(str(_("Write how many people came.")))
            if not self.count_method:
                messages.append(str(_("Say how people were counted.")))
        elif not self.distributions.exists():
            messages.append(str(_("Write how many were handed out.")))
        if self.activity_type.is_of_committee and not self.committee_id:
            registered = Committee.objects.filter(project=self.project_id)
            if registered.serving(self.upazila).exists():
                messages.append(str(_("Choose the committee it was held with.")))
        return messages

    def _review(self, version: int, source: str, target: str, by: User, note: str) -> None:
        if target == self.Status.RETURNED and not note:
            raise ValidationError(_("Write what has to be put right."))
        self._move(
            version,
            {source},
            target,
            reviewed_by=by,
            reviewed_at=timezone.now(),
            review_note=note,
        )

    def _move(self, version: int, sources: set[str], target: str, **changes: Any) -> None:
        moved = (
            type(self)
            .objects.filter(pk=self.pk, status__in=sources, version=version)
            .update(status=target, version=F("version") + 1, updated_at=timezone.now(), **changes)
        )
        self.refresh_from_db()
        if not moved:
            raise ValidationError(
                _("It has changed while you were looking at it. Look again, then decide.")
            )
