"""Forms change; what was kept under an older one stays readable for ever.

`FORM_VERSION` counts the changes of the fields of the page of a new activity. Whoever renames or
removes a field raises it by one, and says in `CHANGES` how a record of the version before becomes
one of the next; its golden payload stays in outbox/tests/golden/.

That is for what is sent. A draft lies on its phone as fields of the form it was begun on, and says
of which version (`form`); `fillIn` in static/outbox/fields.js puts them into today's form by name
and drops what has none. Before there is a version 2, it has to carry older drafts over as well.

A record of a draft that cannot be read into the log is quarantined like any other, and seen by the
reviewers of its place, though a draft in the log is its author's alone: somebody must look at it.
"""

from collections.abc import Callable

from django.http import QueryDict

from activities.forms import FORM_VERSION

CHANGES: dict[int, Callable[[QueryDict], None]] = {}


class NotYetKnown(Exception):
    """Kept under a form that this server does not have yet."""


def brought_up_to_date(data: QueryDict, version: int) -> QueryDict:
    """The fields as today's form reads them; changed in place. Raises NotYetKnown."""
    if version > FORM_VERSION:
        raise NotYetKnown
    for older in range(version, FORM_VERSION):
        CHANGES[older](data)
    return data
