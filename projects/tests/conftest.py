import datetime

import pytest

from projects.models import Project
from tests.factories import IndicatorFactory, OutcomeFactory, UserFactory


@pytest.fixture
def project(cast):
    """From August 2025 to October 2026: six quarters, in two years."""
    period = {
        "starts_on": datetime.date(2025, 8, 1),
        "ends_on": datetime.date(2026, 10, 31),
    }
    Project.objects.filter(pk=cast.project.pk).update(**period)
    cast.project.refresh_from_db()
    return cast.project


@pytest.fixture
def outcome(project):
    return OutcomeFactory(project=project, number=1)


@pytest.fixture
def meetings(outcome):
    return IndicatorFactory(
        outcome=outcome, code="meetings", name_en="Meetings held", name_bn="হওয়া বৈঠক"
    )


@pytest.fixture
def cases(outcome):
    return IndicatorFactory(
        outcome=outcome,
        code="cases",
        name_en="Cases registered",
        name_bn="নথিভুক্ত মামলা",
        measure="typed",
    )


@pytest.fixture
def of_all(cast):
    """A manager who looks after every district of the project."""
    return UserFactory(
        username="of_all", role="manager", districts=[cast.feni, cast.brahmanbaria], language="en"
    )


@pytest.fixture
def page(client, of_all):
    client.force_login(of_all)
    return client
