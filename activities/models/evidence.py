import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models.activity import Activity
from activities.querysets import PartQuerySet
from activities.triggers import locked_with_its_activity
from common.uploads import EXTENSIONS

MOST_FILES = 10


def stored_under(evidence: "Evidence", filename: str) -> str:
    extension = EXTENSIONS[evidence.content_type]
    return f"evidence/{evidence.activity_id}/{evidence.pk}.{extension}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["file"]
)
class Evidence(models.Model):
    """A photo of an activity, or a scan of its attendance sheet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="evidence", verbose_name=_("activity")
    )
    file = models.FileField(_("file"), upload_to=stored_under, max_length=200)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("kind of file"), max_length=30)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256 of what was sent"), max_length=64)
    has_consent = models.BooleanField(_("the people in it agreed"), default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    objects = PartQuerySet["Evidence"].as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("created_at", "pk")
        triggers = [locked_with_its_activity()]
        constraints = [
            models.UniqueConstraint(
                fields=("activity", "sha256"), name="evidence_once_per_activity"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:evidence", args=[self.activity_id, self.pk])

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
