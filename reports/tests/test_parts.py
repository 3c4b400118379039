"""Whoever sees a part of a project is told of that part, under its own name and ids."""

import pytest
from lxml import etree

from exchange.iati import iati_file
from figures import Selection
from figures.scope import own_places, seen_whole_by
from projects.periods import whole_of
from reports.contents.build import build_contents
from reports.rendering.document import Details
from reports.rendering.docx import docx
from reports.rendering.pdf import pdf
from reports.rendering.xlsx import xlsx
from reports.tests.conftest import rows_of
from tests.factories import ActivityFactory, UserFactory

PART = "BD20300014+BD20300029"


def asked_by(cast, who, place=None):
    return Selection(cast[who], cast.project, whole_of(cast.project), place)


@pytest.fixture
def part(cast, logged):
    """What a manager of one district of two gets who asks for no place."""
    return build_contents(asked_by(cast, "manager"))


def test_a_part_is_called_so_in_both_languages(part):
    assert (part["place"]["kind"], part["place"]["pcode"]) == ("part", PART)
    assert part["place"]["name_en"] == "Own places: Chhagalnaiya, Feni Sadar"
    assert part["place"]["name_bn"].endswith(": ছাগলনাইয়া, ফেনী সদর")


def test_who_sees_all_of_it_is_told_of_the_whole(cast, logged):
    assert build_contents(asked_by(cast, "administrator"))["place"]["kind"] == "project"
    assert build_contents(asked_by(cast, "manager", cast.feni))["place"]["kind"] == "district"
    assert build_contents(asked_by(cast, "officer", cast.feni_sadar))["place"]["kind"] == "upazila"


def test_part_of_a_district_is_a_part_too(cast):
    one_upazila = UserFactory(upazilas=[cast.feni_sadar])

    found = own_places(Selection(one_upazila, cast.project, whole_of(cast.project), cast.feni))

    assert found.pcode == "BD20300029"


def test_a_hidden_activity_outside_the_work_area_makes_it_a_part(cast):
    everywhere = UserFactory(role="manager", districts=[cast.feni])
    cast.project.upazilas.remove(cast.akhaura)
    asked = Selection(everywhere, cast.project, whole_of(cast.project))
    assert own_places(asked) is None
    assert seen_whole_by(everywhere).filter(pk=cast.project.pk).exists()

    ActivityFactory(project=cast.project, upazila=cast.akhaura, officer=cast.stranger)

    assert own_places(asked).pcode == PART
    assert not seen_whole_by(everywhere).filter(pk=cast.project.pk).exists()


def test_no_id_of_a_part_is_one_of_the_whole(client, cast, logged, download):
    ids = {}
    for who in ("manager", "other_manager", "administrator"):
        client.force_login(cast[who])
        ids[who] = {row["id"] for row in rows_of(download("indicators.csv"))[1]}

    assert len(ids["manager"]) > 3
    assert not ids["manager"] & ids["administrator"] - of_upazilas(ids["administrator"])
    assert not ids["manager"] & ids["other_manager"]


def of_upazilas(ids):
    """Of one upazila everybody is told the same."""
    return {
        key
        for key in ids
        if any(
            len(piece) == len("BD20300014") and piece.startswith("BD") for piece in key.split("/")
        )
    }


def test_the_rows_of_a_part_say_which(client, cast, logged, download):
    client.force_login(cast.manager)

    _tags, rows = rows_of(download("indicators.csv"))

    whole = rows[0]
    assert whole["place_en"] == "Own places: Chhagalnaiya, Feni Sadar"
    assert (whole["district_pcode"], whole["upazila_pcode"]) == ("", "")
    assert "Whole project" not in {row["place_en"] for row in rows}


@pytest.mark.parametrize(
    ("who", "place", "suffix"),
    [
        ("administrator", None, ""),
        ("administrator", "feni", "-BD2030"),
        ("manager", "feni_sadar", "-BD20300029"),
        ("manager", None, "-part-BD20300014-BD20300029"),
    ],
)
def test_iati_of_less_than_the_whole_has_its_own_identifier(
    cast, logged, settings, who, place, suffix
):
    settings.IATI_ORGANISATION = "BD-NAB-0042"
    made = build_contents(asked_by(cast, who, getattr(cast, place) if place else None))

    file = etree.fromstring(iati_file(made)).find("iati-activity")

    whole = "BD-NAB-0042-courtyards"
    assert file.findtext("iati-identifier") == whole + suffix
    titles = [narrative.text for narrative in file.findall("title/narrative")]
    described = file.findtext("description/narrative")
    if not suffix:
        assert titles == ["Courtyards", "উঠান"]
        assert file.find("related-activity") is None
        return
    assert titles == [
        f"Courtyards – {made['place']['name_en']}",
        f"উঠান – {made['place']['name_bn']}",
    ]
    assert described.startswith(f"A part of the project only: {made['place']['name_en']}.")
    assert file.find("related-activity").attrib == {"ref": whole, "type": "1"}


def test_the_targets_of_a_part_say_which_in_their_first_row(client, cast, logged):
    client.force_login(cast.manager)

    file = client.get("/dashboard/targets/", {"format": "csv"})

    first = b"".join(file).decode().splitlines()[1]
    assert PART in first
    assert "Own places: Chhagalnaiya, Feni Sadar" in first


def test_a_download_of_a_part_is_not_named_after_all(client, cast, logged):
    client.force_login(cast.manager)

    names = [
        client.get(address).headers["Content-Disposition"]
        for address in (
            "/exports/activities.csv",
            "/exports/indicators.csv",
            "/exports/iati.xml",
            "/dashboard/?format=csv&table=groups",
            "/dashboard/targets/?format=csv",
            "/dashboard/targets/?format=xlsx",
            "/dashboard/coverage/?format=csv&table=months",
            "/committees/?format=csv",
        )
    ]

    assert all("courtyards-part-" in name for name in names)


@pytest.mark.parametrize("render", [pdf, docx, xlsx])
def test_every_format_can_tell_of_a_part(part, render):
    assert render(part, Details(), "bn")
