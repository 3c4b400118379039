"""The one number of the version: it stands in pyproject.toml."""

import tomllib

import pytest
from django.conf import settings

PYPROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
VERSION = PYPROJECT["project"]["version"]


def test_a_monitor_is_told_it_in_json_and_otherwise_what_it_always_was(client, db):
    told = client.get("/healthz", {"format": "json"})

    assert told.json() == {"status": "ok", "version": VERSION}
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.parametrize("page", ["/admin/", "/admin/districts/upazila/"])
def test_it_stands_at_the_foot_of_the_administration(client, cast, page):
    client.force_login(cast.administrator)

    _page, _footer, foot = client.get(page).content.decode().partition('<footer id="footer">')

    assert f"সূত্র {VERSION}</p>" in foot


def test_the_changelog_tells_of_it():
    changelog = (settings.BASE_DIR / "CHANGELOG.md").read_text()

    assert f"\n## {VERSION} – " in changelog
