"""Pages are shown what the figures' tests are made of."""

from figures.tests.committees.conftest import meeting, registered
from figures.tests.conftest import held, nothing, planned

__all__ = ["held", "meeting", "nothing", "planned", "registered"]
