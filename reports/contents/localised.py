"""The contents of a report in one language: put into it once, then read by every page and file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict, cast

from common.text import legible
from reports.contents.leaves import name_of
from reports.contents.schema import Contacts, Contents, Days
from reports.contents.texts import in_language
from reports.contents.versions import missing

Row = dict[str, Any]
"""A part of the contents with `name` instead of `name_en` and `name_bn`, and so on.

Where a code bears that name (`standing`), its text is the label: `standing_label`.
"""


class LocalisedContents(TypedDict):
    """As `schema.Contents`, in one language; `missing` are names of what the edition lacks."""

    missing: list[str]
    made_at: str
    project: Row
    place: Row
    period: Days
    outcomes: list[Row]
    indicators: list[Row]
    reach: list[Row]
    people: Contacts
    types: list[Row]
    groups: list[Row]
    materials: list[Row]
    months: list[Row]
    upazilas: list[Row]
    committees: list[Row] | None
    activities: list[Row]


def localised(contents: Contents) -> LocalisedContents:
    """In the current language, the other where a text is empty; without illegible characters."""
    names = [in_language(name_of(path), "name") for path in missing(contents)]
    return cast("LocalisedContents", {**_localised(contents), "missing": names})


def _localised(part: Any) -> Any:
    if isinstance(part, list):
        return [_localised(row) for row in part]
    if not isinstance(part, Mapping):
        return part
    found = {}
    for field, value in part.items():
        stem = field.removesuffix("_en")
        if stem != field:
            name = f"{stem}_label" if stem in part else stem
            found[name] = legible(in_language(part, stem)).replace("\r", "")
        elif not field.endswith("_bn"):
            found[field] = _localised(value)
    return found


def is_silent(contents: LocalisedContents) -> bool:
    """Nothing is reported of any of its places. Of an edition that does not say so it is False."""
    upazilas = contents["upazilas"]
    return bool(upazilas) and all(row["reported"] is False for row in upazilas)
