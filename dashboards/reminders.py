"""What somebody should not forget: on their page of work, and once a day by e-mail."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

import figures
from accounts.models import User
from activities.models import Activity
from figures import Selection
from figures.places import Quiet
from figures.work import month_to_date
from projects.models import Project

FORGOTTEN_AFTER = 7
"""Days: after them a draft is old and a review overdue."""
MOST_NAMED = 10


@dataclass(frozen=True)
class Reminders:
    """Of one project: own activities to finish, quiet places, reviews that wait too long."""

    project: Project
    returned: tuple[Activity, ...]
    drafts: tuple[Activity, ...]
    silent: tuple[Quiet, ...]
    overdue: int
    first_overdue: tuple[Activity, ...]

    @property
    def count(self) -> int:
        return len(self.returned) + len(self.drafts) + len(self.silent) + self.overdue


def reminders(asked: Selection, silent: tuple[Quiet, ...]) -> Reminders:
    """What `asked.user` has left lying in `asked.project`, today, whatever period is looked at.

    `silent`: the upazilas `figures.attention` found quiet. One query for what is their own, one
    more for each list of reviews; a field officer reviews nothing.
    """
    user, project = asked.user, asked.project
    last_week = timezone.localdate() - datetime.timedelta(days=FORGOTTEN_AFTER)
    unfinished = (
        Activity.objects.visible_to(user)
        .filter(project=project, officer=user)
        .filter(Q(status="returned") | Q(status="draft", updated_at__date__lt=last_week))
        .select_related("activity_type", "upazila", "union")
        .order_by("updated_at", "pk")
    )
    own = list(unfinished)
    overdue = (
        Activity.objects.reviewable_by(user)
        .filter(project=project, submitted_at__date__lt=last_week)
        .select_related("activity_type", "upazila", "union")
    )
    return Reminders(
        project=project,
        returned=tuple(each for each in own if each.status == Activity.Status.RETURNED),
        drafts=tuple(each for each in own if each.status == Activity.Status.DRAFT),
        silent=silent,
        overdue=overdue.count(),
        first_overdue=tuple(overdue[:MOST_NAMED]),
    )


def digest(user: User) -> list[Reminders]:
    """What there is to remind somebody of, in every project that runs today.

    Invented data is for those who are invented themselves.
    """
    today = timezone.localdate()
    projects = Project.objects.visible_to(user).filter(starts_on__lte=today, ends_on__gte=today)
    if not user.is_demonstration:
        projects = projects.filter(is_demonstration=False)
    found = []
    for project in projects:
        asked = month_to_date(user, project, today)
        quiet = figures.attention(asked, figures.area(asked).upazilas).quiet
        found.append(reminders(asked, quiet))
    return [each for each in found if each.count]


def remind(user: User) -> bool:
    """Send one person their digest, once a day. False: nothing to say, or it was said today.

    Whoever sends notes it first, so that two who send at once send once. Raises what the mail
    server raises; then it is noted no longer, and another run tries again.
    """
    today = timezone.localdate()
    with translation.override(user.language):
        found = digest(user)
        if not found:
            return False
        message = written(user, found)
    before = user.reminded_on
    if not user.note_reminder(today):
        return False
    try:
        message.send()
    except BaseException:
        user.take_back_reminder(today, before)
        raise
    return True


def written(user: User, found: list[Reminders]) -> EmailMessage:
    """The digest as an e-mail, in the language of the moment."""
    context = {
        "found": found,
        "count": sum(each.count for each in found),
        "days": FORGOTTEN_AFTER,
        "site": settings.SITE_URL,
    }
    subject = render_to_string("dashboards/email/reminders_subject.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string("dashboards/email/reminders_message.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
