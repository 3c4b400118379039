"""The cover and the parts of a report in their order. An empty part says that it is."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from common.localisation import day, number
from projects.models import Partnership
from reports.contents.localised import LocalisedContents, Row, is_silent, localised
from reports.contents.schema import Contents
from reports.contents.texts import period_of, time_of
from reports.rendering import charts, indicators, tables
from reports.rendering.document import (
    Block,
    Cover,
    Details,
    Document,
    Heading,
    Photo,
    Picture,
    Table,
    Text,
    paragraphs,
    shown,
)
from reports.rendering.maps import map_of

WIDEST_PHOTO = 0.8
"""Of the width of the page."""


def report(contents: Contents, details: Details, lang: str) -> Document:
    """All of a report in one language, "en" or "bn"."""
    with override(lang):
        texts = localised(contents)
        return Document(lang, cover(texts, details), tuple(_blocks(texts, details)))


def cover(contents: LocalisedContents, details: Details) -> Cover:
    """In the current language."""
    return Cover(
        title=shown(details.title) or _title(contents),
        programme=contents["project"]["title"],
        author=_author(contents),
        marks=tuple(_marks(contents, details)),
        facts=tuple(_facts(contents, details)),
        made_at=time_of(contents["made_at"]),
    )


def _title(contents: LocalisedContents) -> str:
    return _("Report: %(place)s") % {"place": contents["place"]["name"]}


def _author(contents: LocalisedContents) -> str:
    """The organisations whose work it is."""
    rows = contents["project"]["organisations"]
    names = [row["name"] for row in rows if row["role"] == Partnership.Role.IMPLEMENTER]
    return ", ".join(names)


def _marks(contents: LocalisedContents, details: Details) -> Iterator[str]:
    if not details.is_final:
        yield _("Not final")
    if is_silent(contents):
        yield _("Nothing is reported: a zero here is not known to be zero")
    if contents["project"]["is_demonstration"]:
        yield _("Demonstration – sample data")


def _facts(contents: LocalisedContents, details: Details) -> Iterator[tuple[str, str]]:
    project = contents["project"]
    yield _("Place"), contents["place"]["name"]
    yield _("Period"), str(period_of(contents["period"]))
    for role in Partnership.Role:
        names = [row["name"] for row in project["organisations"] if row["role"] == role]
        if names:
            yield str(role.label), ", ".join(names)
    if lacking := contents["missing"]:
        yield _("Not in this edition"), "; ".join(lacking)
    if not details.is_final:
        yield _("Status"), _("Not final: the figures may still change")
        yield _("Figures of"), day(time_of(contents["made_at"]), "j F Y, H:i")
        return
    if details.frozen_at:
        yield _("Frozen on"), day(timezone.localtime(details.frozen_at), "j F Y, H:i")
    if details.frozen_by:
        yield _("Frozen by"), shown(details.frozen_by)
    if details.code:
        yield _("Check code"), details.code


def _blocks(contents: LocalisedContents, details: Details) -> Iterator[Block]:
    yield Heading(_("Introduction"), 1)
    yield from paragraphs(details.introduction) or (Text(_("No introduction is written."), True),)
    yield from _purpose(contents)
    for outcome in contents["outcomes"]:
        rows = [row for row in contents["indicators"] if row["outcome"] == outcome["number"]]
        yield from _outcome(outcome, rows, details)
    yield from _reach(contents)
    yield from _held(contents)
    yield Heading(_("Counter-trafficking committees"), 1)
    if contents["committees"] is None:
        yield Text(_("Not in this edition"), True)
    else:
        yield _or_none(tables.committees(contents), _("No committee is registered here."))
    yield Heading(_("Photos"), 1)
    if not details.photos:
        yield Text(_("No photos are chosen."), True)
    for photo in details.photos:
        yield _photo(photo)
    yield Heading(_("List of activities"), 1)
    yield Text(_("Approved activities of the period, the oldest first."), True)
    yield _or_none(tables.activities(contents), _("No approved activities in this period."))


def _photo(photo: Photo) -> Picture:
    """Narrower where it stands upright, so that it fits on a page with its caption."""
    with Image.open(BytesIO(photo.image)) as image:
        share = min(WIDEST_PHOTO, image.width / image.height)
    caption = shown(photo.caption)
    return Picture(photo.image, caption or _("Photo"), caption, share)


def _purpose(contents: LocalisedContents) -> Iterator[Block]:
    project = contents["project"]
    if goal := project["goal"]:
        yield Heading(_("Goal"), 2)
        yield Text(goal)
    if objective := project["objective"]:
        yield Heading(_("Objective"), 2)
        yield Text(objective)


def _outcome(outcome: Row, rows: list[Row], details: Details) -> Iterator[Block]:
    yield Heading(_("Outcome %(number)s") % {"number": number(outcome["number"])}, 1)
    yield Text(outcome["statement"])
    yield Heading(_("What was achieved"), 2)
    yield from paragraphs(details.narratives.get(outcome["number"], "")) or (
        Text(_("Nothing is written about this outcome."), True),
    )
    yield Heading(_("Targets and achievements"), 2)
    if not rows:
        yield Text(_("This outcome has no indicators."), True)
        return
    yield indicators.targets(rows)
    for row in rows:
        yield Heading(row["name"], 3)
        yield Text(" ".join(indicators.remarks(row)), True)
        yield indicators.made_up_of(row)


def _reach(contents: LocalisedContents) -> Iterator[Block]:
    people = contents["people"]
    yield Heading(_("Reach"), 1)
    yield tables.reach(contents)
    yield Heading(_("Who took part"), 2)
    yield tables.people(contents)
    yield Text(
        _(
            "Of these %(contacts)s contacts, %(first)s came for the first time. "
            "Awaiting review: %(awaiting)s."
        )
        % {
            "contacts": number(people["contacts"]),
            "first": number(people["first_time"]),
            "awaiting": number(people["awaiting"]),
        },
        True,
    )
    yield _or_none(tables.groups(contents), _("No target groups are named."))


def _held(contents: LocalisedContents) -> Iterator[Block]:
    yield Heading(_("Activities"), 1)
    for heading, picture, table in (
        (_("By month"), charts.months(contents), tables.months(contents)),
        (_("By type"), charts.types(contents), tables.types(contents)),
        (_("By upazila"), map_of(contents), tables.upazilas(contents)),
    ):
        yield Heading(heading, 2)
        if picture:
            yield picture
        yield _or_none(table, _("No activities in this period."))
    yield Heading(_("Materials"), 2)
    yield _or_none(tables.materials(contents), _("No materials were handed out."))


def _or_none(table: Table, none: str) -> Table | Text:
    return table if table.rows else Text(none, True)
