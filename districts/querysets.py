from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from districts.models import Upazila  # noqa: F401 (named in quotes below)


class UpazilaQuerySet(models.QuerySet["Upazila"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The upazilas in which a user may work. Every other scope is built on this one."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_everywhere:
            return self
        return self & user.places()
