"""What makes an activity stand out, and what is then said of it."""

import datetime

from django.utils import timezone

from activities import plausibility
from activities.models import Activity

PHOTO = "a" * 64


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def hand_in(activity, days_ago=0):
    """Submit a draft, as if so many days ago."""
    at = timezone.now() - datetime.timedelta(days=days_ago)
    Activity.objects.filter(pk=activity.pk).update(status="submitted", submitted_at=at)
    return activity


def approve(activity, by, days_ago=0):
    at = timezone.now() - datetime.timedelta(days=days_ago)
    Activity.objects.filter(pk=activity.pk).update(
        status="approved", reviewed_at=at, reviewed_by=by
    )
    return activity


def told(user, project):
    """The signs by activity, as words in the language of the moment."""
    found = plausibility.find(user, project)
    doubts = plausibility.doubts(user, found.values())
    return dict(zip(found, doubts, strict=True))


def signs(user, activity):
    found = plausibility.find(user, activity.project, only=activity)
    return [one.sign for one in found.get(activity.pk, [])]


def usual(cast, logged, how_many):
    """So many approved meetings, about 20 people at each, on different days."""
    for number in range(how_many):
        activity = logged(women=15 + number, starts_on=ago(400 + number))
        hand_in(activity, 400 + number)
        approve(activity, cast.manager, 300)
