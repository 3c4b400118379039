"""The upazilas on the map: valid GeoJSON, and the figures of the pages."""

import json
from itertools import pairwise

import pytest

import figures
from districts.boundaries import polygons
from figures import Selection
from projects.periods import whole_of
from tests.factories import UpazilaFactory

BANGLADESH = ((88.0, 92.7), (20.5, 26.7))


@pytest.fixture
def upazilas(download):
    def get(**asked):
        read = json.loads(download("upazilas.geojson", **asked))
        assert read["type"] == "FeatureCollection"
        return {feature["id"]: feature for feature in read["features"]}

    return get


def is_counterclockwise(ring):
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) > 0


def test_every_upazila_says_what_it_adds_up_to(client, cast, programme, upazilas):
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)

    found = upazilas()

    assert set(found) == {"BD20300029", "BD20300014"}
    properties = found["BD20300029"]["properties"]
    assert properties.pop("silent_months") > 0
    assert properties == {
        "pcode": "BD20300029",
        "name_en": "Feni Sadar",
        "name_bn": "ফেনী সদর",
        "district_pcode": "BD2030",
        "district_en": "Feni",
        "district_bn": "ফেনী",
        "project": "courtyards",
        "from": str(cast.project.starts_on),
        "to": str(cast.project.ends_on),
        "activities_approved": 2,
        "activities_awaiting": 0,
        "contacts": 27,
        "contacts_method": (
            "Attendances added up: someone at three meetings is counted three times."
        ),
        "first_time": 7,
        "first_time_method": properties["first_time_method"],
        "minimum_people": 27,
        "minimum_people_method": properties["minimum_people_method"],
    }
    assert properties["first_time_method"]
    assert properties["minimum_people_method"]
    awaiting = found["BD20300014"]["properties"]
    assert (awaiting["activities_awaiting"], awaiting["contacts"]) == (1, 0)


def test_the_upazilas_add_up_to_the_project(client, cast, programme, upazilas):
    client.force_login(cast.administrator)
    asked = Selection(cast.administrator, cast.project, whole_of(cast.project))

    found = [feature["properties"] for feature in upazilas().values()]

    whole = figures.reach(asked)
    assert len(found) == 3
    for figure in whole.figures:
        assert sum(properties[figure.code] for properties in found) == figure.value


def test_of_an_upazila_nobody_has_spoken_of_nothing_is_known(client, cast, programme, upazilas):
    silent = UpazilaFactory(district=cast.feni)
    cast.project.upazilas.add(silent)
    client.force_login(cast.manager)

    properties = upazilas()[silent.pcode]["properties"]

    figures = ("activities_approved", "activities_awaiting", "contacts", "minimum_people")
    assert [properties[figure] for figure in figures] == [None] * 4
    assert properties["contacts_method"]


def test_outlines_stand_where_the_places_are(client, cast, upazilas):
    client.force_login(cast.manager)

    geometry = upazilas()["BD20300029"]["geometry"]

    (ring,) = geometry["coordinates"]
    assert geometry["type"] == "Polygon"
    assert min(x for x, _y in ring) < 91.4 < max(x for x, _y in ring)
    assert min(y for _x, y in ring) < 23.0 < max(y for _x, y in ring)


def test_every_outline_we_have_is_a_closed_ring_turning_left():
    (west, east), (south, north) = BANGLADESH

    assert len(polygons()) == 33
    for rings in polygons().values():
        for ring in rings:
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert is_counterclockwise(ring)
            assert all(west < x < east and south < y < north for x, y in ring)


def test_where_there_is_no_outline_the_centre_stands(client, cast, upazilas):
    far = UpazilaFactory(district=cast.feni, latitude=24.5, longitude=89.25)
    cast.project.upazilas.add(far)
    client.force_login(cast.manager)

    geometry = upazilas()[far.pcode]["geometry"]

    assert geometry == {"type": "Point", "coordinates": [89.25, 24.5]}


def test_one_upazila_alone(client, cast, programme, upazilas):
    client.force_login(cast.officer)

    assert set(upazilas(place="BD20300014")) == {"BD20300014"}


@pytest.mark.parametrize("places", [1, 3])
def test_the_map_costs_the_same_however_many_places(
    client, cast, programme, download, django_assert_num_queries, places
):
    for _number in range(places - 1):
        cast.project.upazilas.add(UpazilaFactory(district=cast.feni))
    client.force_login(cast.manager)

    with django_assert_num_queries(13):
        download("upazilas.geojson")


def test_it_is_downloaded_as_geojson(client, cast):
    client.force_login(cast.manager)

    response = client.get("/exports/upazilas.geojson")

    assert response.headers["Content-Type"] == "application/geo+json"
    assert response.headers["Content-Disposition"].endswith('.geojson"')
