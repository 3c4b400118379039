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
    """What the pages that open without a network are made of; a font only where one was needed."""
    modules = sorted(path.name for path in (SOURCES / "outbox").glob("*.js"))
    styles = ["bootstrap/bootstrap.min.css", "theme.css"]
    return [*styles, "mark.svg", "log.js", *(f"outbox/{name}" for name in modules)]


def version() -> str:
    """Another one as soon as one byte of the kept files is another."""
    content = hashlib.sha256()
    for name in kept_files():
        path = finders.find(name)
        assert path, f"{name} is not among the static files"
        content.update(Path(path).read_bytes())
    return content.hexdigest()[:16]


def shell_context(request: HttpRequest) -> dict[str, object]:
    """For `?shell=1`: the page as the service worker keeps it.

    Without messages, which are for a page somebody looks at now, and without a CSRF token. It says
    of which version it is: it names the files of that one.
    """
    return {"shell": version(), "csrf_token": ""} if "shell" in request.GET else {}


def without_comments(script: str) -> str:
    """The same script without the lines that are comments alone."""
    return COMMENT_LINES.sub("", script)
