"""The pages that open without a network: which files they need, and in which version."""

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest

SOURCES = Path(settings.BASE_DIR) / "static"
COMMENT_LINES = re.compile(r"^ *//.*\n", re.MULTILINE)


def kept_files() -> list[str]:
    """The static files of the pages that open without a network.

    Fonts are not among them: the service worker keeps a font when a page has used it.
    """
    modules = sorted(path.name for path in (SOURCES / "outbox").glob("*.js"))
    styles = ["bootstrap/bootstrap.min.css", "theme.css"]
    return [*styles, "mark.svg", "log.js", *(f"outbox/{name}" for name in modules)]


def version() -> str:
    """The version of the kept files: a hash that changes if one byte of them changes."""
    content = hashlib.sha256()
    for name in kept_files():
        path = finders.find(name)
        assert path, f"{name} is not among the static files"
        content.update(Path(path).read_bytes())
    return content.hexdigest()[:16]


def shell_context(request: HttpRequest) -> dict[str, object]:
    """The template context for `?shell`, with which the service worker asks for a page to keep.

    The page has no messages, since these are for somebody who reads it now, and no CSRF token. It
    names its version, since it names the files of that version. Returns {} for other requests.
    """
    return {"shell": version(), "csrf_token": ""} if "shell" in request.GET else {}


def without_comments(script: str) -> str:
    """The script without the lines that have only a comment."""
    return COMMENT_LINES.sub("", script)
