"""The facts a fresh installation begins with, and that loading them again disturbs nothing."""

import unicodedata
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext

from activities.models import ActivityType, Material
from beneficiaries.models import TargetGroup
from districts.models import District, Division, Union, Upazila
from projects.models import (
    Indicator,
    Measurement,
    Organisation,
    Outcome,
    Partnership,
    Project,
    ReportedAchievement,
    Target,
)
from tests.factories import ProjectFactory

pytestmark = pytest.mark.long
LOADED = [
    Division,
    District,
    Upazila,
    Union,
    TargetGroup,
    ActivityType,
    Material,
    Organisation,
    Outcome,
    Partnership,
    Project,
    ReportedAchievement,
    Indicator,
]


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(db):
    load()


def test_every_place_of_the_gazetteer_is_there(loaded):
    assert Division.objects.count() == 8
    assert District.objects.count() == 64
    assert Counter(Upazila.objects.values_list("kind", flat=True)) == {
        "upazila": 495,
        "city_corporation": 12,
    }
    assert Union.objects.count() == 335
    assert Upazila.objects.get(name_bn="আখাউড়া").district.division.name_en == "Chattogram"


def test_places_know_the_spellings_people_type(loaded):
    found = {
        alias: place.pcode
        for model in (District, Upazila)
        for place in model.objects.all()
        for alias in place.aliases
    }

    assert found["Comilla"] == "BD2019"
    assert found["Brahamanbaria"] == "BD2012"
    assert found["ফেণী"] == "BD2030"
    assert found["Comilla Sadar"] == "BD20190067"
    assert found["Chagalnaiya"] == found["ছাগল নাইয়া"] == "BD20300014"
    assert found["সদর দক্ষিন"] == found["Sadar Dakkhin"] == found["Sadarsouth"] == "BD20190033"


def test_the_maps_have_every_outline_with_its_label(loaded):
    for model, outlines in ((District, 64), (Upazila, 33)):
        drawn = model.objects.exclude(outline="")
        assert drawn.count() == outlines
        assert not drawn.filter(label_x=None).exists()
        assert not drawn.filter(label_y=None).exists()


def test_the_project_says_what_the_programme_page_says(loaded):
    project = Project.objects.get(slug="pvht-2007")

    assert project.is_public
    assert not project.is_demonstration
    assert (str(project.starts_on), str(project.ends_on)) == ("2007-08-01", "2010-10-31")
    assert project.goal_bn == "বাংলাদেশে মানব পাচার প্রতিরোধে পরিস্থিতি উন্নত করা।"
    assert set(project.upazilas.values_list("district__name_en", "name_en")) == {
        ("Feni", "Feni Sadar"),
        ("Feni", "Chhagalnaiya"),
        ("Cumilla", "Cumilla Adarsha Sadar"),
        ("Cumilla", "Cumilla Sadar Dakshin"),
        ("Brahmanbaria", "Brahmanbaria Sadar"),
        ("Brahmanbaria", "Akhaura"),
    }
    assert Counter(project.target_groups.values_list("kind", flat=True)) == {
        "primary": 3,
        "secondary": 10,
    }
    assert dict(project.partnerships.values_list("role", "organisation__short_en")) == {
        "implementer": "IOM",
        "partner": "YPSA",
    }
    assert list(project.reported_achievements.values_list("value", flat=True)) == [
        100_000,
        None,
        None,
        None,
    ]


def test_the_ten_activity_types_serve_the_outcomes(loaded):
    serves = {
        kind.code: (kind.counts, [outcome.number for outcome in kind.outcomes.all()])
        for kind in ActivityType.objects.all()
    }

    assert list(serves.items()) == [
        ("official-workshop", ("people", [4])),
        ("ctc-strengthening", ("people", [3])),
        ("bazaar-meeting", ("people", [2])),
        ("local-representatives-meeting", ("people", [3])),
        ("courtyard-meeting", ("people", [2])),
        ("cultural-event", ("people", [2])),
        ("material-distribution", ("materials", [2])),
        ("executive-officer-meeting", ("people", [4])),
        ("income-training", ("people", [1])),
        ("teacher-training", ("people", [4])),
    ]
    assert list(Material.objects.values_list("code", "activity_type__code")) == [
        ("billboard", "material-distribution"),
        ("poster", "material-distribution"),
        ("leaflet", "material-distribution"),
    ]


def test_the_starter_set_of_indicators_counts_over_all_outcomes_in_every_way(loaded):
    indicators = Project.objects.get(slug="pvht-2007").indicators.all()

    assert Counter(indicators.values_list("outcome__number", flat=True)) == {1: 2, 2: 5, 3: 3, 4: 3}
    assert set(indicators.values_list("measure", flat=True)) == set(Indicator.Measure.values)
    assert set(indicators.values_list("across_periods", flat=True)) == set(Indicator.Rule.values)
    made_aware = indicators.get(code="people-made-aware")
    assert (made_aware.measure, made_aware.is_cumulative) == ("first_time", True)
    assert set(made_aware.activity_types.values_list("code", flat=True)) == {
        "courtyard-meeting",
        "bazaar-meeting",
        "cultural-event",
    }
    for indicator in indicators:
        indicator.full_clean()
        assert indicator.definition_en.startswith("Proposed. ")
        assert indicator.definition_bn.startswith("প্রস্তাবিত। ")
        assert indicator.verification_en
        assert indicator.verification_bn
        assert indicator.activity_types.exists() != indicator.is_typed


def test_no_target_and_no_value_is_invented_for_the_programme(loaded):
    assert not Target.objects.exists()
    assert not Measurement.objects.exists()
    assert not Indicator.objects.exclude(baseline=None).exists()


def test_every_activity_type_has_an_icon_there_is(loaded):
    for kind in ActivityType.objects.all():
        drawn = Template("{% heroicon_outline icon %}").render(Context({"icon": kind.icon}))
        assert "<path" in drawn


def test_all_text_is_unicode_nfc_and_passes_the_models_own_checks(loaded):
    for model in LOADED:
        for row in model._default_manager.all():
            row.clean_fields()
            texts = [value for value in vars(row).values() if isinstance(value, str)]
            texts += [*getattr(row, "aliases", [])]
            assert [text for text in texts if not unicodedata.is_normalized("NFC", text)] == []


def test_loading_again_writes_nothing(loaded):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told = load()

    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert told == "Reference data: everything is there, nothing to create.\n"


def test_what_an_administrator_has_edited_stays_edited(loaded):
    rows_before = {model: model._default_manager.count() for model in LOADED}
    Upazila.objects.filter(pk="BD20300014").update(name_bn="ছাগল নাইয়া", is_active=False)
    Union.objects.filter(name_bn="মহামায়া").update(name_bn="নতুন নাম", name_en="New name")
    TargetGroup.objects.filter(code="judges").update(name_bn="বিচারকগণ", position=40)
    ActivityType.objects.get(code="courtyard-meeting").outcomes.clear()
    ActivityType.objects.get(code="courtyard-meeting").indicators.clear()
    Indicator.objects.filter(code="teachers-trained").update(across_places="max", is_active=False)
    Organisation.objects.filter(short_en="YPSA").update(name_en="YPSA (new name)", short_en="Y")
    project = Project.objects.get(slug="pvht-2007")
    Project.objects.filter(pk=project.pk).update(title_bn="নতুন শিরোনাম", is_public=False)
    project.upazilas.remove("BD20120002")
    project.target_groups.clear()
    project.outcomes.filter(number=2).update(statement_bn="অন্য কথা")

    load()

    assert {model: model._default_manager.count() for model in LOADED} == rows_before
    assert Upazila.objects.get(pk="BD20300014").name_bn == "ছাগল নাইয়া"
    assert not Union.objects.filter(name_bn="মহামায়া").exists()
    assert TargetGroup.objects.get(code="judges").position == 40
    assert not ActivityType.objects.get(code="courtyard-meeting").outcomes.exists()
    assert not ActivityType.objects.get(code="courtyard-meeting").indicators.exists()
    assert Indicator.objects.get(code="teachers-trained").across_places == "max"
    project.refresh_from_db()
    assert (project.title_bn, project.is_public) == ("নতুন শিরোনাম", False)
    assert project.upazilas.count() == 5
    assert not project.target_groups.exists()
    assert project.outcomes.get(number=2).statement_bn == "অন্য কথা"


def test_what_was_deleted_comes_back_where_it_belongs(loaded):
    project = Project.objects.get(slug="pvht-2007")
    Union.objects.filter(name_bn="মহামায়া").delete()
    TargetGroup.objects.filter(code="judges").delete()
    ActivityType.objects.filter(code="cultural-event").delete()
    project.indicators.filter(outcome__number=4).delete()
    project.outcomes.filter(number=4).delete()

    told = load()

    assert told == (
        "Reference data created: 1 unions, 1 target groups, 1 activity types, 1 outcomes, "
        "3 indicators.\n"
    )
    assert Union.objects.get(name_bn="মহামায়া").upazila_id == "BD20300014"
    assert project.target_groups.filter(code="judges").exists()
    assert list(project.outcomes.get(number=4).activity_types.values_list("code", flat=True)) == [
        "official-workshop",
        "executive-officer-meeting",
        "teacher-training",
    ]
    event = ActivityType.objects.get(code="cultural-event")
    assert event.outcomes.get().number == 2
    assert set(event.indicators.values_list("code", flat=True)) == {
        "people-made-aware",
        "public-events",
    }
    trained = project.indicators.get(code="teachers-trained")
    assert (trained.activity_types.get().code, trained.target_group.code) == (
        "teacher-training",
        "teachers",
    )


def test_the_programme_does_not_push_another_project_off_the_public_page(db):
    other = ProjectFactory(is_public=True)

    load()

    assert Project.objects.get(is_public=True) == other
