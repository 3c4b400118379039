"""A rule of the log about the table of projects: raw SQL cannot pass it, a form says which day."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone, translation

from common.localisation import day
from projects.models import Project
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def test_the_database_refuses_a_period_that_leaves_an_activity_outside(cast):
    ActivityFactory(project=cast.project, upazila=cast.akhaura)

    with pytest.raises(IntegrityError, match="Activities are logged outside this period"):
        Project.objects.filter(pk=cast.project.pk).update(ends_on=cast.project.starts_on)


def test_the_sentence_names_the_day_that_would_be_left_out(cast):
    ActivityFactory(project=cast.project, upazila=cast.akhaura)
    cast.project.ends_on = cast.project.starts_on

    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            cast.project.clean()

        assert refused.value.message_dict == {
            "ends_on": [f"Activities are logged on {day(timezone.localdate())} already."]
        }
