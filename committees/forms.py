from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from beneficiaries.models import Sex
from committees.models import Committee, Member
from common.fields import DayField, TextField
from common.privacy import identifying
from common.row_forms import RowForm
from districts.models import Union, Upazila
from projects.models import Project

BLANK_SEATS = 4
Choices = list[tuple[str, list[tuple[str, str]]]]


class MemberForm(RowForm):
    """One seat: the post that holds it, never the name of a person."""

    COLUMNS = ("post", "role", "sex")

    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices)
    post = TextField(label=_("Post"), max_length=120, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)

    @classmethod
    def blanks(cls, stored: int, blank: int) -> list[dict[str, Any]]:
        """Initial values of the blank seats; a new committee begins with chair and secretary."""
        first = [] if stored else [Member.Role.CHAIR, Member.Role.SECRETARY]
        roles = [*first, *[Member.Role.MEMBER] * blank]
        return [{"role": role, "sex": Sex.NOT_RECORDED} for role in roles]


class CommitteeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A committee and its seats. The place is chosen once, when the committee is registered.

    `places` are the committees that this user may still register, by a key of their place.
    `identifying` is what looks like a name or a number of a person in the texts.
    """

    place = forms.ChoiceField(
        label=_("Committee of"),
        error_messages={
            "required": _("Choose whose committee it is."),
            "invalid_choice": _("Choose a place of yours whose committee is not registered yet."),
        },
    )
    formed_on = DayField(
        label=_("Formed on"), required=False, help_text=_("Empty if nobody knows it.")
    )
    note = TextField(
        label=_("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names, phone numbers or identity numbers."),
    )
    names_nobody = forms.BooleanField(label=_("No person can be told from it"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Committee
        fields = ("formed_on", "note", "is_active")

    def __init__(
        self, user: User, project: Project, committee: Committee | None, data: Any = None
    ) -> None:
        super().__init__(
            data,
            instance=committee or Committee(project=project),
            initial={"version": committee.version if committee else None},
            use_required_attribute=False,
        )
        self.identifying: list[str] = []
        stored = committee.members.all() if committee else ()
        self.members = MemberForm.all_of("m", stored, data, BLANK_SEATS)
        self.places = {} if committee else places_left(user, project)
        if committee:
            del self.fields["place"]
        else:
            del self.fields["is_active"]
            field = self.fields["place"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Choose")), *self._by_district()]

    def _by_district(self) -> Choices:
        """The choices of a place, in groups.

        A group for each district, with the committees of the district and of its upazilas; then a
        group for each upazila, with those of its unions.
        """
        groups: Choices = []
        for (district, upazila), committees in groupby(
            self.places.items(),
            lambda item: (item[1].district, item[1].upazila if item[1].union_id else None),
        ):
            named = [(key, committee.name) for key, committee in committees]
            groups.append(((upazila or district).name, named))
        return groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if chosen := self.places.get(cleaned.get("place", "")):
            for name in ("level", "district", "upazila", "union"):
                setattr(self.instance, name, getattr(chosen, name))
        return cleaned

    def is_valid(self) -> bool:
        if not all([super().is_valid(), *(seat.is_valid() for seat in self.members)]):
            return False
        chairs = [seat for seat in self.members if seat.is_filled and is_chair(seat)]
        for seat in chairs[1:]:
            seat.add_error("role", _("A committee has one chair."))
        if not self.cleaned_data["names_nobody"]:
            texts = [
                self.cleaned_data["note"],
                *(seat.cleaned_data["post"] for seat in self.members),
            ]
            self.identifying = [found for text in texts for found in identifying(text)]
        return len(chairs) < 2 and not self.identifying

    def start_again_from(self, stored: Committee) -> None:
        """Keep what was typed, and let the next save start from the version stored now.

        Seats that other users added in the meantime are shown below the typed ones.
        """
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent["version"] = stored.version
        self.members += MemberForm.not_sent("m", stored.members.all(), self.members)

    @property
    def error_list(self) -> list[tuple[str, str]]:
        """Each error with the id of its field, for the list at the top of the page.

        The id is empty if an error belongs to no field.
        """
        return [
            (form[name].auto_id if name in form.fields else "", f"{about}{message}")
            for form in (self, *self.members)
            for name, messages in form.errors.items()
            for about in [form.about(name) if isinstance(form, MemberForm) else ""]
            for message in messages
        ]


def is_chair(seat: MemberForm) -> bool:
    return bool(seat.cleaned_data.get("role") == Member.Role.CHAIR)


def places_left(user: User, project: Project) -> dict[str, Committee]:
    """The committees that this user may still register, by a key of their place; not saved."""
    upazilas = Upazila.objects.visible_to(user).filter(projects=project, is_active=True)
    unions = (
        Union.objects.visible_to(user)
        .filter(upazila__in=upazilas.values("pk"), is_active=True)
        .order_by("upazila__name_en", "name_en")
    )
    found: list[Committee] = []
    for district, within in groupby(
        upazilas.select_related("district").order_by("district__name_en", "name_en"),
        lambda upazila: upazila.district,
    ):
        mine = {upazila.pk: upazila for upazila in within}
        found.append(Committee(level="district", district=district))
        found += [
            Committee(level="upazila", district=district, upazila=upazila)
            for upazila in mine.values()
        ]
        found += [
            Committee(level="union", district=district, upazila=mine[union.upazila_id], union=union)
            for union in unions
            if union.upazila_id in mine
        ]
    registered = Committee.objects.visible_to(user).filter(project=project)
    taken = {key_of(committee) for committee in registered}
    return {
        key: committee
        for committee in found
        if (key := key_of(committee)) not in taken and committee.can_be_edited_by(user)
    }


def key_of(committee: Committee) -> str:
    if committee.union_id:
        return f"union-{committee.union_id}"
    return committee.upazila_id or committee.district_id
