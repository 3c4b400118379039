"""The charts and the map of a report, as pictures with their words."""

import io

import pytest
from django.utils.translation import override
from PIL import Image

from districts.models import Upazila
from figures import Selection
from reports.contents.build import build_contents
from reports.contents.localised import localised
from reports.rendering import charts
from reports.rendering.maps import map_of


@pytest.fixture
def made(cast, logged):
    return build_contents(Selection(cast.administrator, cast.project, logged.quarter))


def opened(picture):
    return Image.open(io.BytesIO(picture.image)).convert("RGB")


def colours(picture):
    image = opened(picture)
    return {colour for _count, colour in image.getcolors(maxcolors=image.width * image.height)}


@pytest.mark.parametrize(
    ("lang", "alt"),
    [
        (
            "en",
            "Bar chart. Activities by type; the most: Courtyard meeting, 893+7. "
            "All of it is in the table.",
        ),
        ("bn", "উঠান বৈঠক, ৮৯৩+৭"),
    ],
)
def test_a_chart_says_what_it_shows(lang, alt):
    name = {"en": "Courtyard meeting", "bn": "উঠান বৈঠক"}[lang]
    bars = [charts.Bar("Bazaar", 20, 0), charts.Bar(name, 893, 7)]

    with override(lang):
        picture = charts.chart("Activities by type", bars)

    assert alt in picture.alt
    assert opened(picture).width == charts.WIDTH * charts.ZOOM


def test_there_is_no_chart_of_nothing():
    assert charts.chart("Activities by type", [charts.Bar("Bazaar", 0, 0)]) is None
    assert charts.chart("Activities by type", []) is None


def test_names_in_a_drawing_are_text_and_no_drawing():
    bars = [charts.Bar('<rect/> & "co"', 1, 0)]

    assert charts.chart("Types", bars) is not None


def test_the_map_shades_the_upazilas_of_the_report(made, cast):
    Upazila.objects.filter(pk=cast.feni_sadar.pk).update(outline="M0 0l90 0l0 90l-90 0z")
    Upazila.objects.filter(pk=cast.chhagalnaiya.pk).update(outline="M100 0l90 0l0 90l-90 0z")
    made["upazilas"] = [row for row in made["upazilas"] if row["district_pcode"] == cast.feni.pk]

    with override("en"):
        picture = map_of(localised(made))

    assert picture.alt == "Map of contacts by upazila: Chhagalnaiya 20; Feni Sadar 17."
    assert "COD-AB" in picture.caption
    shades = {tuple(bytes.fromhex(shade[1:])) for shade in ("#72b0ac", "#0b5a5b", "#2f7f7b")}
    assert shades & colours(picture)


def test_there_is_no_map_where_no_outline_is_known(made):
    assert map_of(localised(made)) is None


def test_a_map_asks_twice_whatever_it_holds(made, django_assert_num_queries):
    with django_assert_num_queries(2):
        map_of(localised(made))
