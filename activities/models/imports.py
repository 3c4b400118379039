from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import PlaceScopedQuerySet, Upazila
from projects.models import Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class ImportQuerySet(PlaceScopedQuerySet["Import"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The user's own uploads, while they may see the upazila and the project works there."""
        return super().visible_to(user).filter(user=user.pk, project__upazilas=F("upazila"))

    def open(self) -> Self:
        """The uploads that are not confirmed yet."""
        return self.filter(confirmed_at__isnull=True)


class Import(models.Model):
    """An uploaded sheet: its rows, and the result of the check for each row.

    It is kept for a week at most (see `housekeeping`). Its rows come into the log only when the
    user who uploaded it confirms. Then they are deleted here, and only the numbers of stored
    activities and skipped rows are kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    upazila = models.ForeignKey(Upazila, models.CASCADE, related_name="+")
    month = models.DateField(_("month"), help_text=_("Its first day."))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=200)
    rows: models.JSONField[Any, Any] = models.JSONField(default=list, editable=False)
    results: models.JSONField[Any, Any] = models.JSONField(default=list, editable=False)
    language = models.CharField(_("language"), max_length=2)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    stored = models.PositiveIntegerField(_("activities stored"), default=0)
    skipped = models.PositiveIntegerField(_("rows skipped"), default=0)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded sheet")
        verbose_name_plural = _("uploaded sheets")
        ordering = ("-created_at",)
        indexes = [models.Index(fields=("user", "created_at"), name="import_by_user")]
        constraints = [
            models.CheckConstraint(condition=models.Q(month__day=1), name="import_of_a_month")
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    def is_checked(self, language: str) -> bool:
        """Whether every row has a result that is written in this language."""
        return self.language == language and len(self.results) == len(self.rows)
