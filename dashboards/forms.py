"""What a dashboard is asked for, from the address."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import ActivityType
from dashboards.periods import Choice, Period, chosen, is_running, usual_choice, whole_of
from projects.models import Project
from trafficking_program.bangla import day
from trafficking_program.fields import DayField


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
