"""The choices that a sheet offers, and how a written name is matched with a choice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.forms.activity import OUTSIDE_UNIONS
from activities.forms.log import LogForm
from activities.models import Activity
from common.localisation import latin_digits, normalised
from common.text import legible
from districts.models import Upazila
from projects.models import Project

LANGUAGES = ("bn", "en")


def both(text: Any) -> tuple[str, ...]:
    """A text in Bangla and in English, without characters that a file cannot hold.

    If both are the same, it is returned once.
    """
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(legible(normalised(str(text))))
    return tuple(dict.fromkeys(texts))


def folded(text: str) -> str:
    """The text as it is compared: NFC, Latin digits, small letters, single spaces."""
    return " ".join(latin_digits(normalised(text)).casefold().split())


@dataclass(frozen=True)
class Choice:
    """One line of a drop-down: its value in the form, its label, and all names that it may have."""

    value: Any
    label: str
    names: frozenset[str]

    @classmethod
    def of(cls, value: Any, text: Any, *other_names: str) -> Choice:
        texts = both(text)
        label = " / ".join(texts)
        return cls(value, label, frozenset(map(folded, (label, *texts, *other_names))))


def by_name(choices: Iterable[Choice]) -> dict[str, Any]:
    """The values by each of their names; a name that two choices have is left out."""
    found: dict[str, list[Any]] = {}
    for choice in choices:
        for name in choice.names:
            found.setdefault(name, []).append(choice.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


@dataclass(frozen=True)
class Lists:
    """The choices of a user in a project and an upazila: the same that the page's form offers."""

    user: User
    project: Project
    upazila: Upazila

    @cached_property
    def page(self) -> LogForm:
        return page_of(self.user, self.project)

    @cached_property
    def types(self) -> list[Choice]:
        return [
            Choice.of(kind, kind, kind.code, kind.short_en, kind.short_bn)
            for kind in offered(self.page, "activity_type")
        ]

    @cached_property
    def unions(self) -> list[Choice]:
        """The unions by the keys that the form takes; municipality or whole upazila is the last."""
        own = [
            Choice.of(key, union, *union.aliases)
            for key, union in self.page.main.unions.items()
            if union.upazila_id == self.upazila.pk
        ]
        return [*own, Choice.of(OUTSIDE_UNIONS, _("Municipality, or the whole upazila"))]

    @cached_property
    def methods(self) -> list[Choice]:
        return [Choice.of(value.value, value.label, value.value) for value in Activity.CountMethod]

    group_label = _("Target group")

    @cached_property
    def groups(self) -> list[Choice]:
        return [Choice.of(form.group, form.group, form.group.code) for form in self.page.people]

    @cached_property
    def materials(self) -> list[Any]:
        types = {choice.value.pk for choice in self.types}
        return [
            form.material for form in self.page.materials if form.material.activity_type_id in types
        ]

    @cached_property
    def committees(self) -> list[Choice]:
        """The committees whose meetings can be in this upazila, with the keys that the form takes.

        Empty if no type of activity is held with a committee.
        """
        if not any(choice.value.is_of_committee for choice in self.types):
            return []
        return [
            Choice.of(key, committee)
            for key, committee in self.page.main.committees.items()
            if committee.serves(self.upazila)
        ]

    @cached_property
    def yes_or_no(self) -> list[Choice]:
        return [Choice.of(True, _("Yes")), Choice.of(False, _("No"))]

    @cached_property
    def names(self) -> dict[str, dict[str, Any]]:
        """For each column with a drop-down, the values by their names."""
        return {
            "activity_type": by_name(self.types),
            "union": by_name(self.unions),
            "count_method": by_name(self.methods),
            "target_group": by_name(self.groups),
            "committee": by_name(self.committees),
            "had_quorum": by_name(self.yes_or_no),
        }


def page_of(user: User, project: Project) -> LogForm:
    """The form of a new activity; only its choices are used."""
    return LogForm(user, project, Activity(project=project, officer=user, version=0))


def offered(page: LogForm, name: str) -> QuerySet[Any]:
    field = page.main.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    assert field.queryset is not None
    return field.queryset
