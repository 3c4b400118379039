"""The filters of a dashboard, read from the address."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import ActivityType
from common.calendar import ChartColumn, Period, quarter_of, year_of
from common.fields import DayField
from common.localisation import day
from projects.models import Project
from projects.periods import Choice, chosen, is_running, usual_choice, whole_of


class QuartersForm(forms.Form):
    """A period of quarters: from that of the first typed day to that of the last typed day."""

    def __init__(self, data: Any, project: Project, today: datetime.date) -> None:
        super().__init__(data)
        self.project, self.today = project, today
        self.fields["from"] = DayField(label=gettext_lazy("From"), required=False)
        self.fields["to"] = DayField(label=gettext_lazy("To"), required=False)
        self.is_valid()

    def clean(self) -> None:
        start, end = (self.cleaned_data.get(name) for name in ("from", "to"))
        if start and end and end < start:
            self.add_error("to", _("The last day cannot be before the first."))

    @property
    def asked_period(self) -> Period:
        """The selected quarters, as far as they lie within the project.

        If nothing valid was typed, this is the quarter that is running, or the last one of the
        project.
        """
        if self.errors:
            return self._quarters(self._last, self._last)
        start, end = (self.cleaned_data.get(name) for name in ("from", "to"))
        return self._quarters(start or end or self._last, end or self._last)

    def _quarters(self, start: datetime.date, end: datetime.date) -> Period:
        whole = whole_of(self.project)
        quarters = Period(quarter_of(start).start, quarter_of(end).end)
        return quarters.within(whole) or self._quarters(self._last, self._last)

    @property
    def _last(self) -> datetime.date:
        return max(self.project.last_day(self.today), self.project.starts_on)

    @property
    def offered(self) -> list[tuple[str, Period, bool]]:
        """The chips: the label, the quarters that it stands for, and whether these are selected."""
        this = self._quarters(self._last, self._last)
        before = this.start - datetime.timedelta(days=1)
        year = year_of(self._last)
        running = is_running(self.project, self.today)
        chips = [
            (_("This quarter") if running else _("Last quarter"), this),
            (_("The quarter before"), self._quarters(before, before)),
            (_("This year") if running else _("Last year"), self._quarters(year.start, self._last)),
            (_("Whole project"), self._quarters(self.project.starts_on, self.project.ends_on)),
        ]
        return [(label, period, period == self.asked_period) for label, period in chips]

    @property
    def quarters(self) -> list[ChartColumn]:
        """The quarters of the project; the user chooses the first and the last of the period."""
        return [
            ChartColumn(self._quarters(quarter.start, quarter.start), "quarter")
            for quarter in whole_of(self.project).quarters()
        ]


class DashboardForm(forms.Form):
    """The period and the type of activity.

    Whatever was typed, `asked_period` has a value. `asked_type` is None for all types.
    """

    def __init__(
        self, data: Any, project: Project, types: list[ActivityType], today: datetime.date
    ) -> None:
        super().__init__(data)
        self.project, self.today = project, today
        self.by_code = {kind.code: kind for kind in types}
        self.usual = usual_choice(project, today)
        self.fields["period"] = forms.ChoiceField(choices=Choice.choices, required=False)
        self.fields["from"] = DayField(label=gettext_lazy("From"), required=False)
        self.fields["to"] = DayField(label=gettext_lazy("To"), required=False)
        self.fields["type"] = forms.ChoiceField(
            label=gettext_lazy("Type of activity"),
            choices=[
                ("", gettext_lazy("All types of activity")),
                *((kind.code, kind.name) for kind in types),
            ],
            required=False,
        )
        self.is_valid()

    def clean(self) -> None:
        if self.choice != Choice.CUSTOM or "from" in self.errors or "to" in self.errors:
            return
        asked = Period(
            self.cleaned_data.get("from") or self.project.starts_on,
            self.cleaned_data.get("to") or self.project.last_day(self.today),
        )
        if asked.end < asked.start:
            self.add_error("to", _("The last day cannot be before the first."))
        elif not asked.within(whole_of(self.project)):
            self.add_error(
                "from",
                _("The project runs from %(start)s to %(end)s. Choose a day within it.")
                % {"start": day(self.project.starts_on), "end": day(self.project.ends_on)},
            )
        else:
            self.cleaned_data["asked"] = asked.within(whole_of(self.project))

    @property
    def choice(self) -> str:
        """The selected choice of a period.

        If none was selected, it is `custom` if a day was typed, else the usual choice.
        """
        if value := self.cleaned_data.get("period"):
            return str(value)
        typed = self.data.get("from") or self.data.get("to")
        return Choice.CUSTOM if typed else self.usual

    @property
    def asked_period(self) -> Period:
        """The selected period; that of the usual choice if the typed days are invalid."""
        if self.choice == Choice.CUSTOM and "asked" in self.cleaned_data:
            period: Period = self.cleaned_data["asked"]
            return period
        fallback = self.usual if self.choice == Choice.CUSTOM else self.choice
        return chosen(fallback, self.project, self.today)

    @property
    def asked_type(self) -> ActivityType | None:
        return self.by_code.get(self.cleaned_data.get("type") or "")

    @property
    def offered(self) -> list[tuple[str, str, bool]]:
        """The chips: the value, the label, and whether it is selected.

        If the project is not running, there is only "whole project".
        """
        running = is_running(self.project, self.today)
        return [
            (choice.value, str(choice.label), choice == self.choice)
            for choice in Choice
            if choice != Choice.CUSTOM and (running or choice == Choice.PROJECT)
        ]

    @property
    def days(self) -> list[dict[str, Any]]:
        """The fields "from" and "to": as they were typed if there is an error, else as shown."""
        shown = {"from": self.asked_period.start, "to": self.asked_period.end}
        return [
            {
                "name": name,
                "label": self.fields[name].label,
                "errors": self.errors.get(name, []),
                "value": self.data.get(name, "") if self.errors else when.isoformat(),
            }
            for name, when in shown.items()
        ]
