from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    ExpressionWrapper,
    F,
    Max,
    Prefetch,
    Q,
    When,
    Window,
)
from django.db.models.functions import Coalesce, Lag
from django.utils import timezone

from accounts.roles import Power
from common.relations import related_rows
from districts.models import Upazila

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from outbox.models import DeliveredFile, Delivery, Device  # noqa: F401 (named in quotes below)

LOGGED_AT_THE_LATEST = datetime.timedelta(days=1)
SILENT_AFTER = datetime.timedelta(days=3)
SEALED_FILES_ARE_KEPT = datetime.timedelta(days=30)
READING_TAKES_AT_MOST = datetime.timedelta(seconds=60)  # a worker that takes longer is killed


def looked_after_by(user: User | AnonymousUser, author: str) -> Q:
    """A condition: the user's own rows and, if they look after phones, those of their officers.

    Their officers are those who work in the upazilas that the user may see; a user who sees every
    place looks after everybody. `author` is the path from a row to the user to whom it belongs.
    """
    if not user.is_authenticated or not user.may(Power.LOGS, Power.LOOKS_AFTER_PHONES):
        return Q(pk__in=[])
    own = Q(**{author: user.pk})
    if not user.may(Power.LOOKS_AFTER_PHONES):
        return own
    if user.sees_everywhere:
        return Q()
    places = Upazila.objects.visible_to(user)
    officers = places.values("officers").filter(officers__isnull=False)
    return own | Q(**{f"{author}__in": officers})


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(looked_after_by(user, "user"))

    def silent(self) -> Self:
        """Devices that hold records, but have not called for SILENT_AFTER."""
        return self.filter(self._is_silent())

    def _is_silent(self) -> Q:
        return Q(waiting__gt=0, seen_at__lt=timezone.now() - SILENT_AFTER)

    def for_list(self) -> Self:
        """Devices from which a record came, or which hold one.

        `received` is how many records came; `lost` is how many numbers before the highest did not
        come. Silent devices come first, then those with gaps; the latest call comes first in each.
        """
        sequence = "deliveries__sequence"
        return (
            self.select_related("user")
            .annotate(
                received=Count("deliveries"),
                lost=Coalesce(Max(sequence), 0) - Count(sequence, distinct=True),
                is_silent=ExpressionWrapper(self._is_silent(), models.BooleanField()),
            )
            .filter(Q(received__gt=0) | Q(waiting__gt=0))
            .order_by("-is_silent", Case(When(lost__gt=0, then=0), default=1), "-seen_at", "pk")
        )

    def gaps(self) -> dict[int, list[tuple[int, int]]]:
        """The gaps in the numbers of each device: first and last number of each gap, both included.

        A gap ends before a number that came. All records that came count, also those that the user
        may not see, because their author may work elsewhere by now.
        """
        deliveries = related_rows(self.model, "deliveries")
        came = deliveries.filter(device__in=self.values("pk")).alias(
            before=Window(Lag("sequence", default=0), partition_by="device", order_by="sequence")
        )
        gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for device, first, last in (
            came.filter(sequence__gt=F("before") + 1)
            .order_by("device", "sequence")
            .values_list("device", F("before") + 1, F("sequence") - 1)
        ):
            gaps[device].append((first, last))
        return gaps


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The user's own records and, if they look after phones, the records of their upazilas.

        The upazila of a record is that of its activity or, before there is one, the upazila that
        the record names. As long as that is unknown, the record is visible to those who look
        after its author.
        """
        of_people = looked_after_by(user, "author")
        if not user.is_authenticated or not user.may(Power.LOOKS_AFTER_PHONES):
            return self.filter(of_people)
        if user.sees_everywhere:
            return self
        own_or_unknown = Q(author=user.pk) | Q(upazila=None)
        places = Upazila.objects.visible_to(user)
        of_places = Q(activity=None, upazila__in=places) | Q(activity__upazila__in=places)
        return self.filter(of_people & own_or_unknown | of_places)

    def for_list(self) -> Self:
        """With what a list shows, and without the bytes that were sent."""
        shown = ("activity__activity_type", "activity__upazila", "activity__union")
        return self.defer("body").select_related("author", *shown)

    def for_receipts(self) -> Self:
        """With what a receipt contains, and without any bytes that were sent."""
        files = Prefetch("files", related_rows(self.model, "files").defer("content"))
        return self.defer("body").select_related("activity").prefetch_related(files)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def quarantined(self) -> Self:
        return self.filter(state=self.model.State.QUARANTINED)

    def late(self) -> Self:
        """Records that came over LOGGED_AT_THE_LATEST ago, and lack photos or are not processed."""
        long_ago = timezone.now() - LOGGED_AT_THE_LATEST
        return self.filter(
            state__in=[self.model.State.WAITING, self.model.State.RECEIVED],
            received_at__lt=long_ago,
        )

    def not_opened(self) -> Self:
        """Records in quarantine since the server lacked a key or a form, or failed to read them.

        Their authors have made no mistake. `process_outbox --again` tries these records again.
        """
        why = self.model.Trouble
        return self.quarantined().filter(trouble__in=[why.SEALED, why.NEWER, why.UNREADABLE])

    def rejected(self) -> Self:
        return self.filter(state=self.model.State.REJECTED)

    def cut_short(self) -> Self:
        """Records to process now: nobody has begun, or a worker was killed in the middle."""
        return self.filter(
            Q(begun_at=None) | Q(begun_at__lt=timezone.now() - READING_TAKES_AT_MOST),
            state=self.model.State.RECEIVED,
        )

    def count_no_try(self, pk: Any) -> None:
        """Do not count the last try: it failed because of the server, not because of the record."""
        self.filter(pk=pk).update(tries=F("tries") - 1)

    def begin(self, pk: Any) -> bool:
        """Claim the processing of a record. Returns False if another process does or did it."""
        return bool(
            self.cut_short().filter(pk=pk).update(begun_at=timezone.now(), tries=F("tries") + 1)
        )


class DeliveredFileQuerySet(models.QuerySet["DeliveredFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(delivery__in=related_rows(self.model, "delivery").visible_to(user))

    def kept_as_evidence(self) -> Self:
        """Files whose bytes are still here, SEALED_FILES_ARE_KEPT after they became evidence."""
        long_ago = timezone.now() - SEALED_FILES_ARE_KEPT
        return self.filter(content__isnull=False, became_evidence_at__lt=long_ago)

    def beside_the_activity(self) -> Self:
        """Files whose record is logged without them: they were late, or left out by a reviewer."""
        return self.filter(content__isnull=False, became_evidence_at=None, delivery__state="logged")

    def late(self) -> Self:
        """Files that came after their record was logged, and whose activity still exists."""
        of_activities = self.filter(left_out=False, delivery__activity__isnull=False)
        return of_activities.beside_the_activity()

    def missing(self) -> Self:
        return self.filter(received_at=None)
