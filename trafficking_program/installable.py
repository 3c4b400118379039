"""What makes the site an app on a phone: its manifest and its service worker."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from common import shell

BAR, PAPER = "#0a4748", "#f6f4f0"


@require_safe
@login_not_required
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, in the site's default language: browsers ask for it without cookies."""
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
    """The service worker, with a list of the files and pages that it keeps, and their version."""
    kept = {
        "version": shell.version(),
        "static": settings.STATIC_URL,
        "files": [static(name) for name in shell.kept_files()],
        "form": reverse("activities:new"),
        "outbox": reverse("outbox:outbox"),
    }
    source = shell.without_comments((shell.SOURCES / "sw.js").read_text())
    return HttpResponse(f"const SHELL = {json.dumps(kept)};\n{source}", "text/javascript")
