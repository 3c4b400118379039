"""How a record from an older version of the form becomes one of today's form.

`FORM_VERSION` is the version of the fields on the page of a new activity. Whoever renames or
removes a field raises it by one, and adds a function to `CHANGES` that turns the fields of the
version before into those of the next. A golden payload of each version stays in
outbox/tests/golden/ for ever.

This holds for records that are sent. A draft stays on its phone with the fields of the form on
which it was begun, and with the version of that form (`form`). `fillIn` in static/outbox/fields.js
puts them into today's form by name, and drops a field that has no box there. Before there is a
version 2, `fillIn` has to convert older drafts as well.

If a record of a draft cannot be logged, it is quarantined like any other record. The reviewers of
its place see it then, because somebody must look at it, although only its author sees a draft that
is logged.
"""

from collections.abc import Callable

from django.http import QueryDict

from activities.forms import FORM_VERSION

CHANGES: dict[int, Callable[[QueryDict], None]] = {}


class NotYetKnown(Exception):
    """The record was written on a newer version of the form than this server has."""


def brought_up_to_date(data: QueryDict, version: int) -> QueryDict:
    """Change `data` in place to the fields of today's form, and return it. Raises NotYetKnown."""
    if version > FORM_VERSION:
        raise NotYetKnown
    for older in range(version, FORM_VERSION):
        CHANGES[older](data)
    return data
