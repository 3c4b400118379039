import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from projects.models import Project
from tests.factories import ActivityFactory, OrganisationFactory


@pytest.fixture
def administration(client, cast):
    client.force_login(cast.administrator)
    return client


def form_of(project, **changes):
    data = {
        "title_en": project.title_en,
        "title_bn": project.title_bn,
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "upazilas": [upazila.pk for upazila in project.upazilas.all()],
        "target_groups": [group.pk for group in project.target_groups.all()],
    }
    for prefix in ("partnerships", "outcomes", "reported_achievements"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    return data | changes


def test_a_project_cannot_leave_its_activities_outside(cast):
    today = timezone.localdate()
    ActivityFactory(project=cast.project, upazila=cast.akhaura)
    for starts_on, ends_on in (
        (today + datetime.timedelta(days=1), cast.project.ends_on),
        (cast.project.starts_on, today - datetime.timedelta(days=1)),
    ):
        cast.project.starts_on, cast.project.ends_on = starts_on, ends_on

        with pytest.raises(ValidationError):
            cast.project.full_clean()
        cast.project.refresh_from_db()

    cast.project.starts_on = cast.project.ends_on = today
    cast.project.full_clean()


def test_the_period_beside_the_activities_is_an_error_on_the_page(administration, cast):
    ActivityFactory(project=cast.project, upazila=cast.akhaura)
    address = reverse("admin:projects_project_change", args=[cast.project.pk])

    response = administration.post(address, form_of(cast.project, ends_on="2000-01-01"))

    assert response.status_code == 200
    assert "ends_on" in response.context["errors"].as_text() or response.context["adminform"].errors


def test_partners_and_outcomes_are_kept_with_the_project(administration, cast):
    ypsa = OrganisationFactory(short_en="YPSA")
    address = reverse("admin:projects_project_change", args=[cast.project.pk])

    response = administration.post(
        address,
        form_of(
            cast.project,
            **{
                "partnerships-TOTAL_FORMS": "1",
                "partnerships-0-project": cast.project.pk,
                "partnerships-0-organisation": ypsa.pk,
                "partnerships-0-role": "implementer",
                "outcomes-TOTAL_FORMS": "1",
                "outcomes-0-project": cast.project.pk,
                "outcomes-0-number": "1",
                "outcomes-0-statement_en": "Awareness grows.",
                "outcomes-0-statement_bn": "সচেতনতা বাড়বে।",
            },
        ),
    )

    assert response.status_code == 302
    assert cast.project.partnerships.get().organisation == ypsa
    assert cast.project.outcomes.get().number == 1


def test_a_second_public_project_is_refused_in_words(administration, cast):
    Project.objects.filter(pk=cast.project.pk).update(is_public=True)
    response = administration.post(
        reverse("admin:projects_project_add"),
        form_of(cast.project, slug="another", is_public="on"),
    )

    assert response.status_code == 200
    assert Project.objects.count() == 1
