from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from activities.cells import MAIN
from activities.duplicates import possible_duplicates
from activities.forms.activity import ActivityForm
from activities.forms.counts import MaterialForm, PeopleForm, refuse_unknown_groups
from activities.forms.decisions import BLANK_DECISIONS, DecisionForm
from activities.models import Activity, Material, Participation
from activities.models.evidence import MOST_FILES
from beneficiaries.models import TargetGroup
from common.privacy import identifying
from common.uploads import Upload
from projects.models import Project

OPEN_GROUPS = 2
# Raise it when you rename or remove a field: phones keep records of older versions.
FORM_VERSION = 1


class LogForm:
    """The whole page "Log an activity": the activity, its people, materials and decisions.

    With `data` it is what was sent; without, it is a page to fill in. `is_valid()` checks all
    parts; `errors` has only those errors that belong to no part.
    """

    most_files = MOST_FILES
    summed = MAIN
    "The boxes whose sums over all groups the page shows."

    def __init__(
        self,
        user: User,
        project: Project,
        activity: Activity,
        data: Any = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        self.user = user
        self.project = project
        self.activity = activity
        self.data = data
        self.submitting = data is not None and (
            "submit" in data or activity.status == Activity.Status.SUBMITTED
        )
        self.main = ActivityForm(
            user,
            project,
            data,
            files,
            instance=activity,
            submitting=self.submitting,
            initial={"id": activity.pk, "version": activity.version},
        )
        self.duplicates: list[Activity] = []
        self.identifying: list[str] = []
        self.errors: list[ValidationError] = []

    @cached_property
    def people(self) -> list[PeopleForm]:
        rows = {row.target_group_id: row for row in self._stored("participations")}
        groups = TargetGroup.objects.filter(
            Q(projects=self.project, is_active=True) | Q(pk__in=rows)
        ).distinct()
        return [PeopleForm(group, rows.get(group.pk), self.data) for group in groups]

    @cached_property
    def materials(self) -> list[MaterialForm]:
        rows = {row.material_id: row for row in self._stored("distributions")}
        return [
            MaterialForm(material, rows.get(material.pk), self.data)
            for material in Material.objects.filter(Q(is_active=True) | Q(pk__in=rows))
        ]

    @cached_property
    def decisions(self) -> list[DecisionForm]:
        """The rows for decisions of a committee: stored rows and blank ones, or the rows sent."""
        stored = self._stored("committee_decisions")
        return DecisionForm.all_of("d", stored, self.data, BLANK_DECISIONS)

    @property
    def kept_decisions(self) -> list[DecisionForm]:
        """The decisions to store; none if the type of activity is not held with a committee."""
        kind = self.main.cleaned_data.get("activity_type")
        return self.decisions if kind and kind.is_of_committee else []

    def _stored(self, part: str) -> Any:
        return getattr(self.activity, part).all() if self.activity.version else ()

    @cached_property
    def open_groups(self) -> list[PeopleForm]:
        """The groups that are shown open.

        Those with numbers; if they are fewer than OPEN_GROUPS, also those met most often.
        """
        filled = [form for form in self.people if form.is_filled or form.errors]
        if len(filled) >= OPEN_GROUPS:
            return filled
        met = dict(
            Participation.objects.visible_to(self.user)
            .filter(activity__officer=self.user)
            .values_list("target_group")
            .annotate(times=Count("pk"))
            .order_by("-times")[:OPEN_GROUPS]
        )
        at_risk_first = sorted(
            (form for form in self.people if form not in filled),
            key=lambda form: (-met.get(form.group.pk, 0), form.group.position != 2),
        )
        return (filled + at_risk_first)[: max(OPEN_GROUPS, len(filled))]

    @property
    def other_groups(self) -> list[PeopleForm]:
        return [form for form in self.people if form not in self.open_groups]

    # The checks of what was sent.

    def is_valid(self) -> bool:
        self.errors = []
        parts_are_valid = [form.is_valid() for form in self._parts()]
        if all(parts_are_valid):
            self._check_the_whole()
        doubts = self.errors or self.duplicates or self.identifying
        late = any(row.errors for row in self.kept_decisions)
        return all(parts_are_valid) and not doubts and not late

    def _parts(self) -> Iterator[ActivityForm | PeopleForm | MaterialForm | DecisionForm]:
        yield self.main
        yield from self.counted
        yield from self.kept_decisions

    @property
    def counts_people(self) -> bool:
        kind = self.main.cleaned_data.get("activity_type") if self.main.is_bound else None
        return kind is None or kind.counts_people

    @property
    def counted(self) -> list[PeopleForm] | list[MaterialForm]:
        """The forms for what this type of activity counts; other numbers are ignored."""
        self.main.is_valid()
        if self.counts_people:
            return self.people
        kind = self.main.cleaned_data["activity_type"]
        return [form for form in self.materials if form.material.activity_type_id == kind.pk]

    def _check_the_whole(self) -> None:
        try:
            refuse_unknown_groups(self.data, [form.group for form in self.people])
        except ValidationError as error:
            self.errors.append(error)
        if not self.counts_people and any(
            form.is_filled for form in self.materials if form not in self.counted
        ):
            self.errors.append(
                ValidationError(_("This material does not belong to this type of activity."))
            )
        if self.submitting and not any(form.total for form in self.counted):
            self.errors.append(
                ValidationError(
                    _("Write how many people came.")
                    if self.counts_people
                    else _("Write how many were handed out.")
                )
            )
        cleaned = self.main.cleaned_data
        for row in self.kept_decisions:
            row.refuse_due_before(cleaned["starts_on"])
        held = self.activity.evidence.count() if self.activity.version else 0
        if held and held + len(self.new_photos) > MOST_FILES:
            self.main.add_error("photos", _("At most ten files a record. Take some away."))
            self.errors.append(ValidationError(_("At most ten files a record.")))
        if not cleaned["names_nobody"]:
            texts = [cleaned["venue"], cleaned["summary"], cleaned["decisions"]]
            for row in self.kept_decisions:
                texts += [row.cleaned_data["text"], row.cleaned_data["owner"]]
            self.identifying = [found for text in texts for found in identifying(text)]
        if not cleaned["is_another"] and not self.activity.submitted_at:
            self.duplicates = possible_duplicates(
                self.user,
                project=self.project,
                activity_type=cleaned["activity_type"],
                upazila=cleaned["upazila"],
                starts_on=cleaned["starts_on"],
                ends_on=cleaned["ends_on"],
                venue=cleaned["venue"],
                besides=cleaned["id"],
            )

    @property
    def new_photos(self) -> list[Upload]:
        """The sent files that the stored activity does not have yet; the form must be valid."""
        known = set(self.activity.evidence.values_list("sha256", flat=True))
        return [file for file in self.main.cleaned_data["photos"] if file.sha256 not in known]

    def carry_version(self, version: int) -> None:
        """Keep what was typed, and let the next save start from this version."""
        self.data = self.main.data = self.data.copy()
        self.data["version"] = str(version)
        self.main.cleaned_data["version"] = version

    def carry_id(self, pk: UUID) -> None:
        """Give the page another id, and keep what was typed."""
        self.data = self.main.data = self.data.copy()
        self.data["id"] = str(pk)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Each error with the id of its field, for the list at the top of the page.

        The id is empty if an error belongs to no field.
        """
        found = [("", message) for error in self.errors for message in error.messages]
        for form in self._parts():
            for name, messages in form.errors.items():
                beside = form[name].auto_id if name in form.fields else ""
                found += [(beside, f"{form.about(name)}{message}") for message in messages]
        return found

    @property
    def lost_files(self) -> bool:
        """Whether the user must choose files again: a browser does not send them twice."""
        return bool(self.main.files.getlist("photos")) if self.main.files else False
