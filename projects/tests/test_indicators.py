import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from tests.factories import IndicatorFactory, MeasurementFactory, OutcomeFactory, TargetFactory


def test_an_indicator_serves_an_outcome_of_its_own_project(db, cast):
    elsewhere = OutcomeFactory()

    with pytest.raises(DatabaseError, match="another project"), transaction.atomic():
        IndicatorFactory(project=cast.project, outcome=elsewhere)
    indicator = IndicatorFactory.build(project=cast.project, outcome=elsewhere)
    with pytest.raises(ValidationError):
        indicator.clean()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"is_cumulative": True, "across_periods": "average"}, "cumulative_is_no_average"),
        ({"sex": "female"}, "sex_and_age_of_people_only"),
        ({"measure": "first_time", "age": "0_17"}, "sex_and_age_of_people_only"),
    ],
)
def test_what_cannot_be_computed_cannot_be_stored(db, fields, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        IndicatorFactory(**fields)


def test_a_target_is_of_one_place_and_a_whole_quarter(cast):
    for fields, rule in (
        ({"district": cast.feni, "upazila": cast.feni_sadar}, "target_of_one_place"),
        ({"upazila": None}, "target_of_one_place"),
        ({"quarter": datetime.date(2026, 2, 1)}, "target_of_a_quarter"),
        ({"value": -1}, "target_not_below_zero"),
    ):
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            TargetFactory(**fields)


def test_a_target_is_set_once_per_place_and_quarter(cast):
    target = TargetFactory(upazila=cast.feni_sadar)

    with pytest.raises(IntegrityError, match="target_once_per_upazila"), transaction.atomic():
        TargetFactory(indicator=target.indicator, upazila=cast.feni_sadar)

    assert TargetFactory(indicator=target.indicator, upazila=None, district=cast.feni).pk


def test_targets_are_seen_by_those_who_work_there(cast):
    mine = TargetFactory(upazila=cast.feni_sadar)
    ours = TargetFactory(upazila=None, district=cast.feni)
    TargetFactory(upazila=cast.akhaura)

    seen = type(mine).objects.visible_to(cast.officer)

    assert set(seen) == {mine, ours}


def test_a_measurement_names_its_source_and_its_indicator_is_typed(cast):
    with pytest.raises(IntegrityError, match="measurement_has_a_source"), transaction.atomic():
        MeasurementFactory(source="")
    with pytest.raises(ValidationError):
        MeasurementFactory.build(indicator=IndicatorFactory(), upazila=cast.akhaura).clean()
