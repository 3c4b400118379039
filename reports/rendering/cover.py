"""What stands on the cover of a report, and what of it stands on every page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from common.localisation import day
from projects.models import Partnership
from reports.contents.leaves import name_of
from reports.contents.schema import Contents, is_silent
from reports.contents.versions import missing
from reports.rendering.document import Cover, shown
from reports.rendering.told import Told
from reports.rendering.words import moment, period, said


def cover(contents: Contents, told: Told) -> Cover:
    """In the current language."""
    return Cover(
        title=shown(told.title) or _title(contents),
        programme=said(contents["project"], "title"),
        author=_author(contents),
        marks=tuple(_marks(contents, told)),
        facts=tuple(_facts(contents, told)),
        made_at=moment(contents["made_at"]),
    )


def _title(contents: Contents) -> str:
    return _("Report: %(place)s") % {"place": said(contents["place"], "name")}


def _author(contents: Contents) -> str:
    """The organisations whose work it is."""
    rows = contents["project"]["organisations"]
    names = [said(row, "name") for row in rows if row["role"] == Partnership.Role.IMPLEMENTER]
    return ", ".join(names)


def _marks(contents: Contents, told: Told) -> Iterator[str]:
    if not told.is_final:
        yield _("Not final")
    if is_silent(contents):
        yield _("Nothing is reported: a zero here is not known to be zero")
    if contents["project"]["is_demonstration"]:
        yield _("Demonstration – sample data")


def _facts(contents: Contents, told: Told) -> Iterator[tuple[str, str]]:
    project = contents["project"]
    yield _("Place"), said(contents["place"], "name")
    yield _("Period"), str(period(contents["period"]))
    for role in Partnership.Role:
        names = [said(row, "name") for row in project["organisations"] if row["role"] == role]
        if names:
            yield str(role.label), ", ".join(names)
    if lacking := missing(contents):
        names = [shown(said(name_of(path), "name")) for path in lacking]
        yield _("Not in this edition"), "; ".join(names)
    if not told.is_final:
        yield _("Status"), _("Not final: the figures may still change")
        yield _("Figures of"), day(moment(contents["made_at"]), "j F Y, H:i")
        return
    if told.frozen_at:
        yield _("Frozen on"), day(timezone.localtime(told.frozen_at), "j F Y, H:i")
    if told.frozen_by:
        yield _("Frozen by"), shown(told.frozen_by)
    if told.code:
        yield _("Check code"), told.code
