"""What a dashboard is asked for, from the address."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import ActivityType
from common.calendar import Column, Period, quarter_of, year_of
from common.fields import DayField
from common.localisation import day
from projects.models import Project
from projects.periods import Choice, chosen, is_running, usual_choice, whole_of


class QuartersForm(forms.Form):
    """Quarters: from the one of the first day typed to the one of the last."""

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
        """Whole quarters, within the project; of nothing asked, the one that runs or ran last."""
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
        """The chips: label, its quarters, whether they are the chosen ones."""
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
    def quarters(self) -> list[Column]:
        """Every quarter of the project, to choose the first and the last from."""
        return [
            Column(self._quarters(quarter.start, quarter.start), "quarter")
            for quarter in whole_of(self.project).quarters()
        ]


class DashboardForm(forms.Form):
    """The period and the type. Whatever is typed, `period` and `type` have an answer."""

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
        """Days typed without a choice are a choice too."""
        if value := self.cleaned_data.get("period"):
            return str(value)
        typed = self.data.get("from") or self.data.get("to")
        return Choice.CUSTOM if typed else self.usual

    @property
    def asked_period(self) -> Period:
        """The days asked for; those of the usual choice where they made no sense."""
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
        """The chips: value, label, whether it is the chosen one. Months end with the project."""
        running = is_running(self.project, self.today)
        return [
            (choice.value, str(choice.label), choice == self.choice)
            for choice in Choice
            if choice != Choice.CUSTOM and (running or choice == Choice.PROJECT)
        ]

    @property
    def days(self) -> list[dict[str, Any]]:
        """The two fields of from–to: what was typed where it was wrong, else the days shown."""
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
