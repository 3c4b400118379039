"""Frozen quarters stay as they were stored; what a report holds grows. This is how they are read.

`VERSION` is the shape of what is stored. Whoever renames or removes a field of the schema, or
changes what one means, raises it by one and says in `CHANGES` how contents of the version before
become those of the next. A field that is only added needs nothing: an edition that lacks it is
read with None there, and names it in `missing`. A golden file of every shape stays in
reports/tests/golden/.

Four shapes were stored as version 1 before anyone counted. They differ in what they lack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, cast, get_args, get_type_hints, is_typeddict

from activities.cells import CELLS
from reports.contents.schema import Contents

VERSION = 1

CHANGES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}


class NewerEdition(Exception):
    """Frozen by a newer version of this program, which this one cannot read."""


def read(stored: Mapping[str, Any]) -> Contents:
    """Stored contents in today's schema; those that are stored are not changed.

    What their edition lacks is None, or has no cell, and is named in `missing`: a path of fields
    each, such as "groups.within" or "people.cells.female_0_17". An edition that lacks nothing is
    as it was stored. Raises NewerEdition.
    """
    version = stored["version"]
    if version > VERSION:
        raise NewerEdition
    contents = dict(stored)
    if version == 1 and _is_before_committees(contents):
        del contents["committees"]
    for older in range(version, VERSION):
        contents = CHANGES[older](contents)
    complete, lacking = _completed(contents, Contents)
    lacking += [f"people.cells.{name}" for name in CELLS.values() if not _has_cell(complete, name)]
    if lacking:
        complete["missing"] = [*dict.fromkeys(lacking)]
    return cast("Contents", complete)


def missing(contents: Contents) -> list[str]:
    """The paths of what the edition of these contents lacks; of contents of today, none."""
    return contents.get("missing", [])


def _is_before_committees(contents: Mapping[str, Any]) -> bool:
    """Whether an empty list of committees may mean that nobody asked for them.

    The first shape always stored it empty. The second is known from the first by its committees
    only; from the third on groups say who is `within` them, from the fourth on months say whether
    they are `reported`.
    """
    groups, months = contents["groups"], contents["months"]
    is_first_or_second = (
        any("within" not in group for group in groups)
        if groups
        else any("reported" not in month for month in months)
    )
    return is_first_or_second and not contents["committees"]


def _has_cell(contents: Mapping[str, Any], name: str) -> bool:
    return name in contents["people"]["cells"]


def _completed(part: Mapping[str, Any], schema: Any) -> tuple[dict[str, Any], list[str]]:
    """A part of the contents with every field of its schema, and the paths of what it lacked."""
    complete, lacking = dict(part), []
    for field, inner_schemas in _fields(schema).items():
        if field not in part:
            complete[field] = None
            lacking.append(field)
            continue
        for inner in inner_schemas:
            rows = part[field] if isinstance(part[field], list) else [part[field]]
            done = [_completed(row, inner) for row in rows]
            found = [row for row, _lacking in done]
            complete[field] = found if isinstance(part[field], list) else found[0]
            lacking += [f"{field}.{path}" for _row, paths in done for path in paths]
    return complete, lacking


@cache
def _fields(schema: Any) -> dict[str, list[Any]]:
    """Each field that is stored, with the schema of what is in it, if it has one."""
    kinds = get_type_hints(schema).items()
    return {field: list(_schemas_in(kind)) for field, kind in kinds if field != "missing"}


def _schemas_in(kind: Any) -> Iterator[Any]:
    """The schema a field is of: `Days`, or that of the rows in `list[GroupName] | None`."""
    if is_typeddict(kind):
        yield kind
    for argument in get_args(kind):
        yield from _schemas_in(argument)
