"""The places of a project, and the one a page is asked about: `?place=<P-code>`."""

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
    """None for all the user's places. Raises Http404 for a place that is not one of them."""
    pcode = request.GET.get("place", "")
    if len(pcode) > DISTRICT_DIGITS:
        upazilas = Upazila.objects.visible_to(request.user).select_related("district")
        return get_object_or_404(upazilas, pk=pcode)
    if pcode:
        return get_object_or_404(District.objects.visible_to(request.user), pk=pcode)
    return None


def offered_places(user: User, project: Project) -> list[tuple[str, Any]]:
    """The user's part of the work area, to choose from; one query."""
    upazilas = Upazila.objects.visible_to(user).filter(projects=project)
    return place_choices(upazilas.select_related("district"))


def places_of(user: User, project: Project) -> Iterator[District | Upazila]:
    """The work area as far as the user sees it: each district before its upazilas."""
    upazilas = Upazila.objects.visible_to(user).filter(projects=project)
    for district, inside in groupby(
        upazilas.select_related("district").order_by("district__name_en", "district", "name_en"),
        lambda upazila: upazila.district,
    ):
        yield district
        yield from inside
