"""An uploaded sheet is its uploader's alone, for a week."""

import datetime

import pytest

from activities.models import Import
from tests.factories import ImportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def uploaded(cast):
    return ImportFactory(project=cast.project, upazila=cast.chhagalnaiya, user=cast.officer)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("officer", True), ("manager", False), ("administrator", False), ("stranger", False)],
)
def test_a_sheet_is_seen_by_its_uploader_alone(cast, uploaded, who, sees):
    assert Import.objects.visible_to(cast[who]).exists() == sees


def test_a_sheet_goes_with_the_place(cast, uploaded):
    cast.officer.upazilas.remove(cast.chhagalnaiya)

    assert not Import.objects.visible_to(cast.officer).exists()


def test_a_sheet_goes_when_the_project_leaves_the_upazila(cast, uploaded):
    cast.project.upazilas.remove(cast.chhagalnaiya)

    assert not Import.objects.visible_to(cast.officer).exists()


def test_a_sheet_is_checked_when_all_is_told_in_the_language_asked_for(uploaded):
    before = uploaded.is_checked("bn")
    uploaded.results = [{"outcome": "new"}]

    assert not before
    assert uploaded.is_checked("bn")
    assert not uploaded.is_checked("en")


def test_a_sheet_is_of_a_month_from_its_first_day(uploaded):
    uploaded.month += datetime.timedelta(days=1)

    with pytest.raises(Exception, match="import_of_a_month"):
        uploaded.save()
