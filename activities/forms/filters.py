from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import F, Func, Q, Value
from django.db.models import TextField as TextColumn
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.models import Activity, ActivityType, Participation
from activities.querysets import ActivityQuerySet, Narrowing
from beneficiaries.models import AgeBand, Sex, TargetGroup
from committees.models import Committee
from common.fields import DayField, TextField
from common.localisation import BANGLA_DIGITS, LATIN_DIGITS, latin_digits
from districts.choices import place_choices
from districts.models import Upazila
from projects.models import Indicator, Project

SORTS = {
    "-starts_on": _("Latest first"),
    "starts_on": _("Oldest first"),
    "-contacts": _("Most contacts first"),
    "contacts": _("Fewest contacts first"),
    "type": _("By type"),
    "place": _("By place"),
}
ORDERS = {
    "type": ("activity_type__position", "-starts_on"),
    "place": ("upazila__district__name_en", "upazila__name_en", "-starts_on"),
}


MOST_WORDS = 6
SEARCHED = (
    "venue",
    "summary",
    "union__name_en",
    "union__name_bn",
    "upazila__name_en",
    "upazila__name_bn",
)


class ActivityFilter(forms.Form):
    """The filters of the list of activities; the links from figures to the list use them too."""

    q = TextField(label=_("Search"), required=False, max_length=100)
    place = forms.ChoiceField(label=_("Place"), required=False)
    type = forms.ModelChoiceField(
        ActivityType.objects.all(),
        label=_("Type"),
        required=False,
        to_field_name="code",
        empty_label=_("All types"),
    )
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Activity.Status.choices]
    )
    officer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who"),
        required=False,
        to_field_name="username",
        empty_label=_("Everybody"),
    )
    group = forms.ModelChoiceField(
        TargetGroup.objects.all(),
        label=_("Target group"),
        required=False,
        to_field_name="code",
        empty_label=_("All groups"),
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", _("Everybody")), *Sex.choices]
    )
    age = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", _("All ages")), *AgeBand.choices]
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Indicator"),
        required=False,
        to_field_name="code",
        empty_label=_("Whatever they count towards"),
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(),
        label=_("Committee"),
        required=False,
        empty_label=_("With or without a committee"),
    )
    sort = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", SORTS["-starts_on"]), *SORTS.items()]
    )

    def __init__(self, user: User, project: Project, data: Any) -> None:
        super().__init__(data)
        self.everything = Activity.objects.visible_to(user).filter(project=project)
        self.fields["from"] = DayField(label=_("From"), required=False)
        self.fields["to"] = DayField(label=_("To"), required=False)
        self._offer_places(user, project)
        indicators = self.fields["indicator"]
        assert isinstance(indicators, forms.ModelChoiceField)
        indicators.queryset = project.indicators.select_related("target_group")
        committees = self.fields["committee"]
        assert isinstance(committees, forms.ModelChoiceField)
        committees.queryset = (
            Committee.objects.visible_to(user).filter(project=project).with_places()
        )
        officers = self.fields["officer"]
        assert isinstance(officers, forms.ModelChoiceField)
        officers.queryset = User.objects.filter(pk__in=self.everything.order_by().values("officer"))

    def _offer_places(self, user: User, project: Project) -> None:
        logged_in = Q(pk__in=self.everything.order_by().values("upazila"))
        offered = Upazila.objects.visible_to(user).filter(Q(projects=project) | logged_in)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = place_choices(offered.select_related("district").distinct())

    def value(self, name: str) -> Any:
        """The valid value of a filter; None if it is empty or invalid."""
        self.is_valid()
        return self.cleaned_data.get(name) or None

    # "from" cannot be a name in Python; "to" has a property too, so that templates use both alike.

    @property
    def from_field(self) -> forms.BoundField:
        return self["from"]

    @property
    def to_field(self) -> forms.BoundField:
        return self["to"]

    @property
    def counted_shown(self) -> str:
        """Which participants are counted, as text for the page; empty if all are counted."""
        group, sex, age = self.narrowing.group, self.narrowing.sex, self.narrowing.age
        labels = [group.name if group else "", sex and Sex(sex).label, age and AgeBand(age).label]
        return " · ".join(str(words) for words in labels if words)

    @property
    def narrowing(self) -> Narrowing:
        """Which participants are counted: by the filters, or the indicator if a filter is empty."""
        indicator: Indicator | None = self.value("indicator")
        return Narrowing(
            self.value("group") or (indicator.target_group if indicator else None),
            self.value("sex") or (indicator.sex if indicator else ""),
            self.value("age") or (indicator.age if indicator else ""),
        )

    @property
    def counts_materials(self) -> bool:
        """Whether the list must show pieces of material: its other totals do not have them."""
        indicator: Indicator | None = self.value("indicator")
        return bool(indicator and indicator.measure == Indicator.Measure.MATERIALS)

    @property
    def is_narrowed(self) -> bool:
        """Whether any filter except the status is set."""
        return any(self.value(name) for name in self.fields if name not in ("status", "sort"))

    def activities(self, *, any_status: bool = False) -> ActivityQuerySet:
        """The filtered activities, in no order; `any_status` ignores the filter of the status."""
        rows = self.everything.filter(Q(*self._conditions()))
        if indicator := self.value("indicator"):
            rows = rows.counting_towards(indicator)
        if self.value("status") and not any_status:
            rows = rows.filter(status=self.value("status"))
        if words := (self.value("q") or "").split()[:MOST_WORDS]:
            rows = rows.filter(pk__in=matching(self.everything, words))
        if self.narrowing:
            people = Participation.objects.narrowed_to(self.narrowing)
            rows = rows.filter(pk__in=people.values("activity"))
        return rows

    def _conditions(self) -> Iterator[Q]:
        if place := self.value("place"):
            yield Q(upazila=place) | Q(upazila__district=place)
        if kind := self.value("type"):
            yield Q(activity_type=kind)
        if committee := self.value("committee"):
            yield Q(committee=committee)
        if officer := self.value("officer"):
            yield Q(officer=officer)
        if start := self.value("from"):
            yield Q(starts_on__gte=start)
        if end := self.value("to"):
            yield Q(starts_on__lte=end)

    def ordered(self, rows: ActivityQuerySet) -> ActivityQuerySet:
        sort = self.value("sort") or "-starts_on"
        return rows.order_by(*ORDERS.get(sort, (sort,)), "-created_at", "pk")


def matching(rows: ActivityQuerySet, words: list[str]) -> Any:
    """The ids of activities that have every word in venue, summary or place names.

    Numbers are found in Latin and in Bangla digits.
    """
    searched = {f"searched_{column}": in_latin_digits(column) for column in SEARCHED}
    rows = rows.alias(**searched)
    for word in words:
        found = (Q(**{f"{name}__icontains": latin_digits(word)}) for name in searched)
        rows = rows.filter(reduce(or_, found))
    return rows.order_by().values("pk")


def in_latin_digits(column: str) -> Func:
    digits = (Value(BANGLA_DIGITS), Value(LATIN_DIGITS))
    return Func(F(column), *digits, function="translate", output_field=TextColumn())
