"""A real Chromium over a running site that has the reference data and a small cast."""

import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.test import Client
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from accounts.models import User
from districts.models import Upazila
from projects.models import Project
from tests.browser.line import Line
from tests.factories import ProjectFactory, UserFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PASSWORD = "courtyard-2010"
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
expect.set_options(timeout=30_000)  # on a machine that is busy with other tests
AXE = Axe().axe_script
VIOLATIONS = 'axe.run({ resultTypes: ["violations"] }).then((results) => results.violations)'
# Pages of an address bar that nobody sees take longer than the one under test. Of several such
# lists the last counts: so the rest is what Playwright turns off itself.
FEATURES_OFF = [
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES_OFF)}",
]


def chromium() -> str | None:
    names = (
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
    )
    return next((path for path in map(shutil.which, names) if path), None)


def missing() -> str:
    """What has to be installed before a browser can be driven; `make browser` does that."""
    if chromium() is None:
        return "Chromium is missing: install it (Debian: apt install chromium-headless-shell)."
    driver = [sys.executable, "-m", "playwright", "--version"]
    if subprocess.run(driver, capture_output=True).returncode:
        return "Playwright's driver does not start (Debian: apt install libatomic1)."
    return ""


@pytest.fixture(scope="session")
def browser():
    if fault := missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(fault)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def project(transactional_db) -> Project:
    """A phase that runs today in the programme's six upazilas, beside the programme's own."""
    call_command("load_reference", verbosity=0)
    programme = Project.objects.get(slug="pvht-2007")
    project = ProjectFactory(slug="now", title_en="This phase", title_bn="এই পর্যায়")
    project.upazilas.set(programme.upazilas.all())
    project.target_groups.set(programme.target_groups.all())
    feni = Upazila.objects.filter(pcode__in=["BD20300029", "BD20300014"])
    UserFactory(username="officer", first_name="নাসরিন", upazilas=feni)
    UserFactory(username="manager", first_name="রেহানা", role="manager", districts=["BD2030"])
    UserFactory(username="admin", first_name="প্রশাসক", role="administrator")
    return project


@pytest.fixture
def rest(project):
    """Afterwards, wait for what a page had still asked for: tables are not emptied under it."""
    under_way = set()

    def begin(environ, **_about):
        under_way.add(threading.get_ident())

    def end(**_about):
        under_way.discard(threading.get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield
    latest = time.monotonic() + 10
    while under_way and time.monotonic() < latest:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def visit(browser, live_server, project, rest):
    """A page of one's own: `visit("officer")` is signed in; a phone unless told otherwise.

    It is blank until the test goes somewhere: `at` is where it opens, if it shall.
    """
    contexts = []

    def open_page(username=None, *, at="", lang="bn", viewport=PHONE, **options):
        options = {"viewport": viewport, "base_url": live_server.url} | options
        context = browser.new_context(**options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        if username:
            User.objects.filter(username=username).update(language=lang)
            client = Client()  # quicker by seconds than the page where people sign in
            client.force_login(User.objects.get(username=username))
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            context.add_cookies([cookie | {"url": options["base_url"]}])
        elif lang == "en":
            context.add_cookies(
                [{"name": "django_language", "value": "en", "url": live_server.url}]
            )
        if at:
            page.goto(at)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def line(live_server):
    """The way to the site, which can be cut or go silent."""
    line = Line(live_server.thread.port)
    yield line
    line.cut()


def faults(page) -> list[tuple]:
    """What axe finds on the page that is open, and whether it sticks out of the screen."""
    assert page.complaints == []
    address = page.url.removeprefix(page.evaluate("location.origin"))
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = [
        (address, violation["id"], [node["target"] for node in violation["nodes"]][:3])
        for violation in page.evaluate(VIOLATIONS)
    ]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append((address, "sticks out", []))
    page.complaints.clear()  # axe tries a style of its own, which our policy refuses
    return found


@pytest.fixture
def photo(tmp_path) -> Path:
    path = tmp_path / "উঠান.jpg"
    Image.new("RGB", (1200, 900), "teal").save(path)
    return path
