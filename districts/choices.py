from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from districts.models import Upazila


def place_choices(upazilas: Iterable[Upazila]) -> list[tuple[str, Any]]:
    """The choices of a place field: all places, whole districts, and their upazilas, by P-code.

    The districts of `upazilas` must be fetched with them.
    """
    districts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for upazila in upazilas:
        district = (upazila.district.pcode, upazila.district.name)
        districts.setdefault(district, []).append((upazila.pcode, upazila.name))
    return [
        ("", _("All places")),
        *(
            (name, [(pcode, _("All of %(district)s") % {"district": name}), *inside])
            for (pcode, name), inside in districts.items()
        ),
    ]
