from typing import Any

from django.http import HttpRequest, HttpResponse


def programme(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("programme")


def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("home")


def project(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("project")


def district(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("district")


def upazila(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("upazila")

