"""What makes the site an app on a phone: its manifest, its service worker, the pages it keeps."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from trafficking_program.storage import without_comments

SOURCES = Path(settings.BASE_DIR) / "static"
BAR, PAPER = "#0a4748", "#f6f4f0"


@require_safe
@login_not_required
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """A browser asks for it without saying who it is: it is in the site's own language."""
    new, outbox = reverse("activities:new"), reverse("outbox:outbox")
    content = {
        "id": reverse("dashboards:home"),
        "name": gettext("Sutro"),
        "short_name": gettext("Sutro"),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": reverse("dashboards:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": BAR,
        "background_color": PAPER,
        "icons": [
            icon("icons/icon-192.png", "192x192", "image/png"),
            icon("icons/icon-512.png", "512x512", "image/png"),
            icon("icons/maskable-512.png", "512x512", "image/png") | {"purpose": "maskable"},
            icon("mark.svg", "any", "image/svg+xml"),
        ],
        "shortcuts": [
            {"name": gettext("New activity"), "url": new},
            {"name": gettext("Outbox"), "url": outbox},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def icon(name: str, sizes: str, kind: str) -> dict[str, str]:
    return {"src": static(name), "sizes": sizes, "type": kind}


@require_safe
@login_not_required
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told which files and pages it keeps, and in which version."""
    shell = {
        "version": version(),
        "static": settings.STATIC_URL,
        "files": [static(name) for name in kept_files()],
        "form": reverse("activities:new"),
        "outbox": reverse("outbox:outbox"),
    }
    source = without_comments((SOURCES / "sw.js").read_text())
    return HttpResponse(f"const SHELL = {json.dumps(shell)};\n{source}", "text/javascript")


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
