"""Models with a text in English and one in Bangla."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.localisation import is_bangla


class Bilingual(models.Model):
    """A row with an English and a Bangla name; `name` is the one in the current language."""

    name_en = models.CharField(_("name in English"), max_length=200)
    name_bn = models.CharField(_("name in Bangla"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self, "name")


def in_language(row: Any, field: str) -> str:
    """The text of `<field>_bn` or `<field>_en`, by the current language; if empty, the other."""
    first, second = ("bn", "en") if is_bangla() else ("en", "bn")
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{second}"))
