"""Indicators and their targets."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beneficiaries.models import AgeBand, Sex, TargetGroup
from common.bilingual import Bilingual, in_language
from districts.models import District, Upazila
from projects.models.project import Outcome, Project

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

FIRST_MONTHS = (1, 4, 7, 10)

OUTCOME_OF_THE_PROJECT = pgtrigger.Trigger(
    name="outcome_of_the_project",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM projects_outcome
            WHERE id = NEW.outcome_id AND project_id = NEW.project_id
        ) THEN
            RAISE EXCEPTION 'The outcome is of another project'
            USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


def quarter_field() -> models.DateField[datetime.date, datetime.date]:
    return models.DateField(
        _("quarter"), help_text=_("Its first day: 1 January, April, July or October.")
    )


def begins_a_quarter(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(quarter__day=1, quarter__month__in=FIRST_MONTHS),
        name=name,
        violation_error_message=_("A quarter begins on 1 January, April, July or October."),
    )


class Indicator(Bilingual):
    """What is measured to see whether an outcome is reached, and how its values are aggregated.

    The value of one upazila in one quarter is computed from the log, or typed by hand. These values
    are aggregated by SUM, MAX or AVERAGE: first across places, then across quarters.
    """

    class Measure(models.TextChoices):
        ACTIVITIES = "activities", _("Activities held")
        CONTACTS = "contacts", _("Contacts")
        FIRST_TIME = "first_time", _("First-time reached")
        TRAINED = "trained", _("People trained, by the attendance register")
        MATERIALS = "materials", _("Materials handed out")
        COMMITTEE_MEETINGS = "committee_meetings", _("Committee meetings held")
        TYPED = "typed", _("Typed by hand, with its source")

    class Rule(models.TextChoices):
        SUM = "sum", _("Sum")
        MAX = "max", _("Highest")
        AVERAGE = "average", _("Average")

    class Direction(models.TextChoices):
        MORE = "more", _("More is better")
        LESS = "less", _("Less is better")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="indicators", verbose_name=_("project")
    )
    outcome = models.ForeignKey(
        Outcome, models.RESTRICT, related_name="indicators", verbose_name=_("outcome")
    )
    code = models.SlugField(_("code"), max_length=40)
    unit_en = models.CharField(_("unit in English"), max_length=60)
    unit_bn = models.CharField(_("unit in Bangla"), max_length=60)
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_bn = models.TextField(_("definition in Bangla"), blank=True)
    verification_en = models.TextField(_("means of verification in English"), blank=True)
    verification_bn = models.TextField(_("means of verification in Bangla"), blank=True)
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction, default=Direction.MORE
    )
    measure = models.CharField(_("how it is computed"), max_length=20, choices=Measure)
    target_group = models.ForeignKey(
        TargetGroup,
        models.PROTECT,
        related_name="indicators",
        verbose_name=_("only this target group"),
        null=True,
        blank=True,
    )
    sex = models.CharField(_("only this sex"), max_length=12, choices=Sex, blank=True)
    age = models.CharField(_("only this age band"), max_length=10, choices=AgeBand, blank=True)
    across_places = models.CharField(
        _("across places"),
        max_length=7,
        choices=Rule,
        default=Rule.SUM,
        help_text=_("Highest where the same people are met in more than one place."),
    )
    across_periods = models.CharField(
        _("across quarters"),
        max_length=7,
        choices=Rule,
        default=Rule.SUM,
        help_text=_("Highest where the same people are met quarter after quarter."),
    )
    is_cumulative = models.BooleanField(
        _("cumulative"),
        default=False,
        help_text=_("Counted from the beginning of the project; a target is the level to reach."),
    )
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ("project", "outcome__number", "position", "pk")
        triggers = [OUTCOME_OF_THE_PROJECT]
        constraints = [
            models.UniqueConstraint(fields=("project", "code"), name="indicator_code_once"),
            models.CheckConstraint(
                condition=~Q(is_cumulative=True, across_periods="average"),
                name="cumulative_is_no_average",
                violation_error_message=_("A cumulative indicator cannot be an average."),
            ),
            models.CheckConstraint(
                condition=Q(measure__in=("contacts", "trained")) | Q(sex="", age=""),
                name="sex_and_age_of_people_only",
                violation_error_message=_(
                    "Only contacts and people trained are known by sex and age."
                ),
            ),
            models.CheckConstraint(
                condition=Q(measure__in=("contacts", "trained", "first_time"))
                | Q(target_group__isnull=True),
                name="target_group_of_people_only",
                violation_error_message=_("Only people are known by target group."),
            ),
        ]

    def clean(self) -> None:
        if self.outcome_id and self.outcome.project_id != self.project_id:
            raise ValidationError({"outcome": _("This outcome is of another project.")})

    @property
    def unit(self) -> str:
        return in_language(self, "unit")

    @property
    def definition(self) -> str:
        return in_language(self, "definition")

    @property
    def verification(self) -> str:
        return in_language(self, "verification")

    @property
    def is_typed(self) -> bool:
        return self.measure == self.Measure.TYPED

    @property
    def counts_people(self) -> bool:
        """Whether its value can be divided by sex, age and target group."""
        return self.measure in (self.Measure.CONTACTS, self.Measure.TRAINED)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: User | AnonymousUser) -> TargetQuerySet:
        upazilas = Upazila.objects.visible_to(user)
        districts = District.objects.visible_to(user)
        return self.filter(Q(upazila__in=upazilas) | Q(district__in=districts))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Target(models.Model):
    """The target of an indicator for a quarter, in a district or an upazila.

    The target of a district is for the whole district. If it has none, the targets of its upazilas
    are aggregated. The target of a cumulative indicator is the level to be reached by the end of
    the quarter.
    """

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="targets", verbose_name=_("indicator")
    )
    district = models.ForeignKey(
        District,
        models.PROTECT,
        related_name="targets",
        verbose_name=_("district"),
        null=True,
        blank=True,
    )
    upazila = models.ForeignKey(
        Upazila,
        models.PROTECT,
        related_name="targets",
        verbose_name=_("upazila"),
        null=True,
        blank=True,
    )
    quarter = quarter_field()
    value = models.DecimalField(
        _("target"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
        null=True,
        editable=False,
    )
    set_at = models.DateTimeField(_("set at"), default=timezone.now, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ("indicator", "quarter", "pk")
        constraints = [
            begins_a_quarter("target_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(district__isnull=False) ^ Q(upazila__isnull=False),
                name="target_of_one_place",
                violation_error_message=_("A target is of one district or of one upazila."),
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="target_not_below_zero"),
            models.UniqueConstraint(
                fields=("indicator", "district", "quarter"),
                condition=Q(district__isnull=False),
                name="target_once_per_district_and_quarter",
            ),
            models.UniqueConstraint(
                fields=("indicator", "upazila", "quarter"),
                condition=Q(upazila__isnull=False),
                name="target_once_per_upazila_and_quarter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.upazila or self.district}: {self.value}"
