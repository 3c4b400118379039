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
READING_TAKES_AT_MOST = datetime.timedelta(seconds=60)  # a worker is killed after that


def looked_after_by(user: User | AnonymousUser, author: str) -> Q:
    """Rows of oneself and, for who looks after phones, of those who work in the same places.

    `author` is the path from a row to the user it belongs to.
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
        """Not heard of for days, though they said that they hold records."""
        return self.filter(self._is_silent())

    def _is_silent(self) -> Q:
        return Q(waiting__gt=0, seen_at__lt=timezone.now() - SILENT_AFTER)

    def for_list(self) -> Self:
        """Those that ever sent or kept something: `received` of them, `lost` numbers left out.

        First those that fell silent, then those with gaps, then those heard of last.
        """
        of_them = "deliveries__sequence"
        return (
            self.select_related("user")
            .annotate(
                received=Count("deliveries"),
                lost=Coalesce(Max(of_them), 0) - Count(of_them, distinct=True),
                is_silent=ExpressionWrapper(self._is_silent(), models.BooleanField()),
            )
            .filter(Q(received__gt=0) | Q(waiting__gt=0))
            .order_by("-is_silent", Case(When(lost__gt=0, then=0), default=1), "-seen_at", "pk")
        )

    def gaps(self) -> dict[int, list[tuple[int, int]]]:
        """By device: first and last of the numbers that nothing came of, before one that came.

        All that came counts, whoever may see it: its author may work elsewhere by now.
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
        """One's own; for who looks after phones, also what is of their places: those of the
        activity, or that it speaks of. While nobody knows of any: what is of those who work in
        theirs.
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
        """Without the bytes."""
        told = ("activity__activity_type", "activity__upazila", "activity__union")
        return self.defer("body").select_related("author", *told)

    def for_receipts(self) -> Self:
        """With what a receipt says, and without any bytes that were sent."""
        files = Prefetch("files", related_rows(self.model, "files").defer("content"))
        return self.defer("body").select_related("activity").prefetch_related(files)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def quarantined(self) -> Self:
        return self.filter(state=self.model.State.QUARANTINED)

    def late(self) -> Self:
        """Their photos should be here by now, and are not; or nothing has read them since."""
        long_ago = timezone.now() - LOGGED_AT_THE_LATEST
        return self.filter(
            state__in=[self.model.State.WAITING, self.model.State.RECEIVED],
            received_at__lt=long_ago,
        )

    def not_opened(self) -> Self:
        """Quarantined for no fault of their author's: for want of a key, or of the program."""
        why = self.model.Trouble
        return self.quarantined().filter(trouble__in=[why.SEALED, why.NEWER, why.UNREADABLE])

    def rejected(self) -> Self:
        return self.filter(state=self.model.State.REJECTED)

    def cut_short(self) -> Self:
        """Those whose reading should be over by now, and is not: a worker was killed over it."""
        return self.filter(
            Q(begun_at=None) | Q(begun_at__lt=timezone.now() - READING_TAKES_AT_MOST),
            state=self.model.State.RECEIVED,
        )

    def count_no_try(self, pk: Any) -> None:
        """It was for the server, and not for the record, that this reading failed."""
        self.filter(pk=pk).update(tries=F("tries") - 1)

    def begin(self, pk: Any) -> bool:
        """Take the reading of one upon oneself; False if somebody else is at it, or was."""
        return bool(
            self.cut_short().filter(pk=pk).update(begun_at=timezone.now(), tries=F("tries") + 1)
        )


class DeliveredFileQuerySet(models.QuerySet["DeliveredFile"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(delivery__in=related_rows(self.model, "delivery").visible_to(user))

    def kept_as_evidence(self) -> Self:
        """Still here though they have been with the activity for a month."""
        long_ago = timezone.now() - SEALED_FILES_ARE_KEPT
        return self.filter(content__isnull=False, became_evidence_at__lt=long_ago)

    def beside_the_activity(self) -> Self:
        """Their record is logged without them: they came late, or a reviewer left them out."""
        return self.filter(content__isnull=False, became_evidence_at=None, delivery__state="logged")

    def late(self) -> Self:
        """They came after their record was logged, and its activity is there."""
        of_activities = self.filter(left_out=False, delivery__activity__isnull=False)
        return of_activities.beside_the_activity()

    def missing(self) -> Self:
        return self.filter(received_at=None)
