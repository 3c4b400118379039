from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from districts.models import District, Upazila  # noqa: F401 (named in quotes below)

M = TypeVar("M", bound=models.Model)


class UpazilaQuerySet(models.QuerySet["Upazila"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The places a user may work in. Every other scope is built on this one."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_administrator:
            return self
        if user.is_manager:
            return self.filter(district__managers=user)
        return self.filter(officers=user)


class DistrictQuerySet(models.QuerySet["District"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Districts with at least one upazila the user may work in."""
        from districts.models import Upazila

        return self.filter(pk__in=Upazila.objects.visible_to(user).values("district"))


class PlaceScopedQuerySet(models.QuerySet[M]):
    """Rows that happen in an upazila; `upazila_path` says how to get there."""

    upazila_path: ClassVar[str] = "upazila"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        from districts.models import Upazila

        places: dict[str, Any] = {f"{self.upazila_path}__in": Upazila.objects.visible_to(user)}
        return self.filter(Q(**places))

    def in_place(self, pcode: str) -> Self:
        """In a district (6 characters) or an upazila (10)."""
        path = self.upazila_path
        return self.filter(Q(**{path: pcode}) | Q(**{f"{path}__district": pcode}))
