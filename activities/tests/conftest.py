import pytest

from trafficking_program.tests.factories import ActivityFactory


@pytest.fixture
def logged(cast):
    """Make an activity of the officer's in Feni Sadar; any field can be given."""

    def make(**fields):
        return ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "women": 12,
                "group": cast.women_at_risk,
                "reviewer": cast.manager,
                **fields,
            }
        )

    return make
