from collections.abc import Iterable
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from activities.cells import CELLS, Cells, cell_names, sum_of
from activities.models.activity import Activity
from activities.models.reference import Material
from activities.querysets import ParticipationQuerySet, PartQuerySet
from activities.triggers import counted_by_the_type, locked_with_its_activity
from beneficiaries.models import AgeBand, Sex, TargetGroup

MOST_PEOPLE = 99_999
MOST_MATERIALS = 9_999_999


def cell(sex: Sex, age: AgeBand) -> "models.PositiveIntegerField[int, int]":
    return models.PositiveIntegerField(
        f"{sex.value} {age.value}", default=0, validators=[MaxValueValidator(MOST_PEOPLE)]
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Participation(Cells, models.Model):
    """One target group at one activity: how many people of each sex and age band came.

    A row has all cells. "First time" and "with a disability" are counted for the whole group, so
    the database can compare them with the sum of the same row.
    """

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="participations", verbose_name=_("activity")
    )
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        related_name="participations",
        verbose_name=_("target group"),
    )
    # The cells: female_0_17 and so on. A cell that is added to the table needs a migration.
    vars().update({name: cell(*sex_and_age) for sex_and_age, name in CELLS.items()})
    people = models.GeneratedField(
        verbose_name=_("people"),
        expression=sum_of(list(CELLS.values())),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    first_time = models.PositiveIntegerField(_("first time"), default=0)
    with_disability = models.PositiveIntegerField(_("with a disability"), default=0)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("target_group__position", "pk")
        triggers = [locked_with_its_activity(), counted_by_the_type("people")]
        constraints = [
            models.UniqueConstraint(
                fields=("activity", "target_group"), name="participation_once_per_group"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE),
                name="participation_counts_somebody",
                violation_error_message=_("Write how many people came."),
            ),
            models.CheckConstraint(
                condition=Q(first_time__lte=F("people")),
                name="first_time_within_people",
                violation_error_message=_("More people came for the first time than came at all."),
            ),
            models.CheckConstraint(
                condition=Q(with_disability__lte=F("people")),
                name="disability_within_people",
                violation_error_message=_("More people with a disability than came at all."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_group}: {self.total}"

    @property
    def total(self) -> int:
        """The sum of the cells of this object, whether it is saved or not."""
        return sum(getattr(self, name) for name in CELLS.values())


class Audience(Cells):
    """The sum of all participations of an activity, for each cell."""

    def __init__(self, rows: Iterable[Participation]) -> None:
        rows = list(rows)
        for name in (*CELLS.values(), "people", "first_time", "with_disability"):
            setattr(self, name, sum(getattr(row, name) for row in rows))

    def count(self, sex: str = "", age: str = "") -> int:
        return self.add_up(*cell_names(sex, age))

    @property
    def detail(self) -> list[tuple[str, Any]]:
        """Labels and numbers that the columns of the page do not show; zeros are left out."""
        details = [
            (gettext("60 and over:"), self.count(age=AgeBand.OLDER)),
            (gettext("With a disability:"), self.add_up("with_disability")),
            (gettext("Third gender:"), self.count(sex=Sex.THIRD_GENDER)),
            (gettext("Age not recorded:"), self.count(age=AgeBand.NOT_RECORDED)),
            (gettext("Sex not recorded:"), self.count(sex=Sex.NOT_RECORDED)),
        ]
        return [(label, number) for label, number in details if number]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Distribution(models.Model):
    """How many of one material were handed out or put up at one activity."""

    activity = models.ForeignKey(
        Activity, models.CASCADE, related_name="distributions", verbose_name=_("activity")
    )
    material = models.ForeignKey(
        Material, models.PROTECT, related_name="distributions", verbose_name=_("material")
    )
    quantity = models.PositiveIntegerField(_("quantity"))

    objects = PartQuerySet["Distribution"].as_manager()

    class Meta:
        verbose_name = _("distribution")
        verbose_name_plural = _("distributions")
        ordering = ("material__position", "pk")
        triggers = [locked_with_its_activity(), counted_by_the_type("materials")]
        constraints = [
            models.UniqueConstraint(
                fields=("activity", "material"), name="distribution_once_per_material"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MOST_MATERIALS),
                name="distribution_counts_something",
                violation_error_message=_("Write how many were handed out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material}: {self.quantity}"

    def clean(self) -> None:
        if self.material.activity_type_id != self.activity.activity_type_id:
            raise ValidationError(_("This material does not belong to this type of activity."))
