"""Frozen quarters and reports: for managers and administrators."""

from reports.views.files import report_file
from reports.views.reports import report, report_delete, report_edit, report_new
from reports.views.snapshots import freeze, reports, snapshot

__all__ = [
    "freeze",
    "report",
    "report_delete",
    "report_edit",
    "report_file",
    "report_new",
    "reports",
    "snapshot",
]
