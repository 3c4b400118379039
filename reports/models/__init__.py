from reports.models.reports import Narrative, Report, ReportPhoto
from reports.models.snapshots import Snapshot

__all__ = ["Narrative", "Report", "ReportPhoto", "Snapshot"]
