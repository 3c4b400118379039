"""Pages are sent without the indentation of their templates."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

OURS = Path(settings.BASE_DIR) / "templates"


def test_a_page_is_read_without_its_indentation_line_by_line():
    written = (OURS / "base.html").read_text()

    read = get_template("base.html").template.source

    assert re.search(r"^[ \t]", written, re.MULTILINE)
    assert read == "\n".join(line.lstrip() for line in written.split("\n"))


def test_a_text_of_an_email_keeps_its_own():
    message = get_template("dashboards/email/reminders_message.txt")

    assert "\n  {{ site }}" in message.template.source


@pytest.mark.parametrize("tag", ["<pre", "<textarea"])
def test_no_page_of_ours_has_a_place_that_shows_indentation(tag):
    assert [path for path in OURS.rglob("*.html") if tag in path.read_text()] == []
