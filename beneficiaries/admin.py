from django.contrib import admin

from beneficiaries.models import TargetGroup
from trafficking_program.administration import FileResource, Reference


class TargetGroupResource(FileResource):
    class Meta(FileResource.Meta):
        model = TargetGroup
        import_id_fields = ("code",)
        fields = ("code", "kind", "position", "name_en", "name_bn", "is_active")


@admin.register(TargetGroup)
class TargetGroupAdmin(Reference):
    key = "code"
    resource_classes = [TargetGroupResource]
    list_display = ("name_en", "name_bn", "kind", "position", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("name_en", "name_bn", "code")
    prepopulated_fields = {"code": ("name_en",)}
    ordering = ("position", "pk")
