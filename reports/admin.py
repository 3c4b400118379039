from django.contrib import admin

from common.admin import ReadOnly
from reports.models import Report, Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly):
    """Without the figures themselves: they are read on the page of the snapshot."""

    list_display = ("quarter", "district", "project", "revision", "frozen_by", "frozen_at")
    list_filter = ("project", ("district", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("district", "project", "frozen_by")
    fields = ("project", "district", "quarter", "revision", "sha256", "frozen_by", "frozen_at")
    view_on_site = True


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ("title", "first_quarter", "last_quarter", "project", "created_by", "created_at")
    list_filter = ("project", ("district", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("project", "created_by")
    search_fields = ("title",)
