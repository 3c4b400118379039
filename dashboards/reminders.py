"""Reminders of what a user has to do: on the page "My work", and once a day by e-mail."""

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
"""In days: a draft not changed for longer is old, a review that waits longer is overdue."""
MOST_NAMED = 10


@dataclass(frozen=True)
class Reminders:
    """The reminders of one user in one project.

    `returned` and `drafts` are the user's own activities, to be finished. `silent` are the upazilas
    without news for thirty days. `overdue` is the number of reviews that wait too long, and
    `first_overdue` are those that have waited longest.
    """

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
    """The reminders of `asked.user` in `asked.project` today; the selected period has no effect.

    `silent` are the upazilas that `figures.attention` found quiet. One query for the user's own
    activities, and two for the reviews if the user has the power to review.
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
    """The reminders of a user in every project that is running today and has any.

    Only demonstration accounts are reminded of demonstration projects.
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
    """Send one user their digest, once a day. Returns whether it was sent.

    It is not sent if there is nothing to remind of, or if it was sent today. The day is stored
    before sending, so that two runs at the same time send one digest. If sending fails, the day is
    set back, so that another run tries again, and the error is raised.
    """
    today = timezone.localdate()
    with translation.override(user.language):
        found = digest(user)
        if not found:
            return False
        message = digest_email(user, found)
    before = user.reminded_on
    if not user.note_reminder(today):
        return False
    try:
        message.send()
    except BaseException:
        user.take_back_reminder(today, before)
        raise
    return True


def digest_email(user: User, found: list[Reminders]) -> EmailMessage:
    """The digest as an e-mail, in the active language."""
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
