from projects.models.indicators import Indicator, Measurement, Target
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
