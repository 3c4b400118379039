from django.db import models
from django.utils.translation import gettext_lazy as _

from common.bilingual import Bilingual


class TargetGroup(Bilingual):
    """People whom the programme works for (primary), or with whom it reaches these (secondary)."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("Primary")
        SECONDARY = "secondary", _("Secondary")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    told_with = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="+",
        verbose_name=_("told together with"),
        null=True,
        blank=True,
        help_text=_(
            "In what is handed on, its numbers stand within that group: survivors are never told "
            "apart outside the programme."
        ),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to retire it: it stays in old records.")
    )

    class Meta:
        verbose_name = _("target group")
        verbose_name_plural = _("target groups")
        ordering = ("position", "pk")


class Sex(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    THIRD_GENDER = "third_gender", _("Third gender")
    NOT_RECORDED = "unrecorded", _("Not recorded")


class AgeBand(models.TextChoices):
    """The age bands, in years. UNHCR's age bands can be added up to them; children are 0–17."""

    CHILD = "0_17", _("0–17")
    ADULT = "18_59", _("18–59")
    OLDER = "60_plus", _("60+")
    NOT_RECORDED = "unrecorded", _("Not recorded")
