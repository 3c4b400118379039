"""The IATI file, held against the official schema of 2.03 and against the report's figures."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from exchange.iati import iati_file
from figures import Selection
from reports.contents.build import build_contents
from reports.tests.quarter import last_quarter

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def schema():
    """From the source package pyIATI; only its data are used, so it is not imported."""
    schemas = Path(find_spec("iati").origin).parent / "resources/standard/2-03/schemas"
    return etree.XMLSchema(etree.parse(schemas / "iati-activities-schema.xsd"))


@pytest.fixture
def frozen(cast, logged):
    """What the administrator's report of the whole project holds."""
    return build_contents(Selection(cast.administrator, cast.project, last_quarter()))


def read(report, **asked):
    return etree.fromstring(iati_file(report, **asked))


def figures_of(indicator):
    """`{(target or actual, where, of whom): value}` of one indicator of the file."""
    found = {}
    for figure in indicator.iter("target", "actual"):
        where = figure.find("location")
        whom = figure.find("dimension")
        key = (
            figure.tag,
            "" if where is None else where.get("ref"),
            "" if whom is None else f"{whom.get('name')}/{whom.get('value')}",
        )
        assert key not in found
        found[key] = float(figure.get("value"))
    return found


def test_the_file_is_valid(schema, frozen):
    schema.assertValid(read(frozen))


def test_the_schema_would_notice(schema, frozen):
    """A check that cannot fail is none."""
    broken = read(frozen)
    broken.find(".//activity-status").getparent().remove(broken.find(".//activity-status"))

    assert not schema.validate(broken)


def test_its_figures_are_those_of_the_report(frozen):
    file = read(frozen)
    found = {i.find("reference").get("code"): figures_of(i) for i in file.iter("indicator")}

    expected = {}
    for indicator in frozen["indicators"]:
        figures = {
            ("target", "", ""): indicator["promised"],
            ("actual", "", ""): indicator["done"],
        }
        for place in indicator["places"]:
            figures["target", place["pcode"], ""] = place["promised"]
            figures["actual", place["pcode"], ""] = place["done"]
        for part in indicator["parts"]:
            kind = {"group": "target group"}.get(part["kind"], part["kind"])
            figures["actual", "", f"{kind}/{part['code']}"] = part["done"]
        known = {key: float(value) for key, value in figures.items() if value is not None}
        expected[indicator["code"]] = known

    assert found == expected
    assert any(value for figures in found.values() for value in figures.values())


def test_every_place_a_figure_names_is_in_the_file(frozen):
    file = read(frozen)

    named = {location.get("ref") for location in file.findall(".//actual/location")}

    assert named <= {location.get("ref") for location in file.findall("iati-activity/location")}


def test_it_speaks_both_languages_and_names_who_reports(frozen, settings):
    settings.IATI_ORGANISATION = "BD-NAB-0042"

    file = read(frozen)

    titles = {n.get(LANGUAGE): n.text for n in file.findall("iati-activity/title/narrative")}
    assert titles == {None: "Courtyards", "bn": "উঠান"}
    assert file.findtext("iati-activity/iati-identifier") == "BD-NAB-0042-courtyards"
    assert file.find("iati-activity/reporting-org").get("ref") == "BD-NAB-0042"


@pytest.mark.parametrize(
    ("today", "status", "dates"),
    [
        ("starts_on", "2", {"1", "2", "3"}),
        ("ends_on", "2", {"1", "2", "3"}),
    ],
)
def test_its_status_follows_the_days(cast, frozen, today, status, dates):
    file = read(frozen, today=getattr(cast.project, today))

    assert file.find(".//activity-status").get("code") == status
    assert {date.get("type") for date in file.iter("activity-date")} == dates


def test_what_xml_cannot_hold_is_left_out(schema, frozen):
    frozen["project"]["goal_en"] = "To\x00\ufffe\ud800 help < & >"

    file = read(frozen)

    schema.assertValid(file)
    assert file.findtext("iati-activity/description/narrative") == "To help < & >"


def test_it_is_handed_out_to_whoever_sees_the_place(client, cast, logged, download):
    client.force_login(cast.manager)

    file = etree.fromstring(download("iati.xml", place="BD2030"))

    assert {location.get("ref") for location in file.findall("iati-activity/location")} == {
        "BD20300029",
        "BD20300014",
    }
