"""Where there is no project yet, every page that needs one says so in the same way."""

import pytest
from django.urls import reverse

from projects.models import Project

NEED_A_PROJECT = (
    "dashboards:home",
    "dashboards:project",
    "dashboards:committees",
    "dashboards:reporting",
    "dashboards:plan",
    "dashboards:targets",
    "activities:list",
    "activities:new",
    "activities:review",
    "activities:plausibility",
    "activities:nothing",
    "plan:new",
    "imports:new",
    "imports:template",
    "committees:new",
    "projects:targets",
    "projects:targets_file",
    "projects:targets_upload",
    "projects:measurements",
    "reports:list",
    "reports:freeze",
    "reports:new",
    "exchange:files",
)


@pytest.fixture
def without_a_project(cast):
    Project.objects.all().delete()
    return cast


def test_without_a_project_there_is_one_page_and_one_status(client, without_a_project):
    client.force_login(without_a_project.administrator)

    answers = {name: client.get(reverse(name)) for name in NEED_A_PROJECT}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        NEED_A_PROJECT, 409
    )
    assert {answer.templates[0].name for answer in answers.values()} == {"no_project.html"}


@pytest.mark.parametrize(("who", "is_offered"), [("administrator", True), ("manager", False)])
def test_only_who_may_begin_a_project_is_offered_to(client, without_a_project, who, is_offered):
    client.force_login(without_a_project[who])

    page = client.get(reverse("dashboards:home")).content.decode()

    assert (reverse("admin:projects_project_add") in page) is is_offered
