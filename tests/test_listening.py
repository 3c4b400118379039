"""The listener for N+1 queries can hear: a check that never fails would be no check."""

import pytest
from zeal.errors import NPlusOneError

from districts.models import Upazila
from tests.factories import DistrictFactory, UpazilaFactory
from tests.listening import listening_middleware


def names_one_by_one(request):
    return [upazila.district.name_en for upazila in Upazila.objects.all()]


def names_at_once(request):
    return [upazila.district.name_en for upazila in Upazila.objects.select_related("district")]


@pytest.fixture
def three_districts(db):
    for _ in range(3):
        UpazilaFactory(district=DistrictFactory())


def test_rows_fetched_one_by_one_are_heard(three_districts, rf):
    with pytest.raises(NPlusOneError):
        listening_middleware(names_one_by_one)(rf.get("/home/"))


def test_rows_fetched_at_once_are_not(three_districts, rf):
    assert len(listening_middleware(names_at_once)(rf.get("/home/"))) == 3
