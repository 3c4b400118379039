"""Who sees a whole project: whoever sees every place it works or has worked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from activities.models import Activity
from districts.models import Upazila
from projects.models import Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


def seen_whole_by(user: User | AnonymousUser) -> QuerySet[Project]:
    """Projects of which no place and no activity is hidden from the user."""
    hidden = Upazila.objects.exclude(pk__in=Upazila.objects.visible_to(user).values("pk"))
    elsewhere = Activity.objects.filter(project=OuterRef("pk"), upazila__in=hidden)
    return (
        Project.objects.visible_to(user)
        .exclude(upazilas__in=hidden)
        .exclude(Exists(elsewhere.order_by()))
    )
