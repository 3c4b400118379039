from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.bilingual import Bilingual, in_language
from projects.models import Indicator, Outcome


class ActivityType(Bilingual):
    """One of the programme's main activities."""

    class Counts(models.TextChoices):
        PEOPLE = "people", _("people")
        MATERIALS = "materials", _("materials")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    short_en = models.CharField(_("short name in English"), max_length=60)
    short_bn = models.CharField(_("short name in Bangla"), max_length=60)
    counts = models.CharField(
        _("what is counted"), max_length=10, choices=Counts, default=Counts.PEOPLE
    )
    icon = models.CharField(
        _("icon"), max_length=40, default="calendar-days", help_text=_("A name from Heroicons.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    outcomes = models.ManyToManyField(
        Outcome,
        related_name="activity_types",
        blank=True,
        verbose_name=_("outcomes it serves"),
    )
    indicators = models.ManyToManyField(
        Indicator,
        related_name="activity_types",
        blank=True,
        verbose_name=_("indicators it counts towards"),
    )
    is_of_committee = models.BooleanField(
        _("held with a committee"),
        default=False,
        help_text=_("It says with which counter-trafficking committee it was held."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    class Meta:
        verbose_name = _("activity type")
        verbose_name_plural = _("activity types")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(counts__in=("people", "materials")),
                name="type_counts_people_or_materials",
            )
        ]

    @property
    def short(self) -> str:
        """The short name, for tables and charts; forms show the full name."""
        return in_language(self, "short")

    @property
    def counts_people(self) -> bool:
        return self.counts == self.Counts.PEOPLE

    def clean(self) -> None:
        """Raises ValidationError if what is counted changes after activities were logged."""
        if self.pk and self.activities.exclude(activity_type__counts=self.counts).exists():
            raise ValidationError(
                {"counts": _("Activities of this type are logged already: what it counts stays.")}
            )


class Material(Bilingual):
    """A kind of thing that is handed out or put up. It is counted as an output, never as people."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    activity_type = models.ForeignKey(
        ActivityType, models.PROTECT, related_name="materials", verbose_name=_("activity type")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("position", "pk")
