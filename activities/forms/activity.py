from __future__ import annotations

import datetime
from collections import Counter
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from activities.forms.evidence import EvidenceField
from activities.models import Activity, ActivityType
from committees.models import Committee
from common.fields import DayField, TextField
from common.localisation import day
from districts.models import Union, Upazila
from projects.models import Project

OTHER_DAY = "other"
OUTSIDE_UNIONS = "none"
REMEMBERED = 30


def parse_day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """The activity itself: type, days, place, what happened. Counts have forms of their own."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    day = forms.ChoiceField(label=_("Day it was held"), widget=forms.RadioSelect)
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)
    union = forms.ChoiceField(label=_("Union"), required=False)
    venue = TextField(
        label=_("Venue"),
        max_length=200,
        required=False,
        help_text=_("The para or a place people know. Nobody's name."),
    )
    count_method = forms.ChoiceField(
        label=_("How did you count?"),
        choices=Activity.CountMethod.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    summary = TextField(
        label=_("Summary"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("No names, phone numbers or identity numbers."),
    )
    committee = forms.ChoiceField(label=_("Which committee met?"), required=False)
    had_quorum = forms.TypedChoiceField(
        label=_("Did enough members come (quorum)?"),
        choices=[("True", _("Yes")), ("False", _("No")), ("", _("Not recorded"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    decisions = TextField(
        label=_("Decisions"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    photos = EvidenceField(label=_("Photos or the attendance sheet"), required=False)
    has_consent = forms.BooleanField(
        label=_("The people in the photos agreed to be in them"), required=False
    )
    names_nobody = forms.BooleanField(label=_("No person can be told from it"), required=False)
    is_another = forms.BooleanField(label=_("No, it is another one"), required=False)

    class Meta:
        model = Activity
        fields = (
            "activity_type",
            "upazila",
            "union",
            "venue",
            "starts_on",
            "ends_on",
            "count_method",
            "summary",
            "decisions",
            "committee",
            "had_quorum",
        )
        field_classes = {"activity_type": forms.ModelChoiceField}
        widgets = {"activity_type": forms.RadioSelect, "upazila": forms.RadioSelect}
        error_messages = {
            "activity_type": {
                "required": _("Choose what kind of activity it was."),
                "invalid_choice": _("Choose what kind of activity it was."),
            },
            "upazila": {
                "required": _("Choose the upazila."),
                "invalid_choice": _("Choose one of your own upazilas."),
            },
        }

    def __init__(
        self,
        user: User,
        project: Project,
        *args: Any,
        submitting: bool = False,
        **kwargs: Any,
    ) -> None:
        self.user = user
        self.project = project
        self.submitting = submitting
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self._offer_types()
        self._offer_places()
        self._offer_committees()
        self._offer_days()
        if not self.instance.submitted_at:
            self._begin_as_last_time()

    # The choices: the user's own places in the work area, types in use, days that are not to come.

    def _offer_types(self) -> None:
        types = self._choices("activity_type")
        types.empty_label = None
        types.queryset = ActivityType.objects.filter(
            Q(is_active=True) | Q(pk=self.instance.activity_type_id)
        )

    def _offer_places(self) -> None:
        places = self._choices("upazila")
        places.empty_label = None
        offered = Upazila.objects.visible_to(self.user).filter(
            Q(projects=self.project, is_active=True) | Q(pk=self.instance.upazila_id)
        )
        places.queryset = offered.select_related("district").distinct()
        self.unions = {
            str(union.pk): union
            for union in Union.objects.visible_to(self.user)
            .filter(upazila__in=offered.values("pk"))
            .filter(Q(is_active=True) | Q(pk=self.instance.union_id))
            .select_related("upazila")
            .order_by("upazila", "name_en")
        }
        field = self.fields["union"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("Choose")), *self.unions_by_upazila, self.outside_unions]

    def _offer_committees(self) -> None:
        offered = (
            Committee.objects.visible_to(self.user)
            .filter(project=self.project)
            .filter(Q(is_active=True) | Q(pk=self.instance.committee_id))
            .in_order_of_places()
        )
        self.committees = {str(committee.pk): committee for committee in offered}
        field = self.fields["committee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext("Choose")), *((pk, pk) for pk in self.committees)]

    def _offer_days(self) -> None:
        today = self.project.last_day()
        days = [today, today - datetime.timedelta(days=1)]
        sent = parse_day(self.data.get("day", ""))
        if sent and sent not in days:
            days.append(sent)
        field = self.fields["day"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((d.isoformat(), d.isoformat()) for d in days), (OTHER_DAY, OTHER_DAY)]
        chosen = self.instance.starts_on or today
        self.initial["day"] = chosen.isoformat() if chosen in days else OTHER_DAY
        if self.instance.ends_on == self.instance.starts_on:
            self.initial["ends_on"] = None

    def _choices(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def _begin_as_last_time(self) -> None:
        """Start with the type that the user logged most often of late, and their last upazila."""
        recent = [
            *Activity.objects.visible_to(self.user)
            .filter(officer=self.user)
            .order_by("-created_at")
            .values_list("activity_type", "upazila")[:REMEMBERED]
        ]
        if recent and not self.instance.activity_type_id:
            self.initial["activity_type"] = Counter(kind for kind, _ in recent).most_common(1)[0][0]
        if not self.instance.upazila_id:
            places = [place.pk for place in self._choices("upazila").queryset or ()]
            last = recent[0][1] if recent else None
            if len(places) == 1 or last in places:
                self.initial["upazila"] = last if last in places else places[0]

    @property
    def unions_by_upazila(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (upazila.name, [(str(union.pk), union.name) for union in unions])
            for upazila, unions in groupby(self.unions.values(), lambda union: union.upazila)
        ]

    @property
    def outside_unions(self) -> tuple[str, str]:
        return OUTSIDE_UNIONS, gettext("Municipality, or the whole upazila")

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        if field_name == "union" and not self.instance.union_id:
            return OUTSIDE_UNIONS if self.instance.submitted_at else ""
        return super().get_initial_for_field(field, field_name)

    # The checks of what was sent.

    def about(self, name: str) -> str:
        """The text before an error at the top of the page; the errors of this form need none."""
        return ""

    def clean_union(self) -> Union | None:
        chosen = self.cleaned_data["union"]
        if not chosen and self.submitting:
            raise ValidationError(_("Choose the union where it was held."))
        return self.unions.get(chosen)

    def clean_committee(self) -> Committee | None:
        return self.committees.get(self.cleaned_data["committee"])

    def clean_venue(self) -> str:
        venue: str = self.cleaned_data["venue"]
        if not venue and self.submitting:
            raise ValidationError(_("Write where it was held."))
        return venue

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") not in (None, OTHER_DAY):
            cleaned["starts_on"] = datetime.date.fromisoformat(cleaned["day"])
        elif not cleaned.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Choose the day."))
        if "ends_on" not in self.errors and not cleaned.get("ends_on"):
            cleaned["ends_on"] = cleaned.get("starts_on")
        kind = cleaned.get("activity_type")
        if self.submitting and kind and kind.counts_people and not cleaned.get("count_method"):
            self.add_error("count_method", _("Say how people were counted."))
        if kind and not kind.counts_people:
            cleaned["count_method"] = ""
        if kind:
            self._clean_committee(kind, cleaned)
        return cleaned

    def _clean_committee(self, kind: ActivityType, cleaned: dict[str, Any]) -> None:
        """Require the committee if there is one to choose.

        Decisions of a committee are rows of their own: the text is emptied, unless the activity
        has one from before.
        """
        if not kind.is_of_committee:
            cleaned["committee"] = cleaned["had_quorum"] = None
            return
        if not self.instance.decisions:
            cleaned["decisions"] = ""
        upazila: Upazila | None = cleaned.get("upazila")
        if not self.submitting or not upazila or "committee" in self.errors:
            return
        serving = (c for c in self.committees.values() if c.is_active and c.serves(upazila))
        if not cleaned["committee"] and any(serving):
            self.add_error("committee", _("Choose the committee it was held with."))

    @cached_property
    def day_choices(self) -> list[dict[str, Any]]:
        """The choices of a day for the template: today, yesterday, another day."""
        today = timezone.localdate()
        names = {today: gettext("Today"), today - datetime.timedelta(days=1): gettext("Yesterday")}
        tiles = []
        for radio in self["day"]:
            value = radio.data["value"]
            chosen = parse_day(value)
            tiles.append(
                {
                    "radio": radio,
                    "name": names.get(chosen, day(chosen, "l"))
                    if chosen
                    else gettext("Another day"),
                    "date": chosen,
                }
            )
        return tiles
