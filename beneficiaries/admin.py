from django.contrib import admin
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from beneficiaries.models import TargetGroup
from common.admin import FileResource, Reference


class TargetGroupResource(FileResource):
    told_with = Field("told_with", "told_with", widget=ForeignKeyWidget(TargetGroup, field="code"))

    class Meta(FileResource.Meta):
        model = TargetGroup
        import_id_fields = ("code",)
        fields = ("code", "kind", "position", "name_en", "name_bn", "told_with", "is_active")


@admin.register(TargetGroup)
class TargetGroupAdmin(Reference):
    key = "code"
    resource_classes = [TargetGroupResource]
    list_display = ("name_en", "name_bn", "kind", "position", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("name_en", "name_bn", "code")
    autocomplete_fields = ("told_with",)
    prepopulated_fields = {"code": ("name_en",)}
    ordering = ("position", "pk")
