"""The parts of a report in their order. A part of which there is nothing says so."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from common.localisation import number
from reports.contents.schema import Contents, IndicatorPart, OutcomePart
from reports.rendering import charts, indicators, tables
from reports.rendering.cover import cover
from reports.rendering.document import (
    Block,
    Document,
    Heading,
    Picture,
    Table,
    Text,
    paragraphs,
    shown,
)
from reports.rendering.maps import map_of
from reports.rendering.told import Photo, Told
from reports.rendering.words import said

WIDEST_PHOTO = 0.8
"""Of the width of the page."""


def report(contents: Contents, told: Told, lang: str) -> Document:
    """All of a report in one language, "en" or "bn"."""
    with override(lang):
        return Document(lang, cover(contents, told), tuple(_blocks(contents, told)))


def _blocks(contents: Contents, told: Told) -> Iterator[Block]:
    yield Heading(_("Introduction"), 1)
    yield from paragraphs(told.introduction) or (Text(_("No introduction is written."), True),)
    yield from _purpose(contents)
    for outcome in contents["outcomes"]:
        rows = [row for row in contents["indicators"] if row["outcome"] == outcome["number"]]
        yield from _outcome(outcome, rows, told)
    yield from _reach(contents)
    yield from _held(contents)
    yield Heading(_("Counter-trafficking committees"), 1)
    if contents["committees"] is None:
        yield Text(_("Not in this edition"), True)
    else:
        yield _or_none(tables.committees(contents), _("No committee is registered here."))
    yield Heading(_("Photos"), 1)
    if not told.photos:
        yield Text(_("No photos are chosen."), True)
    for photo in told.photos:
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


def _purpose(contents: Contents) -> Iterator[Block]:
    project = contents["project"]
    if goal := said(project, "goal"):
        yield Heading(_("Goal"), 2)
        yield Text(goal)
    if objective := said(project, "objective"):
        yield Heading(_("Objective"), 2)
        yield Text(objective)


def _outcome(outcome: OutcomePart, rows: list[IndicatorPart], told: Told) -> Iterator[Block]:
    yield Heading(_("Outcome %(number)s") % {"number": number(outcome["number"])}, 1)
    yield Text(said(outcome, "statement"))
    yield Heading(_("What was achieved"), 2)
    yield from paragraphs(told.narratives.get(outcome["number"], "")) or (
        Text(_("Nothing is written about this outcome."), True),
    )
    yield Heading(_("Targets and achievements"), 2)
    if not rows:
        yield Text(_("This outcome has no indicators."), True)
        return
    yield indicators.targets(rows)
    for row in rows:
        yield Heading(said(row, "name"), 3)
        yield Text(" ".join(indicators.remarks(row)), True)
        yield indicators.made_up_of(row)


def _reach(contents: Contents) -> Iterator[Block]:
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


def _held(contents: Contents) -> Iterator[Block]:
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
