from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Power
from beneficiaries.models import Sex
from districts.models import District, Union, Upazila
from projects.models import Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


PLACE_STAYS = pgtrigger.ReadOnly(
    name="place_stays", fields=["project", "level", "district", "upazila", "union"]
)
"""Activities fit the place of their committee; if it changed, they would not fit any more."""


class CommitteeQuerySet(models.QuerySet["Committee"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The committees in the upazilas that the user may see, and those of their districts."""
        own = Q(upazila__in=Upazila.objects.visible_to(user))
        of_district = Q(level="district", district__in=District.objects.visible_to(user))
        return self.filter(own | of_district)

    def in_place(self, pcode: str) -> Self:
        """The committees in a district (a P-code of 6 characters) or an upazila (10)."""
        return self.filter(Q(upazila=pcode) | Q(district=pcode))

    def serving(self, upazila: Upazila) -> Self:
        """The committees in use that belong to this upazila, one of its unions, or its district."""
        of_district = Q(level="district", district=upazila.district_id)
        return self.filter(Q(upazila=upazila) | of_district, is_active=True)

    def with_places(self) -> Self:
        """Fetch the places too, in the same query: the names of committees are made of them."""
        return self.select_related("district", "upazila", "union")

    def in_order_of_places(self) -> Self:
        """By place: a district's committee before its upazilas', theirs before their unions'."""
        return self.with_places().order_by(
            "district__name_en",
            F("upazila__name_en").asc(nulls_first=True),
            F("union__name_en").asc(nulls_first=True),
            "pk",
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Committee(models.Model):
    """A counter-trafficking committee (CTC) of a district, an upazila or a union."""

    class Level(models.TextChoices):
        DISTRICT = "district", _("District")
        UPAZILA = "upazila", _("Upazila")
        UNION = "union", _("Union")

    project = models.ForeignKey(
        Project, models.PROTECT, related_name="committees", verbose_name=_("project")
    )
    level = models.CharField(_("level"), max_length=10, choices=Level)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="committees", verbose_name=_("district")
    )
    upazila = models.ForeignKey(
        Upazila,
        models.PROTECT,
        related_name="committees",
        verbose_name=_("upazila"),
        null=True,
        blank=True,
    )
    union = models.ForeignKey(
        Union,
        models.PROTECT,
        related_name="committees",
        verbose_name=_("union"),
        null=True,
        blank=True,
    )
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        triggers = [PLACE_STAYS]
        ordering = ("district__name_en", "level", "upazila__name_en", "union__name_en", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(level="district", upazila__isnull=True, union__isnull=True)
                | Q(level="upazila", upazila__isnull=False, union__isnull=True)
                | Q(level="union", upazila__isnull=False, union__isnull=False),
                name="committee_of_the_place_of_its_level",
                violation_error_message=_("Choose the place that fits the level."),
            ),
            models.UniqueConstraint(
                fields=("project", "district"),
                condition=Q(level="district"),
                name="committee_once_per_district",
                violation_error_message=_("This committee is registered already."),
            ),
            models.UniqueConstraint(
                fields=("project", "upazila"),
                condition=Q(level="upazila"),
                name="committee_once_per_upazila",
                violation_error_message=_("This committee is registered already."),
            ),
            models.UniqueConstraint(
                fields=("project", "union"),
                condition=Q(level="union"),
                name="committee_once_per_union",
                violation_error_message=_("This committee is registered already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboards:committee", args=[self.pk])

    @property
    def name(self) -> str:
        """A name made of place and level, in the user's language; a committee has no other name."""
        place = self.union or self.upazila or self.district
        names = {
            self.Level.DISTRICT: _("%(place)s district committee"),
            self.Level.UPAZILA: _("%(place)s upazila committee"),
            self.Level.UNION: _("%(place)s union committee"),
        }
        return str(names[self.Level(self.level)]) % {"place": place.name}

    def serves(self, upazila: Upazila) -> bool:
        """Whether a meeting held in that upazila can be a meeting of this committee."""
        return (self.upazila_id or self.district_id) in (upazila.pk, upazila.district_id)

    def can_be_edited_by(self, user: User) -> bool:
        """Whether the user may edit it. The caller has found it, or its place, by visible_to()."""
        if self.level == self.Level.DISTRICT:
            return user.may(Power.REGISTERS_DISTRICT_COMMITTEES)
        return user.may(Power.REGISTERS_COMMITTEES)

    @property
    def area(self) -> Upazila | District:
        """The upazila or the district in which its meetings are held."""
        return self.upazila or self.district

    def clean(self) -> None:
        """Check that its places lie within each other, and that it was not formed after today.

        Raises ValidationError.
        """
        if self.upazila and self.upazila.district_id != self.district_id:
            raise ValidationError({"upazila": _("This upazila is not in the chosen district.")})
        if self.union and self.union.upazila_id != self.upazila_id:
            raise ValidationError({"union": _("This union is not in the chosen upazila.")})
        if self.formed_on and self.formed_on > timezone.localdate():
            raise ValidationError({"formed_on": _("The day cannot be after today.")})


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Member(models.Model):
    """A seat in a committee: the post that holds it, never the name of a person."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Member secretary")
        MEMBER = "member", _("Member")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="members", verbose_name=_("committee")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    post = models.CharField(
        _("post"),
        max_length=120,
        help_text=_("Such as Upazila Nirbahi Officer, head teacher, imam. Nobody's name."),
    )
    sex = models.CharField(_("sex"), max_length=12, choices=Sex, default=Sex.NOT_RECORDED)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = (
            models.Case(
                models.When(role="chair", then=0), models.When(role="secretary", then=1), default=2
            ),
            "pk",
        )
        constraints = [
            models.UniqueConstraint(
                fields=("committee",),
                condition=Q(role="chair"),
                name="one_chair_per_committee",
                violation_error_message=_("A committee has one chair."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.post}"
