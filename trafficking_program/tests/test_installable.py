"""What a phone installs: the manifest, the service worker and the pages it keeps."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from tests.factories import ActivityFactory

SHELLS = ["activities:new", "outbox:outbox"]


def told(response):
    """What the server writes above the worker."""
    line, _newline, _source = response.content.decode().partition("\n")
    return json.loads(line.removeprefix("const SHELL = ").removesuffix(";"))


def test_the_manifest_makes_an_app_with_a_bangla_name_that_opens_on_my_work(client, db):
    response = client.get(reverse("manifest"))

    manifest = response.json()
    assert response.headers["Content-Type"] == "application/manifest+json"
    assert response.headers["Cache-Control"] == "no-cache"
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == ("সূত্র", "সূত্র", "bn")
    assert (manifest["start_url"], manifest["scope"]) == ("/home/", "/")
    assert manifest["display"] == "standalone"
    assert [shortcut["url"] for shortcut in manifest["shortcuts"]] == [
        "/activities/new/",
        "/outbox/",
    ]


def test_its_icons_are_of_the_size_they_say_and_its_colours_those_of_the_theme(client, db):
    manifest = client.get(reverse("manifest")).json()
    theme = (settings.BASE_DIR / "static" / "theme.css").read_text()

    sizes = {}
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        if icon["type"] == "image/png":
            with Image.open(path) as image:
                sizes[icon.get("purpose", "any"), icon["sizes"]] = f"{image.width}x{image.height}"

    assert sizes == {
        ("any", "192x192"): "192x192",
        ("any", "512x512"): "512x512",
        ("maskable", "512x512"): "512x512",
    }
    assert f"--bar:{manifest['theme_color']}" in theme
    assert f"--paper:{manifest['background_color']}" in theme


def test_the_worker_is_asked_for_every_time_and_told_all_the_modules_there_are(client, db):
    response = client.get(reverse("worker"))

    shell = told(response)
    modules = (Path(settings.BASE_DIR) / "static" / "outbox").glob("*.js")
    assert response.headers["Content-Type"] == "text/javascript"
    assert response.headers["Cache-Control"] == "no-cache"
    assert {f"/static/outbox/{path.name}" for path in modules} < set(shell["files"])
    assert all(finders.find(url.removeprefix("/static/")) for url in shell["files"])
    assert (shell["form"], shell["outbox"]) == ("/activities/new/", "/outbox/")


def test_another_byte_in_a_kept_file_is_another_version(client, db, tmp_path, monkeypatch):
    before = told(client.get(reverse("worker")))["version"]
    again = told(client.get(reverse("worker")))["version"]
    changed = tmp_path / "theme.css"
    changed.write_bytes(Path(finders.find("theme.css")).read_bytes() + b"\n")
    found = finders.find
    monkeypatch.setattr(
        finders, "find", lambda name: changed if name == "theme.css" else found(name)
    )

    after = told(client.get(reverse("worker")))["version"]

    assert before == again != after


def test_the_worker_answers_nothing_but_get_and_leaves_the_queue_alone():
    """The browser tests show it; this says where."""
    source = (Path(settings.BASE_DIR) / "static" / "sw.js").read_text()
    listens = source[source.index('addEventListener("fetch"') : source.index("async function file")]

    assert 'request.method !== "GET"' in listens
    assert 'request.mode === "navigate"' in listens
    assert listens.count("respondWith") == 2


@pytest.mark.parametrize("name", SHELLS)
def test_the_kept_page_has_no_token_and_names_nobody_else(client, cast, name):
    ActivityFactory(
        project=cast.project,
        upazila=cast.chhagalnaiya,
        officer=cast.officer,
        activity_type=cast.courtyard,
        venue="কামারপাড়া",
    )
    cast.manager.first_name = "রেহানা"
    cast.manager.save()
    client.force_login(cast.officer)

    response = client.get(reverse(name), {"shell": 1, "project": cast.project.slug})

    page = response.content.decode()
    assert f'data-shell="{cast.officer.pk} {cast.project.slug}"' in page
    assert f'data-version="{told(client.get(reverse("worker")))["version"]}"' in page
    assert re.findall('csrf|<form[^>]*action="/accounts|shell=1', page) == []
    assert dict(response.cookies) == {}
    assert "কামারপাড়া" not in page
    assert "রেহানা" not in page
    assert response.headers["Content-Language"] == "bn"


@pytest.mark.parametrize("name", SHELLS)
def test_a_message_waits_for_a_page_that_somebody_looks_at(client, cast, name):
    client.force_login(cast.officer)
    left = ActivityFactory(
        project=cast.project, upazila=cast.feni_sadar, officer=cast.officer, women=3
    )
    client.post(reverse("activities:delete", args=[left.pk]))

    kept = client.get(reverse(name), {"shell": 1}).content.decode()
    seen = client.get(reverse(name)).content.decode()

    assert "খসড়াটি মুছে ফেলা হয়েছে" not in kept
    assert "খসড়াটি মুছে ফেলা হয়েছে" in seen


@pytest.mark.parametrize("name", SHELLS)
def test_who_is_not_signed_in_is_sent_to_sign_in_and_no_page_is_kept(client, db, name):
    response = client.get(reverse(name), {"shell": 1})

    assert response.status_code == 302


def test_every_page_of_somebody_signed_in_says_whose_it_is(client, cast):
    client.force_login(cast.officer)

    page = client.get(reverse("dashboards:home")).content.decode()

    attributes = re.search("<body([^>]*)>", page)[1]
    assert f'data-user="{cast.officer.pk}"' in attributes
    assert f'data-user-name="{cast.officer}"' in attributes
    assert f'data-project="{cast.project.slug}"' in attributes
    assert "data-shell" not in attributes
    assert '<script type="module" src="/static/outbox/shell.js">' in page


def test_the_public_page_carries_no_script_of_the_outbox(client, cast):
    page = client.get(reverse("dashboards:programme")).content.decode()

    assert "<body>" in page
    assert "outbox" not in page
