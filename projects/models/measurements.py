"""Values that do not come from the log: they are typed by hand, with their source."""

from __future__ import annotations

from pathlib import PurePath

import pghistory
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.uploads import Upload
from districts.models import PlaceScopedQuerySet, Upazila
from projects.models.indicators import Indicator, begins_a_quarter, quarter_field


class MeasurementQuerySet(PlaceScopedQuerySet["Measurement"]):
    pass


def stored_under(measurement: Measurement, filename: str) -> str:
    return f"measurements/{measurement.indicator_id}/{measurement.upazila_id}/{filename}"


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["file"]
)
class Measurement(models.Model):
    """The value of an indicator in one upazila and one quarter, typed by hand."""

    indicator = models.ForeignKey(
        Indicator, models.CASCADE, related_name="measurements", verbose_name=_("indicator")
    )
    upazila = models.ForeignKey(
        Upazila, models.PROTECT, related_name="measurements", verbose_name=_("upazila")
    )
    quarter = quarter_field()
    value = models.DecimalField(
        _("value"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    source = models.TextField(
        _("source"),
        max_length=500,
        help_text=_("Where the number is written: which document, of which day, kept by whom."),
    )
    file = models.FileField(
        _("photo or scan of the source"),
        upload_to=stored_under,
        max_length=200,
        blank=True,
        editable=False,
    )
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True, editable=False)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("typed by"),
        null=True,
        editable=False,
    )
    typed_at = models.DateTimeField(_("typed at"), default=timezone.now, editable=False)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ("indicator", "quarter", "pk")
        constraints = [
            begins_a_quarter("measurement_of_a_quarter"),
            models.CheckConstraint(condition=Q(value__gte=0), name="measurement_not_below_zero"),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="measurement_has_a_source",
                violation_error_message=_("Write where the number comes from."),
            ),
            models.UniqueConstraint(
                fields=("indicator", "upazila", "quarter"),
                name="measurement_once_per_upazila_and_quarter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code}, {self.upazila}: {self.value}"

    def holds(self, upload: Upload) -> bool:
        """Whether the stored file is the uploaded one; its name begins with the SHA-256."""
        return PurePath(self.file.name or "").stem.startswith(upload.sha256)

    def clean(self) -> None:
        if self.indicator_id and not self.indicator.is_typed:
            raise ValidationError({"indicator": _("This indicator is computed, not typed.")})
