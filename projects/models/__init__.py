from projects.models.indicators import Indicator, Target
from projects.models.measurements import Measurement
from projects.models.project import (
    Organisation,
    Outcome,
    Partnership,
    Project,
    ProjectQuerySet,
    ReportedAchievement,
)

__all__ = [
    "Indicator",
    "Measurement",
    "Organisation",
    "Outcome",
    "Partnership",
    "Project",
    "ProjectQuerySet",
    "ReportedAchievement",
    "Target",
]
