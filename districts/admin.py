from __future__ import annotations

from django.contrib import admin
from import_export.fields import Field

from common.admin import FileResource, Reference, Spellings
from districts.models import District, Division, Union, Upazila

PLACE = ("pcode", "name_en", "name_bn", "aliases", "is_active")
MAPPED = ("latitude", "longitude", "area_km2")
NAMES = ("name_en", "name_bn", "aliases")


class PlaceResource(FileResource):
    aliases = Field("aliases", "aliases", widget=Spellings())  # type: ignore[no-untyped-call]

    class Meta(FileResource.Meta):
        import_id_fields = ("pcode",)


class DivisionResource(PlaceResource):
    class Meta(PlaceResource.Meta):
        model = Division
        fields = PLACE


class DistrictResource(PlaceResource):
    class Meta(PlaceResource.Meta):
        model = District
        fields = ("division", *PLACE, *MAPPED)


class UpazilaResource(PlaceResource):
    class Meta(PlaceResource.Meta):
        model = Upazila
        fields = ("district", "kind", *PLACE, *MAPPED)


class UnionResource(PlaceResource):
    """Finds a union by its upazila and its Bangla name, since unions have no P-code."""

    class Meta(FileResource.Meta):
        model = Union
        import_id_fields = ("upazila", "name_bn")
        fields = ("upazila", "name_en", "name_bn", "aliases", "is_active")


@admin.register(Division)
class DivisionAdmin(Reference):
    key = "pcode"
    resource_classes = [DivisionResource]
    list_display = ("name_en", "name_bn", "pcode", "is_active")
    list_filter = ("is_active",)
    search_fields = (*NAMES, "pcode")
    ordering = ("name_en",)


@admin.register(District)
class DistrictAdmin(Reference):
    key = "pcode"
    resource_classes = [DistrictResource]
    list_display = ("name_en", "name_bn", "pcode", "division", "is_active")
    list_filter = ("is_active", "division")
    list_select_related = ("division",)
    search_fields = (*NAMES, "pcode")
    autocomplete_fields = ("division",)
    ordering = ("name_en",)


@admin.register(Upazila)
class UpazilaAdmin(Reference):
    key = "pcode"
    resource_classes = [UpazilaResource]
    list_display = ("name_en", "name_bn", "pcode", "district", "kind", "is_active")
    list_filter = ("is_active", "kind", "district__division")
    list_select_related = ("district",)
    search_fields = (*NAMES, "pcode", "district__name_en", "district__name_bn")
    autocomplete_fields = ("district",)
    ordering = ("name_en",)


@admin.register(Union)
class UnionAdmin(Reference):
    resource_classes = [UnionResource]
    list_display = ("name_en", "name_bn", "upazila", "is_active")
    list_filter = ("is_active", ("upazila__district", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("upazila",)
    search_fields = (*NAMES, "upazila__name_en", "upazila__name_bn", "upazila__pcode")
    autocomplete_fields = ("upazila",)
    ordering = ("upazila__name_en", "name_en")
