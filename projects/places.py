"""The places of a project, and the place that an address selects: `?place=<P-code>`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.models import User
from districts.choices import place_choices
from districts.models import District, Upazila
from projects.models import Project
from projects.requests import StaffRequest

DISTRICT_DIGITS = len("BD2030")


def asked_place(request: StaffRequest) -> District | Upazila | None:
    """The place that the address selects; None means all the user's places.

    Raises Http404 if the place is not one that the user may see.
    """
    pcode = request.GET.get("place", "")
    if len(pcode) > DISTRICT_DIGITS:
        upazilas = Upazila.objects.visible_to(request.user).select_related("district")
        return get_object_or_404(upazilas, pk=pcode)
    if pcode:
        return get_object_or_404(District.objects.visible_to(request.user), pk=pcode)
    return None


def offered_places(user: User, project: Project) -> list[tuple[str, Any]]:
    """The choices of a field for a place: the upazilas of the work area that the user may see.

    One query.
    """
    upazilas = Upazila.objects.visible_to(user).filter(projects=project)
    return place_choices(upazilas.select_related("district"))


def places_of(user: User, project: Project) -> Iterator[District | Upazila]:
    """The part of the work area that the user may see: each district, followed by its upazilas."""
    upazilas = Upazila.objects.visible_to(user).filter(projects=project)
    for district, inside in groupby(
        upazilas.select_related("district").order_by("district__name_en", "district", "name_en"),
        lambda upazila: upazila.district,
    ):
        yield district
        yield from inside
