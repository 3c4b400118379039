"""What a view may take for granted of its request: somebody's power, and a project."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.models import User
from accounts.roles import Power
from projects.models import Project


class StaffRequest(HttpRequest):
    """A request after our middleware: somebody is signed in and a project is chosen."""

    user: User
    project: Project
    projects: list[Project]


P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def power_required(*powers: Power) -> Callable[[View[P]], View[P]]:
    """403 for whoever has none of these powers, whatever they ask for."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def asked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.may(*powers):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return asked

    return decorate


def project_required(view: View[P]) -> View[P]:
    """Where there is no project yet, a page that says so, with status 409."""

    @wraps(view)
    def asked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.project:
            return render(request, "no_project.html", status=409)
        return view(request, *args, **kwargs)

    return asked
