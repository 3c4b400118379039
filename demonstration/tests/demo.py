"""The command that loads the demonstration, and the models that it fills."""

from io import StringIO

from django.core.management import call_command

from activities.models import (
    Activity,
    Decision,
    Distribution,
    Evidence,
    NothingToReport,
    Participation,
    PlannedActivity,
)
from committees.models import Committee, Member
from outbox.models import Delivery
from projects.models import Measurement, Target

TRACKED = (
    Activity,
    Participation,
    Distribution,
    Evidence,
    Decision,
    PlannedActivity,
    NothingToReport,
    Committee,
    Member,
    Target,
    Measurement,
    Delivery,
)
EVENTS = [model.pgh_event_model for model in TRACKED]


def load_demo(*options) -> str:
    out = StringIO()
    call_command("load_demo", *options, stdout=out)
    return out.getvalue()
