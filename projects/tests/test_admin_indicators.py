"""Indicators, targets and typed values in the administration, by hand and from files."""

import datetime
from decimal import Decimal

import pytest
import tablib
from django.urls import reverse
from django.utils import translation

from activities.indicator_admin import IndicatorResource
from common.localisation import number
from projects.admin import MeasurementResource, TargetResource
from projects.models import Measurement, Target
from tests.factories import (
    ActivityTypeFactory,
    IndicatorFactory,
    MeasurementFactory,
    OutcomeFactory,
    TargetFactory,
)

QUARTER = datetime.date(2026, 10, 1)


@pytest.fixture
def indicator(cast):
    outcome = OutcomeFactory(project=cast.project, number=2)
    return IndicatorFactory(outcome=outcome, code="meetings", activity_types=[cast.courtyard])


def form_of(indicator, **changes):
    fields = ("name_en", "name_bn", "unit_en", "unit_bn", "measure", "direction")
    rules = ("across_places", "across_periods")
    return {
        "project": indicator.project_id,
        "outcome": indicator.outcome_id,
        "position": indicator.position,
        "is_active": "on",
        **{name: getattr(indicator, name) for name in (*fields, *rules)},
    } | changes


def test_the_types_an_indicator_counts_are_ticked_on_its_page(client, cast, indicator):
    bazaar = ActivityTypeFactory(code="bazaar-meeting", name_bn="বাজার মিটিং")
    client.force_login(cast.administrator)
    address = reverse("admin:projects_indicator_change", args=[indicator.pk])

    page = client.get(address).content.decode()
    response = client.post(address, form_of(indicator, activity_types=[bazaar.pk]))

    ticked = f'name="activity_types" value="{cast.courtyard.pk}"'
    assert "checked" in page[page.index(ticked) :][:160]
    assert response.status_code == 302
    assert list(indicator.activity_types.all()) == [bazaar]


def test_a_target_changed_by_hand_says_by_whom(client, cast, indicator):
    target = TargetFactory(indicator=indicator, upazila=cast.akhaura, value=10)
    client.force_login(cast.administrator)

    client.post(
        reverse("admin:projects_target_change", args=[target.pk]),
        {
            "indicator": indicator.pk,
            "upazila": cast.akhaura.pk,
            "quarter": target.quarter.isoformat(),
            "value": "12.5",
        },
    )

    target.refresh_from_db()
    assert (target.value, target.set_by) == (Decimal("12.50"), cast.administrator)


def test_numbers_have_no_empty_places_behind_the_point(client, cast, indicator):
    TargetFactory(indicator=indicator, upazila=cast.akhaura, value="1200.50")
    TargetFactory(indicator=indicator, upazila=cast.feni_sadar, value="7")
    client.force_login(cast.administrator)

    page = client.get(reverse("admin:projects_target_changelist")).content.decode()

    assert "১,২০০.৫<" in page
    assert ">৭<" in page
    with translation.override("en"):
        assert [number(Decimal(value)) for value in ("0.00", "100.00", "2.50")] == [
            "0",
            "100",
            "2.5",
        ]


@pytest.mark.parametrize("place", ["district", "upazila"])
def test_targets_travel_as_files(cast, indicator, place):
    where = {"district": "", "upazila": "", place: {"district": "BD2030"}.get(place, "BD20120002")}
    row = {"project": "courtyards", "indicator": "meetings", "quarter": "2026-10-01", **where}
    file = tablib.Dataset()
    file.dict = [row | {"value": "40"}]
    resource = TargetResource()

    first = resource.import_data(file, user=cast.administrator)
    again = resource.import_data(file, user=cast.manager)
    file.dict = [row | {"value": "50"}]
    changed = resource.import_data(file, user=cast.manager)

    assert not first.has_errors()
    assert not first.has_validation_errors()
    assert (first.totals["new"], again.totals["skip"], changed.totals["update"]) == (1, 1, 1)
    target = Target.objects.get()
    assert (target.value, target.quarter, target.set_by) == (50, QUARTER, cast.manager)
    assert resource.export().dict[0]["project"] == "courtyards"


def test_a_file_finds_the_indicator_of_its_own_project(cast, indicator):
    namesake = IndicatorFactory(code="meetings")
    file = tablib.Dataset()
    file.dict = [
        {
            "project": namesake.project.slug,
            "indicator": "meetings",
            "district": "BD2030",
            "upazila": "",
            "quarter": "2026-10-01",
            "value": "3",
        }
    ]

    TargetResource().import_data(file, user=cast.administrator)

    assert Target.objects.get().indicator == namesake


def test_typed_values_travel_as_files_with_their_source(cast):
    typed = IndicatorFactory(
        outcome=OutcomeFactory(project=cast.project), code="cases", measure="typed"
    )
    MeasurementFactory(indicator=typed, upazila=cast.akhaura, value=4, source="রেজিস্টার")
    resource = MeasurementResource()
    file = resource.export()
    Measurement.objects.all().delete()

    result = resource.import_data(file, user=cast.administrator)

    assert not result.has_errors()
    kept = Measurement.objects.get()
    assert (kept.value, kept.source, kept.typed_by) == (4, "রেজিস্টার", cast.administrator)


def test_indicators_come_back_from_their_file_as_they_were(cast, indicator):
    resource = IndicatorResource()
    file = resource.export()
    indicator.delete()

    result = resource.import_data(file, user=cast.administrator)

    assert not result.has_errors()
    assert not result.has_validation_errors()
    kept = cast.project.indicators.get()
    assert (kept.code, kept.outcome.number, kept.unit_bn) == ("meetings", 2, "টি সভা")
    assert list(kept.activity_types.all()) == [cast.courtyard]
    assert resource.import_data(file, user=cast.administrator).totals["skip"] == 1
