"""A project and its results as IATI 2.03 (International Aid Transparency Initiative)."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree as Xml

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.text import legible
from projects.models import Partnership
from reports.contents.schema import Contents, IndicatorPart, Number
from reports.contents.texts import in_bangla, in_english

VERSION = "2.03"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
NATIONAL_NGO = "22"
FUNDING, IMPLEMENTING = "1", "4"
GENERAL, OBJECTIVES = "1", "2"
PIPELINE, IMPLEMENTATION, CLOSED = "1", "2", "4"
PLANNED_START, ACTUAL_START, PLANNED_END, ACTUAL_END = "1", "2", "3", "4"
TRAFFICKING = "15190"
"""Orderly migration, which names preventing and combating trafficking in human beings."""

PARENT = "1"
OUTCOME = "2"
UNIT = "1"
OURS = "99"
"""A vocabulary of the reporting organisation's own."""

COORDINATES = "http://www.opengis.net/def/crs/EPSG/0/4326"
Pair = tuple[str, str]
"""A text in English and in Bangla."""

DIMENSIONS = {"sex": "sex", "age": "age", "group": "target group"}


def iati_file(contents: Contents, today: datetime.date | None = None) -> bytes:
    """One `iati-activity`: upazilas are the smallest places in it, and nobody's name is.

    Of less than the whole project it has an identifier of its own, is a part of the project's
    activity, and says so in its title and its description.

    The identifier of the organisation is the setting IATI_ORGANISATION; figures that are not
    recorded, and targets that were not set, are left out. An indicator counts as it stands in
    `contents`, frozen or live; what awaits review is in no figure.
    """
    root = Xml.Element(
        "iati-activities", {"version": VERSION, "generated-datetime": contents["made_at"]}
    )
    project, today = contents["project"], today or timezone.localdate()
    organisation = settings.IATI_ORGANISATION
    activity = Xml.SubElement(
        root,
        "iati-activity",
        {
            LANGUAGE: "en",
            "last-updated-datetime": contents["made_at"],
            "hierarchy": "2" if _is_part(contents) else "1",
        },
    )
    whole = f"{organisation}-{project['slug']}"
    _add(activity, "iati-identifier").text = whole + _suffix(contents)
    reporting = _add(activity, "reporting-org", ref=organisation, type=NATIONAL_NGO)
    _add_narratives(reporting, *_reporter(contents))
    title = (project["title_en"], project["title_bn"])
    goal = (project["goal_en"] or project["title_en"], project["goal_bn"])
    if _is_part(contents):
        title, goal = _of_part(contents, title, goal)
    _add_text(activity, "title", *title)
    _add_narratives(_add(activity, "description", type=GENERAL), *goal)
    if project["objective_en"]:
        objective = _add(activity, "description", type=OBJECTIVES)
        _add_narratives(objective, project["objective_en"], project["objective_bn"])
    for each in project["organisations"]:
        role = FUNDING if each["role"] == Partnership.Role.DONOR else IMPLEMENTING
        _add_narratives(
            _add(activity, "participating-org", role=role), each["name_en"], each["name_bn"]
        )
    if not project["organisations"]:
        _add_narratives(_add(activity, "participating-org", role=IMPLEMENTING), project["title_en"])
    _add_dates(activity, project["starts_on"], project["ends_on"], today)
    _add(activity, "recipient-country", code="BD", percentage="100")
    _add_places(activity, contents)
    _add(activity, "sector", code=TRAFFICKING, percentage="100")
    if _is_part(contents):
        _add(activity, "related-activity", ref=whole, type=PARENT)
    _add_results(activity, contents)
    Xml.indent(root)
    file: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return file


def _is_part(contents: Contents) -> bool:
    return contents["place"]["kind"] != "project"


def _suffix(contents: Contents) -> str:
    """-BD2030 of a district; of somebody's own places -part- and the P-codes of all of them."""
    place = contents["place"]
    codes = place["pcode"].replace("+", "-")
    return {"project": "", "part": f"-part-{codes}"}.get(place["kind"], f"-{codes}")


def _of_part(contents: Contents, title: Pair, goal: Pair) -> tuple[Pair, Pair]:
    """Each in English and in Bangla, with what part of the project it is before it or behind."""
    place, part = contents["place"], _("A part of the project only: %(place)s.")
    names = (place["name_en"], place["name_bn"])
    sentences = (in_english(part) % {"place": names[0]}, in_bangla(part) % {"place": names[1]})
    return (
        (f"{title[0]} – {names[0]}", f"{title[1] or title[0]} – {names[1]}"),
        (f"{sentences[0]} {goal[0]}", f"{sentences[1]} {goal[1]}".strip()),
    )


def _reporter(contents: Contents) -> tuple[str, str]:
    """Who carries the project out on the ground; where nobody is named, the project itself."""
    project = contents["project"]
    everybody = project["organisations"]
    partners = [each for each in everybody if each["role"] == Partnership.Role.PARTNER]
    for each in (*partners, *everybody):
        return each["name_en"], each["name_bn"]
    return project["title_en"], project["title_bn"]


def _add(parent: Xml.Element, tag: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(
        parent, tag, {key.replace("_", "-"): value for key, value in attributes.items()}
    )


def _add_narratives(parent: Xml.Element, english: str, bangla: str = "") -> None:
    """The text in both languages, the default one first."""
    _add(parent, "narrative").text = legible(english or bangla)
    if bangla:
        narrative = _add(parent, "narrative")
        narrative.set(LANGUAGE, "bn")
        narrative.text = legible(bangla)


def _add_text(parent: Xml.Element, name: str, english: str, bangla: str) -> None:
    _add_narratives(_add(parent, name), english, bangla)


def _add_dates(activity: Xml.Element, starts_on: str, ends_on: str, today: datetime.date) -> None:
    begun, over = starts_on <= today.isoformat(), ends_on < today.isoformat()
    status = CLOSED if over else IMPLEMENTATION if begun else PIPELINE
    _add(activity, "activity-status", code=status)
    for kind, day, is_known in (
        (PLANNED_START, starts_on, True),
        (ACTUAL_START, starts_on, begun),
        (PLANNED_END, ends_on, True),
        (ACTUAL_END, ends_on, over),
    ):
        if is_known:
            _add(activity, "activity-date", type=kind, iso_date=day)


def _add_places(activity: Xml.Element, contents: Contents) -> None:
    """Each upazila at its centre, under its P-code, by which figures refer to it."""
    for upazila in contents["upazilas"]:
        location = _add(activity, "location", ref=upazila["pcode"])
        _add_text(location, "name", upazila["name_en"], upazila["name_bn"])
        point = _add(location, "point", srsName=COORDINATES)
        _add(point, "pos").text = f"{upazila['latitude']:.4f} {upazila['longitude']:.4f}"


def _add_results(activity: Xml.Element, contents: Contents) -> None:
    known = {upazila["pcode"] for upazila in contents["upazilas"]}
    for outcome in contents["outcomes"]:
        indicators = [i for i in contents["indicators"] if i["outcome"] == outcome["number"]]
        if indicators:
            result = _add(activity, "result", type=OUTCOME, aggregation_status="false")
            _add_text(result, "title", outcome["statement_en"], outcome["statement_bn"])
            for indicator in indicators:
                _add_indicator(result, contents, indicator, known)


def _add_indicator(
    result: Xml.Element, contents: Contents, indicator: IndicatorPart, known: set[str]
) -> None:
    element = _add(
        result,
        "indicator",
        measure=UNIT,
        ascending="true" if indicator["direction"] == "more" else "false",
        aggregation_status="true" if indicator["across_places"] == "sum" else "false",
    )
    _add_text(element, "title", indicator["name_en"], indicator["name_bn"])
    if indicator["definition_en"]:
        _add_text(element, "description", indicator["definition_en"], indicator["definition_bn"])
    _add(element, "reference", vocabulary=OURS, code=indicator["code"])
    if indicator["baseline"] is not None:
        year = contents["project"]["starts_on"][:4]
        _add(element, "baseline", year=year, value=_number(indicator["baseline"]))
    period = _add(element, "period")
    _add(period, "period-start", iso_date=indicator["counted"]["start"])
    _add(period, "period-end", iso_date=indicator["counted"]["end"])
    places = [place for place in indicator["places"] if place["pcode"] in known]
    _figure(period, "target", indicator["promised"])
    for place in places:
        _figure(period, "target", place["promised"], pcode=place["pcode"])
    _figure(period, "actual", indicator["done"])
    for place in places:
        _figure(period, "actual", place["done"], pcode=place["pcode"])
    for part in indicator["parts"]:
        dimension = (DIMENSIONS[part["kind"]], part["code"])
        _figure(period, "actual", part["done"], dimension=dimension)


def _figure(
    period: Xml.Element,
    name: str,
    value: Number | None,
    pcode: str = "",
    dimension: tuple[str, str] | None = None,
) -> None:
    if value is None:
        return
    figure = _add(period, name, value=_number(value))
    if pcode:
        _add(figure, "location", ref=pcode)
    if dimension:
        _add(figure, "dimension", name=dimension[0], value=dimension[1])


def _number(value: Number) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
