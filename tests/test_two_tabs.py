"""What is sent is of the project its page showed, whichever was chosen in another tab since."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from activities.models import NothingToReport, PlannedActivity
from committees.models import Committee
from tests.addresses import address
from tests.factories import ProjectFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ROOMS = ("projects", "committees", "activities", "imports", "dashboards", "reports")

# Of something that is stored, which knows its project.
OF_ONE_THING = {
    "activities/activity_delete.html",
    "activities/evidence_delete.html",
    "activities/nothing_withdraw.html",
    "activities/plan_delete.html",
    "reports/report_delete.html",
    "reports/report_edit.html",
}


def post_forms(html):
    """The opening tags; a tag of the template may have a > or quotes of its own."""
    return [
        tag
        for tag in re.findall(r"<form\b(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>", html)
        if 'method="post"' in tag
    ]


def test_every_form_that_stores_something_new_names_its_project():
    found = [
        f"{name}: {tag}"
        for room in ROOMS
        for path in sorted((TEMPLATES / room).rglob("*.html"))
        if (name := str(path.relative_to(TEMPLATES))) not in OF_ONE_THING
        for tag in post_forms(path.read_text())
        if not re.search(
            r"\.pk %\}|project=(request\.project\.slug|\{\{ request\.project\.slug)", tag
        )
    ]

    assert found == []


@pytest.mark.parametrize("name", sorted(OF_ONE_THING))
def test_the_exceptions_are_there(name):
    assert post_forms(Path(get_template(name).origin.name).read_text())


@pytest.fixture
def other(cast):
    """Another project in the same upazilas."""
    project = ProjectFactory(slug="other")
    project.upazilas.set([cast.chhagalnaiya, cast.feni_sadar])
    return project


@pytest.fixture
def form_of(client, cast, other):
    """Where a page of one project sends its form, once the other has been chosen elsewhere."""

    def build(path, **asked):
        client.force_login(cast.administrator)
        page = client.get(path, {**asked, "project": cast.project.slug}).content.decode()
        client.get("/", {"project": other.slug})
        (tag,) = post_forms(page.partition("<main")[2].partition("</main>")[0])
        target = re.search(r'action="([^"]*)"', tag)[1].replace("&amp;", "&")
        return path + target if target.startswith("?") else target

    return build


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("committees:new", {}),
        ("plan:new", {"upazila": "BD20300014"}),
        ("activities:new", {"planned": "1"}),
        ("imports:new", {}),
        ("reports:new", {}),
        ("projects:targets", {"year": "2026"}),
        ("projects:targets_upload", {}),
        ("projects:measurement", {}),
    ],
)
def test_a_form_goes_to_the_project_of_its_page_and_keeps_what_was_asked(
    form_of, things, name, asked
):
    target = form_of(address(name, things), **asked)

    assert "project=courtyards" in target
    assert all(f"{key}={value}" in target for key, value in asked.items())


def test_a_committee_is_registered_in_the_project_its_page_showed(client, cast, form_of):
    client.post(form_of(reverse("committees:new")), {"place": "BD20300014"})

    assert Committee.objects.get().project == cast.project


def test_a_plan_and_a_quiet_month_are_of_the_project_their_page_showed(client, cast, form_of):
    month = f"{cast.project.last_day():%Y-%m}"
    where = {"upazila": "BD20300014", "month": month}

    plan = {"activity_type": cast.courtyard.pk, "number": "4", **where}
    client.post(form_of(reverse("plan:new")), plan)
    client.post(form_of(reverse("activities:nothing")), {"reason": "flood", **where})

    assert PlannedActivity.objects.get().project == cast.project
    assert NothingToReport.objects.get().project == cast.project
