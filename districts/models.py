from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.bilingual import Bilingual
from districts.querysets import UpazilaQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

M = TypeVar("M", bound=models.Model)


class Place(Bilingual):
    """A place with a P-code (OCHA COD-AB v03), the stable key by which other systems know it."""

    pcode = models.CharField(_("P-code"), max_length=10, primary_key=True)
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
        help_text=_("Older or local spellings, separated by commas."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    class Meta:
        abstract = True


class Division(Place):
    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ("name_en",)


class MappedPlace(Place):
    """A place with a centre and a simplified outline, which are for display only."""

    latitude = models.FloatField(
        _("latitude of the centre"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude of the centre"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    area_km2 = models.FloatField(_("area in km²"))
    outline = models.TextField(
        _("outline"), blank=True, help_text=_("SVG path, in the units of its map layer.")
    )
    label_x = models.FloatField(_("label, from the left"), null=True, blank=True)
    label_y = models.FloatField(_("label, from the top"), null=True, blank=True)

    class Meta:
        abstract = True


class DistrictQuerySet(models.QuerySet["District"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The districts with at least one upazila in which the user may work."""
        return self.filter(pk__in=Upazila.objects.visible_to(user).values("district"))


class District(MappedPlace):
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="districts", verbose_name=_("division")
    )

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ("name_en",)


class Upazila(MappedPlace):
    """A third-level unit: an upazila or a city corporation."""

    class Kind(models.TextChoices):
        UPAZILA = "upazila", _("Upazila")
        CITY_CORPORATION = "city_corporation", _("City corporation")

    district = models.ForeignKey(
        District, models.PROTECT, related_name="upazilas", verbose_name=_("district")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.UPAZILA)

    objects = UpazilaQuerySet.as_manager()

    class Meta:
        verbose_name = _("upazila")
        verbose_name_plural = _("upazilas")
        ordering = ("district__name_en", "name_en")


class PlaceScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to an upazila; `upazila_path` is the lookup from a row to it."""

    upazila_path: ClassVar[str] = "upazila"

    def visible_to(self, user: User | AnonymousUser) -> Self:
        places: dict[str, Any] = {f"{self.upazila_path}__in": Upazila.objects.visible_to(user)}
        return self.filter(Q(**places))

    def in_place(self, pcode: str) -> Self:
        """The rows of a district (P-code of 6 characters) or of an upazila (10 characters)."""
        path = self.upazila_path
        return self.filter(Q(**{path: pcode}) | Q(**{f"{path}__district": pcode}))


class UnionQuerySet(PlaceScopedQuerySet["Union"]):
    pass


class Union(Bilingual):
    """The lowest tier of local government. Unions have no P-code in this edition."""

    upazila = models.ForeignKey(
        Upazila, models.PROTECT, related_name="unions", verbose_name=_("upazila")
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
        help_text=_("Older or local spellings, separated by commas."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = _("union")
        verbose_name_plural = _("unions")
        ordering = ("upazila", "name_en")
        constraints = [
            models.UniqueConstraint(
                fields=("upazila", "name_bn"),
                name="union_name_once_per_upazila",
                violation_error_message=_("This upazila already has a union of that name."),
            )
        ]
