"""People with addresses, activities that wait, and the command that reminds of them."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from tests.factories import ActivityFactory, ProjectFactory

HOME = reverse("dashboards:home")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://sutro.example.org"


@pytest.fixture
def cast(cast):
    """The same people, with addresses; and something was held everywhere last week."""
    for name in ("officer", "manager", "administrator"):
        cast[name].email = f"{name}@example.org"
        cast[name].save()
    for upazila in (cast.feni_sadar, cast.chhagalnaiya, cast.akhaura):
        held(cast, upazila=upazila, officer=cast.stranger, status="approved", starts_on=ago(7))
    return cast


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def held(cast, **fields):
    return ActivityFactory(
        **{
            "project": cast.project,
            "activity_type": cast.courtyard,
            "upazila": cast.feni_sadar,
            "officer": cast.officer,
            "reviewer": cast.manager,
            "women": 10,
            **fields,
        }
    )


def aged(activity, days, field="updated_at"):
    Activity.objects.filter(pk=activity.pk).update(
        **{field: timezone.now() - datetime.timedelta(days=days)}
    )
    return activity


def send():
    """What the command says, and to whom it wrote."""
    mail.outbox.clear()
    said = io.StringIO()
    call_command("send_reminders", stdout=said, stderr=said)
    return said.getvalue(), [message.to for message in mail.outbox]


def in_english(user):
    user.language = "en"
    user.save()


@pytest.fixture
def quiet(cast):
    """A second project, where nothing has been held in Chhagalnaiya and Akhaura."""
    project = ProjectFactory(title_en="Quiet", title_bn="নীরব", slug="quiet")
    project.upazilas.add(cast.chhagalnaiya, cast.akhaura)
    return project
