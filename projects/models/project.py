from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import SEES, Power
from beneficiaries.models import TargetGroup
from common.bilingual import Bilingual, in_language
from districts.models import Upazila

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class Organisation(Bilingual):
    short_en = models.CharField(_("short name in English"), max_length=30)
    short_bn = models.CharField(_("short name in Bangla"), max_length=30)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_bn = models.CharField(_("note in Bangla"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name_en",)

    @property
    def short(self) -> str:
        return in_language(self, "short")

    @property
    def note(self) -> str:
        return in_language(self, "note")


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Every project for users who have a power to see places; for all others the public one."""
        if user.is_authenticated and user.may(*SEES):
            return self
        return self.filter(is_public=True)

    def current_first(self, today: datetime.date | None = None) -> Self:
        """Those running on that day first; within each part, the one that ends last comes first."""
        today = today or timezone.localdate()
        running = Q(starts_on__lte=today, ends_on__gte=today)
        return self.order_by(models.Case(models.When(running, then=0), default=1), "-ends_on", "pk")


class Project(models.Model):
    """A funded phase with a start and an end. All work belongs to a project.

    `period_rules` are rules about its period that other rooms add when the site starts, each room
    its own: functions that raise ValidationError if the period breaks the rule.
    """

    period_rules: ClassVar[list[Callable[[Project], None]]] = []

    slug = models.SlugField(_("slug"), unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_bn = models.CharField(_("title in Bangla"), max_length=200)
    goal_en = models.TextField(_("goal in English"), blank=True)
    goal_bn = models.TextField(_("goal in Bangla"), blank=True)
    objective_en = models.TextField(_("objective in English"), blank=True)
    objective_bn = models.TextField(_("objective in Bangla"), blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    is_demonstration = models.BooleanField(
        _("demonstration"), default=False, help_text=_("Everything in it is invented sample data.")
    )
    is_public = models.BooleanField(
        _("shown on the public page"), default=False, help_text=_("At most one project.")
    )
    upazilas = models.ManyToManyField(
        Upazila, related_name="projects", blank=True, verbose_name=_("work area")
    )
    target_groups = models.ManyToManyField(
        TargetGroup, related_name="projects", blank=True, verbose_name=_("target groups")
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ("-starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_it_starts",
                violation_error_message=_("A project cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(is_demonstration=True, is_public=True),
                name="demonstration_is_never_public",
                violation_error_message=_("A demonstration cannot be the public project."),
            ),
            models.UniqueConstraint(
                fields=("is_public",),
                condition=Q(is_public=True),
                name="one_public_project",
                violation_error_message=_("Another project is already the public one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raises ValidationError if the period breaks one of `period_rules`."""
        for check in self.period_rules:
            check(self)

    @property
    def title(self) -> str:
        return in_language(self, "title")

    @property
    def goal(self) -> str:
        return in_language(self, "goal")

    @property
    def objective(self) -> str:
        return in_language(self, "objective")

    def last_day(self, today: datetime.date | None = None) -> datetime.date:
        """The last day on which something can have happened: today, or the end of the project."""
        return min(self.ends_on, today or timezone.localdate())

    def targets_can_be_set_by(self, user: User) -> bool:
        """Whether the user has the power to set targets and sees every upazila of the work area."""
        if not user.may(Power.SETS_TARGETS):
            return False
        seen = Upazila.objects.visible_to(user)
        return user.sees_everywhere or not self.upazilas.exclude(pk__in=seen).exists()


class Partnership(models.Model):
    """The role of an organisation in a project."""

    class Role(models.TextChoices):
        IMPLEMENTER = "implementer", _("Implementing organisation")
        PARTNER = "partner", _("Implementing partner")
        DONOR = "donor", _("Donor")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="partnerships", verbose_name=_("project")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="partnerships",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("project", "organisation", "role"), name="partnership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.get_role_display()}"


class Outcome(models.Model):
    """An expected result of a project."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="outcomes", verbose_name=_("project")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    statement_en = models.TextField(_("statement in English"))
    statement_bn = models.TextField(_("statement in Bangla"))

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("project", "number")
        constraints = [
            models.UniqueConstraint(fields=("project", "number"), name="outcome_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.statement}"

    @property
    def statement(self) -> str:
        return in_language(self, "statement")


class ReportedAchievement(models.Model):
    """An achievement that the programme itself reported. It is never mixed with logged figures."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="reported_achievements", verbose_name=_("project")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    statement_en = models.TextField(_("statement in English"))
    statement_bn = models.TextField(_("statement in Bangla"))
    value = models.PositiveIntegerField(_("number reported"), null=True, blank=True)
    unit_en = models.CharField(_("unit in English"), max_length=100, blank=True)
    unit_bn = models.CharField(_("unit in Bangla"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("reported achievement")
        verbose_name_plural = _("reported achievements")
        ordering = ("project", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("project", "position"), name="reported_achievement_position_once"
            )
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def statement(self) -> str:
        return in_language(self, "statement")

    @property
    def unit(self) -> str:
        return in_language(self, "unit")
