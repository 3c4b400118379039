from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.roles import Power
from districts.models import District, Upazila
from figures.scope import seen_whole_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from reports.models import Report, Snapshot  # noqa: F401 (named in quotes below)

M = TypeVar("M", bound=models.Model)


class DistrictOrProjectQuerySet(models.QuerySet[M]):
    """Rows of a district, or of a whole project where there is none."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Those of places all of which the user sees, for whoever reports."""
        if not user.is_authenticated or not user.may(Power.REPORTS):
            return self.none()
        return self.filter(self._in_places_of(user))

    def _in_places_of(self, user: User) -> Q:
        whole = Q(district=None, project__in=seen_whole_by(user).values("pk"))
        return whole | Q(district__in=District.objects.visible_to(user).values("pk"))


class SnapshotQuerySet(DistrictOrProjectQuerySet["Snapshot"]):
    def for_list(self) -> Self:
        """With all a row shows, and without the figures, which are large."""
        return self.select_related("district", "frozen_by", "project").defer("contents", "places")

    def same_as(self, snapshot: Snapshot) -> Self:
        """All revisions of the same quarter and place."""
        return self.filter(
            project=snapshot.project_id, district=snapshot.district_id, quarter=snapshot.quarter
        )


class ReportQuerySet(DistrictOrProjectQuerySet["Report"]):
    def _in_places_of(self, user: User) -> Q:
        seen = Upazila.objects.visible_to(user).values("pk")
        whole = Q(upazila=None) & super()._in_places_of(user)
        return whole | Q(upazila__in=seen)

    def for_list(self) -> Self:
        return self.select_related(
            "district", "upazila", "project", "created_by", "snapshot"
        ).defer("snapshot__contents", "snapshot__places")

    def whole(self) -> Self:
        """With all that its page and its files show, the frozen figures too."""
        return self.select_related(
            "project", "district", "upazila__district", "snapshot__frozen_by", "created_by"
        )
