from activities.models.activity import Activity
from activities.models.counts import Distribution, Participation
from activities.models.decisions import Decision
from activities.models.evidence import Evidence
from activities.models.imports import Import
from activities.models.planning import NothingToReport, PlannedActivity
from activities.models.reference import ActivityType, Material

__all__ = [
    "Activity",
    "ActivityType",
    "Decision",
    "Distribution",
    "Evidence",
    "Import",
    "Material",
    "NothingToReport",
    "Participation",
    "PlannedActivity",
]
