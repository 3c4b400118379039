from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards import figures, maps


@require_safe
@login_not_required
def programme(request: HttpRequest) -> HttpResponse:
    """The public project's own page, whoever looks and whichever project they work in."""
    shown = figures.public_programme()
    area = maps.draw(shown.districts, shown.work_area) if shown else None
    return render(request, "dashboards/programme.html", {"programme": shown, "map": area})


def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("home")


def project(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("project")


def district(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("district")


def upazila(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("upazila")
