from activities.models.activity import Activity
from activities.models.counts import AgeBand, Distribution, Participation, Sex
from activities.models.evidence import Evidence
from activities.models.reference import ActivityType, Material

__all__ = [
    "Activity",
    "ActivityType",
    "AgeBand",
    "Distribution",
    "Evidence",
    "Material",
    "Participation",
    "Sex",
]
