"""Every page in both languages on a phone and a laptop: accessible, whole, light."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from activities.models import ActivityType
from beneficiaries.models import TargetGroup
from districts.models import Union, Upazila
from projects.models import Project
from tests.browser.conftest import LAPTOP, PHONE, faults
from tests.factories import ActivityFactory, CommitteeFactory, DeliveryFactory, MemberFactory

pytestmark = pytest.mark.browser
FIRST_VISIT = 130 * 1024
NEXT_VISIT = 20 * 1024


@pytest.fixture
def log(project):
    """One activity of each status in Feni, and the addresses of the pages that tell of them."""
    officer = User.objects.get(username="officer")
    made = {
        status: ActivityFactory(
            project=project,
            activity_type=ActivityType.objects.get(code="courtyard-meeting"),
            upazila_id="BD20300029",
            upazila=None,
            officer=officer,
            women=12,
            group=TargetGroup.objects.first(),
            status=status,
        )
        for status in ("draft", "submitted", "returned", "approved")
    }
    committee = CommitteeFactory(project=project, upazila=Upazila.objects.get(pk="BD20300029"))
    MemberFactory(committee=committee)
    addresses = {status: activity.get_absolute_url() for status, activity in made.items()}
    delivery = DeliveryFactory(author=officer)
    return addresses | {
        "committee": committee.get_absolute_url(),
        "receipt": delivery.get_absolute_url(),
        "quarantined": reverse("outbox:quarantined", args=[delivery.pk]),
    }


def pages_of(who, log):
    if who is None:
        return ["/", reverse("account_login"), reverse("account_reset_password"), "/nowhere/"]
    if who == "officer":
        edit = f"{log['returned']}edit/"
        delete = f"{log['draft']}delete/"
        listed = ["/home/", "/activities/", "/activities/new/", "/activities/nothing-to-report/"]
        listed += ["/import/", reverse("outbox:outbox"), reverse("account_logout")]
        committees = [reverse("committees:new"), f"{log['committee']}edit/"]
        listed += [reverse("outbox:receipt_find"), log["receipt"], reverse("outbox:copies")]
        return [*listed, *committees, log["draft"], delete, edit, log["approved"]]
    if who == "manager":
        return [
            "/home/",
            "/activities/?q=nothing",
            "/activities/review/",
            "/activities/plausibility/",
            f"{log['submitted']}?queue=1",
            "/dashboard/",
            "/dashboard/districts/BD2030/",
            "/dashboard/upazilas/BD20300029/",
            reverse("dashboards:committees"),
            log["committee"],
            "/targets/measurements/",
            reverse("dashboards:targets"),
            reverse("dashboards:reporting"),
            reverse("dashboards:plan"),
            reverse("plan:new"),
            reverse("reports:list"),
            reverse("reports:freeze"),
            reverse("reports:new"),
            reverse("exchange:files"),
            reverse("outbox:quarantine"),
            log["quarantined"],
            reverse("outbox:devices"),
            reverse("account_change_password"),
            reverse("mfa_index"),
        ]
    project = Project.objects.get(slug="pvht-2007")
    union = Union.objects.first()
    return [
        "/targets/",
        "/targets/upload/",
        reverse("admin:index"),
        reverse("admin:districts_upazila_changelist"),
        reverse("admin:projects_project_change", args=[project.pk]),
        reverse("admin:districts_union_delete", args=[union.pk]),
    ]


@pytest.mark.parametrize("lang", ["bn", "en"])
@pytest.mark.parametrize("who", [None, "officer", "manager", "admin"])
def test_axe_finds_nothing_and_nothing_sticks_out(visit, log, who, lang):
    page = visit(who, lang=lang)
    found = []
    for address in pages_of(who, log):
        page.goto(address)
        assert page.get_attribute("html", "lang") == lang
        for viewport in (PHONE, LAPTOP):
            page.set_viewport_size(viewport)
            found += faults(page)
    assert found == []


def test_the_counts_django_writes_have_the_digits_of_the_page(visit, project):
    page = visit("admin", viewport=LAPTOP)
    page.goto(reverse("admin:accounts_user_changelist") + "?q=a")
    assert page.inner_text("#changelist-search .quiet").startswith("২টি")

    page.locator("[name=_selected_action]").first.check()

    counter = page.locator(".action-counter")
    expect(counter).to_contain_text("১")
    expect(counter).not_to_contain_text(re.compile("[0-9]"))


def wire_size(page, address, live_server):
    """Bytes of the page as sent, and of what it loads, compressed as whitenoise does it."""
    loaded = []
    page.on("response", lambda response: loaded.append(response))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    html = 0
    files = 0
    for response in loaded:
        path = response.url.removeprefix(live_server.url)
        if path.startswith(f"/{settings.STATIC_URL.lstrip('/')}"):
            found = finders.find(path.removeprefix(settings.STATIC_URL))
            files += len(brotli.compress(Path(found).read_bytes()))
        else:
            html += response.request.sizes()["responseBodySize"]
    return html, files


def test_the_form_is_light(visit, log, live_server):
    page = visit("officer")

    html, files = wire_size(page, reverse("activities:new"), live_server)

    assert html + files <= FIRST_VISIT
    assert html <= NEXT_VISIT
    assert html > 1024
    assert files > 10 * 1024


def test_a_keyboard_finds_the_way_to_the_content(visit, project):
    page = visit("officer", at="/home/", viewport=LAPTOP)

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")

    assert skip == "skip"
    page.wait_for_url("**#main")
