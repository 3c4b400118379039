"""Decorators that check a request before its view runs: the user's powers, and the project."""

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
    """A request after our middleware: a user is signed in, and a project is chosen.

    If there is no project at all, `project` is empty: `project_required` handles that.
    """

    user: User
    project: Project
    projects: list[Project]


P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def power_required(*powers: Power) -> Callable[[View[P]], View[P]]:
    """Answer 403 if the user has none of these powers, before the view looks for any row."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.may(*powers):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner

    return decorate


def project_required(view: View[P]) -> View[P]:
    """Answer with a page that says so, and status 409, if there is no project yet."""

    @wraps(view)
    def inner(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.project:
            return render(request, "no_project.html", status=409)
        return view(request, *args, **kwargs)

    return inner
