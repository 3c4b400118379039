"""The records and files that phones sent, unchanged, and what became of them."""

from functools import cached_property

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Power
from activities.models import Activity
from activities.triggers import REFUSE
from common.localisation import spaced
from districts.models import Upazila
from outbox.envelope import Envelope
from outbox.querysets import (
    LOGGED_AT_THE_LATEST,
    DeliveredFileQuerySet,
    DeliveryQuerySet,
    DeviceQuerySet,
)

STAYS_AS_RECEIVED = pgtrigger.Trigger(
    name="stays_as_received",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("id", "body", "sha256", "receipt", "author", "received_at"),
    func=f"RAISE EXCEPTION 'What was received stays as it was received' {REFUSE};",
)
IS_KEPT = pgtrigger.Trigger(
    name="is_kept",
    when=pgtrigger.Before,
    operation=pgtrigger.Delete,
    func=f"RAISE EXCEPTION 'What was received is kept' {REFUSE};",
)
FILE_STAYS_AS_RECEIVED = pgtrigger.Trigger(
    name="file_stays_as_received",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
        IF (NEW.delivery_id, NEW.uuid, NEW.sha256, NEW.size)
            IS DISTINCT FROM (OLD.delivery_id, OLD.uuid, OLD.sha256, OLD.size)
            OR OLD.received_at IS NOT NULL AND NEW.content IS NOT NULL
            AND NEW.content IS DISTINCT FROM OLD.content THEN
            RAISE EXCEPTION 'A file stays as it was received' {REFUSE};
        END IF;
        RETURN NEW;
    """,
)


class Device(models.Model):
    """A browser in which one user logs. Users who share a browser have a device each."""

    uuid = models.UUIDField(_("number"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="devices", verbose_name=_("user")
    )
    waiting = models.PositiveIntegerField(_("not sent yet"), default=0)
    seen_at = models.DateTimeField(_("last heard of"), default=timezone.now)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ("-seen_at", "pk")
        constraints = [models.UniqueConstraint(fields=("uuid", "user"), name="device_once_a_user")]

    def __str__(self) -> str:
        return str(self.uuid)[:8]


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["state", "trouble", "note", "activity", "decided_by"],
    model_name="DeliveryEvent",
)
class Delivery(models.Model):
    """A record that a phone sent. `body` is what came, byte for byte.

    `id` is the UUID that the phone gave it, unless other content had taken that (see `beside` in
    services.py). The activity gets it too, unless another activity has it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Its photos are on the way")
        RECEIVED = "received", _("Received")
        LOGGED = "logged", _("Logged")
        QUARANTINED = "quarantined", _("To be looked at")
        REJECTED = "rejected", _("Not accepted")

    class Trouble(models.TextChoices):
        FORM = "form", _("Something in it has to be put right.")
        RIGHTS = "rights", _("Its author may not log there.")
        TAKEN = "taken", _("Another activity has its number.")
        SEALED = "sealed", _("It cannot be opened with the server's keys.")
        NEWER = "newer", _("It was written on a newer form than this server has.")
        COPY = "copy", _("It was brought as a copy.")
        UNREADABLE = "unreadable", _("The server failed to read it.")

    id = models.UUIDField(primary_key=True, editable=False)
    body = models.BinaryField(_("as received"))
    sha256 = models.CharField(_("SHA-256 of what was received"), max_length=64)
    receipt = models.CharField(_("receipt"), max_length=9, unique=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="deliveries",
        verbose_name=_("author"),
    )
    carried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("brought as a copy by"),
    )
    device = models.ForeignKey(
        Device, models.PROTECT, related_name="deliveries", verbose_name=_("device")
    )
    sequence = models.PositiveIntegerField(_("number on its device"))
    form_version = models.PositiveSmallIntegerField(_("version of the form"))
    kept_at = models.DateTimeField(_("kept on the phone at"))
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    begun_at = models.DateTimeField(_("reading begun at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("readings begun"), default=0)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.RECEIVED)
    trouble = models.CharField(_("what is the matter"), max_length=12, choices=Trouble, blank=True)
    note = models.TextField(_("reason"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("decided by"),
    )
    upazila = models.ForeignKey(
        Upazila,
        models.PROTECT,
        related_name="deliveries",
        null=True,
        blank=True,
        verbose_name=_("upazila it speaks of"),
    )
    has_consent = models.BooleanField(
        _("those in its photos agreed"), default=False, help_text=_("For photos that come late.")
    )
    activity = models.OneToOneField(
        Activity,
        models.SET_NULL,
        related_name="delivery",
        null=True,
        blank=True,
        verbose_name=_("activity"),
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("record from a phone")
        verbose_name_plural = _("records from phones")
        ordering = ("-received_at", "pk")
        triggers = [STAYS_AS_RECEIVED, IS_KEPT]
        indexes = [
            models.Index(fields=("author", "received_at"), name="delivery_by_author"),
            models.Index(
                fields=("received_at",),
                name="delivery_not_settled",
                condition=Q(state__in=("waiting", "received", "quarantined")),
            ),
            models.Index(fields=("device", "sequence"), name="delivery_by_sequence"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="quarantined") | ~Q(trouble=""),
                name="quarantined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(note="") & Q(decided_by__isnull=False),
                name="rejected_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("outbox:receipt", args=[self.receipt])

    @cached_property
    def envelope(self) -> Envelope:
        """The parsed `body`, kept so that its content is decrypted only once. Raises Malformed."""
        return Envelope.read(bytes(self.body))

    @property
    def code(self) -> str:
        """The receipt in groups of three digits, as people copy it into the register."""
        return spaced(self.receipt)

    @property
    def matter(self) -> str:
        """Why the record is not logged, as people read it."""
        if self.state == self.State.WAITING:
            return gettext("Not all of its photos have come.")
        if self.state == self.State.RECEIVED:
            return gettext("The server has not read it yet.")
        return self.get_trouble_display()

    @property
    def is_late(self) -> bool:
        """Whether it came over LOGGED_AT_THE_LATEST ago, and lacks photos or is not processed."""
        long_ago = timezone.now() - LOGGED_AT_THE_LATEST
        is_under_way = self.state in (self.State.WAITING, self.State.RECEIVED)
        return is_under_way and self.received_at < long_ago

    @property
    def is_undecided(self) -> bool:
        """Whether a person has to decide about it, or may change the decision to reject it."""
        return self.state in (self.State.QUARANTINED, self.State.REJECTED) or self.is_late

    @property
    def is_a_copy(self) -> bool:
        """Whether somebody else brought it, and its author has not sent it."""
        return self.trouble == self.Trouble.COPY

    def can_be_decided_by(self, user: User) -> bool:
        """Whether the user looks after phones, and has not brought this copy themselves."""
        is_carrier = self.is_a_copy and self.carried_by_id == user.pk
        return user.may(Power.LOOKS_AFTER_PHONES) and not is_carrier


class DeliveredFile(models.Model):
    """A photo or scan that a record lists.

    `content` is encrypted, and is deleted a month after the file has become evidence. `left_out` is
    True if a reviewer did not want it with the activity.
    """

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="files", verbose_name=_("record")
    )
    uuid = models.UUIDField(_("number"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(_("as received"), null=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    became_evidence_at = models.DateTimeField(_("with the activity since"), null=True, blank=True)
    left_out = models.BooleanField(_("left out"), default=False)

    objects = DeliveredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file from a phone")
        verbose_name_plural = _("files from phones")
        ordering = ("pk",)
        triggers = [FILE_STAYS_AS_RECEIVED]
        constraints = [
            models.UniqueConstraint(fields=("delivery", "uuid"), name="file_once_a_record")
        ]

    def __str__(self) -> str:
        return str(self.uuid)
