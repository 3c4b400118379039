"""The rule that the period of a project includes all activities that were logged in it.

The rule belongs to this room, but it is about a table of projects: apps.py adds the trigger and the
check to the model there.
"""

import datetime

import pgtrigger
from django.core.exceptions import ValidationError
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from activities.models import Activity
from common.localisation import day
from projects.models import Project

PERIOD_HOLDS_THE_LOG = pgtrigger.Trigger(
    name="period_holds_the_log",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("starts_on", "ends_on"),  # type: ignore[no-untyped-call]
    func="""
        IF EXISTS (
            SELECT 1 FROM activities_activity
            WHERE project_id = NEW.id
              AND (starts_on < NEW.starts_on OR ends_on > NEW.ends_on)
        ) THEN
            RAISE EXCEPTION 'Activities are logged outside this period'
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


def hold_the_log(project: Project) -> None:
    """Raises ValidationError if the period leaves out an activity that is logged already."""
    if not (project.pk and project.starts_on and project.ends_on):
        return
    rows = Activity.objects.filter(project=project)
    logged = rows.aggregate(first=Min("starts_on"), last=Max("ends_on"))
    if logged["first"] and logged["first"] < project.starts_on:
        raise ValidationError({"starts_on": outside(logged["first"])})
    if logged["last"] and logged["last"] > project.ends_on:
        raise ValidationError({"ends_on": outside(logged["last"])})


def outside(held_on: datetime.date) -> str:
    return _("Activities are logged on %(day)s already.") % {"day": day(held_on)}
