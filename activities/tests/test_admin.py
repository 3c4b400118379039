import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.tests.test_admin import imported
from activities.models import Activity, ActivityType, Distribution, Evidence, Participation
from common import localisation
from tests.factories import (
    ActivityFactory,
    DistributionFactory,
    EvidenceFactory,
    MaterialFactory,
    OutcomeFactory,
    ParticipationFactory,
)

READ_ONLY = (Activity, Participation, Distribution, Evidence)


@pytest.fixture
def administration(client, cast):
    client.force_login(cast.administrator)
    return client


@pytest.mark.parametrize("model", READ_ONLY)
def test_the_log_is_there_to_look_at(rf, cast, model):
    request = rf.get("/")
    request.user = cast.administrator
    page = admin.site._registry[model]

    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_an_activity_is_shown_with_its_people_and_its_files(administration, cast):
    activity = ActivityFactory(project=cast.project, upazila=cast.akhaura, officer=cast.stranger)
    ParticipationFactory(activity=activity, target_group=cast.women_at_risk, female_18_59=17)
    evidence = EvidenceFactory(activity=activity)
    Activity.objects.filter(pk=activity.pk).update(
        status="submitted", submitted_at=activity.created_at
    )

    page = administration.get(
        reverse("admin:activities_activity_change", args=[activity.pk])
    ).content.decode()

    assert "ঝুঁকিতে থাকা নারী" in page
    assert "<p>১৭</p>" in page
    assert f'<div class="readonly">{localisation.day(activity.starts_on)}</div>' in page
    assert evidence.get_absolute_url() in page
    assert 'name="_save"' not in page


def test_materials_handed_out_are_shown_in_the_digits_of_the_language(administration, cast):
    material = MaterialFactory()
    activity = ActivityFactory(
        project=cast.project,
        activity_type=material.activity_type,
        upazila=cast.akhaura,
        status="submitted",
    )
    DistributionFactory(activity=activity, material=material, quantity=1250)

    page = administration.get(reverse("admin:activities_activity_change", args=[activity.pk]))

    assert "<p>১,২৫০</p>" in page.content.decode()


def test_drafts_are_their_authors_alone(administration, cast):
    draft = ActivityFactory(project=cast.project, upazila=cast.akhaura)
    ParticipationFactory(activity=draft, target_group=cast.women_at_risk)

    listed = administration.get(reverse("admin:activities_activity_changelist"))
    opened = administration.get(reverse("admin:activities_activity_change", args=[draft.pk]))
    people = administration.get(reverse("admin:activities_participation_changelist"))

    assert listed.context["cl"].result_count == 0
    assert opened.status_code == 302
    assert people.context["cl"].result_count == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    administration, cast, rows, django_assert_num_queries
):
    for _ in range(rows):
        ActivityFactory(project=cast.project, upazila=cast.akhaura, status="submitted", women=3)

    with django_assert_num_queries(10):
        administration.get(reverse("admin:activities_activity_changelist"))


def test_a_type_in_use_is_kept(administration, cast):
    ActivityFactory(
        project=cast.project,
        upazila=cast.akhaura,
        activity_type=cast.courtyard,
        status="submitted",
    )

    address = reverse("admin:activities_activitytype_delete", args=[cast.courtyard.pk])
    administration.post(address, {"post": "yes"})

    assert ActivityType.objects.filter(pk=cast.courtyard.pk).exists()


def test_types_travel_with_their_outcomes(administration, cast):
    OutcomeFactory(project=cast.project, number=2)
    OutcomeFactory(project=cast.project, number=4)

    imported(
        administration,
        'code,outcomes\ncourtyard-meeting,"courtyards/2, courtyards/4"\n',
        "activities_activitytype",
    )
    response = administration.post(
        reverse("admin:activities_activitytype_export"), {"format": "0", "resource": "0"}
    )

    assert cast.courtyard.outcomes.count() == 2
    assert '"courtyards/2, courtyards/4"' in response.content.decode("utf-8-sig")


@pytest.mark.parametrize("outcome", ["courtyards/9", "nowhere/2", "২", "courtyards/x"])
def test_an_outcome_nobody_knows_is_an_error(administration, cast, outcome):
    preview = imported(
        administration, f"code,outcomes\ncourtyard-meeting,{outcome}\n", "activities_activitytype"
    )

    assert preview.context.get("confirm_form") is None


def test_materials_travel_by_the_code_of_their_type(administration, cast):
    MaterialFactory(code="poster", activity_type__code="distribution")

    response = administration.post(
        reverse("admin:activities_material_export"), {"format": "0", "resource": "0"}
    )

    assert "distribution" in response.content.decode("utf-8-sig")
