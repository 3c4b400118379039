"""Of which place and quarter: what is frozen, and what a report is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.calendar import ChartColumn, Period
from common.fields import TextField
from districts.models import District, Upazila
from figures.scope import seen_whole_by
from projects.models import Project
from projects.periods import finished_quarters, whole_of
from reports.models import Report, Snapshot

WHOLE = "all"

Choices = list[tuple[str, Any]]


def quarter_choices(quarters: list[Period]) -> Choices:
    """By their first day."""
    return [
        (quarter.start.isoformat(), ChartColumn(quarter, "quarter").name) for quarter in quarters
    ]


class PlaceForm(forms.Form):
    """A place of a project, all of which the user sees: the whole, a district or an upazila."""

    place = forms.ChoiceField(label=gettext_lazy("Place"))

    def __init__(self, user: User, project: Project, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.user, self.project = user, project
        self.upazilas = list(
            Upazila.objects.visible_to(user).filter(projects=project).select_related("district")
        )
        self.districts = list({upazila.district: None for upazila in self.upazilas})
        self.sees_whole = seen_whole_by(user).filter(pk=project.pk).exists()

    def offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def whole_and_districts(self) -> Choices:
        whole: Choices = [(WHOLE, _("Whole project"))] if self.sees_whole else []
        return whole + [
            (district.pk, _("%(name)s district") % {"name": district.name})
            for district in self.districts
        ]

    @property
    def district(self) -> District | None:
        chosen = self.cleaned_data["place"]
        return next((place for place in self.districts if place.pk == chosen), None)

    @property
    def upazila(self) -> Upazila | None:
        chosen = self.cleaned_data["place"]
        return next((place for place in self.upazilas if place.pk == chosen), None)


class FreezeForm(PlaceForm):
    """Which finished quarter is frozen, and where."""

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))

    def __init__(self, user: User, project: Project, data: Any = None) -> None:
        super().__init__(user, project, data)
        self.offer("place", self.whole_and_districts)
        self.quarters = {
            quarter.start.isoformat(): quarter for quarter in finished_quarters(project)
        }
        self.offer("quarter", quarter_choices(list(self.quarters.values())))

    @classmethod
    def asked(cls, user: User, project: Project, data: Any) -> FreezeForm:
        """Of what an address asks for; what it leaves open is the first that is offered."""
        offered = cls(user, project)
        first = {
            name: next(iter(offered.fields[name].choices), ("",))[0]  # type: ignore[attr-defined]
            for name in ("place", "quarter")
        }
        return cls(user, project, first | {name: data[name] for name in first if data.get(name)})

    @property
    def chosen_quarter(self) -> Period:
        return self.quarters[self.cleaned_data["quarter"]]


class NewReportForm(PlaceForm):
    """A report of some quarters, with the figures of whenever it is read."""

    title = TextField(label=gettext_lazy("Title"), max_length=200)
    first = forms.ChoiceField(label=gettext_lazy("From the quarter"))
    last = forms.ChoiceField(label=gettext_lazy("Up to the quarter"))

    field_order = ("title", "place", "first", "last")

    def __init__(self, user: User, project: Project, data: Any = None) -> None:
        super().__init__(user, project, data)
        last_day = max(project.last_day(), project.starts_on)
        self.quarters = {
            quarter.start.isoformat(): quarter
            for quarter in Period(whole_of(project).start, last_day).quarters()[::-1]
        }
        for name in ("first", "last"):
            self.offer(name, quarter_choices(list(self.quarters.values())))
        upazilas = [(upazila.pk, upazila.name) for upazila in self.upazilas]
        self.offer("place", [*self.whole_and_districts, (_("Upazilas"), upazilas)])

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last quarter cannot be before the first."))

    def report(self) -> Report:
        """Not stored yet."""
        return Report(
            project=self.project,
            district=self.district,
            upazila=self.upazila,
            first_quarter=self.quarters[self.cleaned_data["first"]].start,
            last_quarter=self.quarters[self.cleaned_data["last"]].start,
            title=self.cleaned_data["title"],
            created_by=self.user,
        )


class FrozenReportForm(forms.Form):
    """A report of a quarter that is frozen: of its place, or of one within it."""

    title = TextField(label=gettext_lazy("Title"), max_length=200)
    place = forms.ChoiceField(label=gettext_lazy("Place"))

    def __init__(self, user: User, snapshot: Snapshot, data: Any = None) -> None:
        super().__init__(data, initial={"title": str(snapshot)})
        self.user, self.snapshot = user, snapshot
        within = {row["pcode"] for row in snapshot.whole["upazilas"]}
        self.upazilas = {
            upazila.pk: upazila
            for upazila in Upazila.objects.visible_to(user).filter(pk__in=within)
        }
        inside = District.objects.visible_to(user).filter(pk__in=list(snapshot.places))
        self.districts = {district.pk: district for district in inside}
        if snapshot.district:
            self.districts[snapshot.district.pk] = snapshot.district
        whole: Choices = [] if snapshot.district else [(WHOLE, _("Whole project"))]
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *whole,
            *((pk, _("%(name)s district") % {"name": d.name}) for pk, d in self.districts.items()),
            (_("Upazilas"), [(pk, place.name) for pk, place in self.upazilas.items()]),
        ]

    def report(self) -> Report:
        """Not stored yet."""
        chosen = self.cleaned_data["place"]
        return Report(
            project=self.snapshot.project,
            district=self.districts.get(chosen),
            upazila=self.upazilas.get(chosen),
            first_quarter=self.snapshot.quarter,
            last_quarter=self.snapshot.quarter,
            snapshot=self.snapshot,
            title=self.cleaned_data["title"],
            created_by=self.user,
        )
