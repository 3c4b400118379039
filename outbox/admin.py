from django.contrib import admin

from common.admin import ReadOnly
from outbox.models import DeliveredFile, Delivery, Device


@admin.register(Device)
class DeviceAdmin(ReadOnly):
    list_display = ("__str__", "user", "waiting", "seen_at")
    list_select_related = ("user",)
    search_fields = ("user__username",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly):
    """Shows records without their content: it is encrypted, and reviewers have a page for it."""

    list_display = ("code", "author", "state", "trouble", "received_at")
    list_filter = ("state", "trouble")
    list_select_related = ("author",)
    search_fields = ("receipt", "author__username")
    fields = (
        "id",
        "receipt",
        "author",
        "carried_by",
        "device",
        "sequence",
        "form_version",
        "sha256",
        "kept_at",
        "received_at",
        "state",
        "trouble",
        "note",
        "decided_by",
        "upazila",
        "activity",
    )
    view_on_site = True


@admin.register(DeliveredFile)
class DeliveredFileAdmin(ReadOnly):
    list_display = ("__str__", "delivery", "size", "received_at")
    list_select_related = ("delivery",)
    fields = ("delivery", "uuid", "sha256", "size", "received_at")
