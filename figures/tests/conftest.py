import datetime

import pytest

from tests.factories import ActivityFactory, NothingToReportFactory, PlannedActivityFactory

MAY = datetime.date(2026, 5, 1)


@pytest.fixture
def planned(cast):
    """Put something into the plan of Feni Sadar."""

    def make(**fields):
        held_on = fields.get("day")
        return PlannedActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "month": (held_on or MAY).replace(day=1),
                "planned_by": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def held(cast):
    def make(starts_on, **fields):
        return ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "starts_on": starts_on,
                "status": "approved",
                "reviewer": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def nothing(cast):
    def say(month, **fields):
        return NothingToReportFactory(
            **{
                "project": cast.project,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "month": month,
                **fields,
            }
        )

    return say
