"""Who reports: managers and administrators."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from accounts.roles import Power
from projects.requests import StaffRequest

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def for_managers(view: View[P]) -> View[P]:
    """403 for a field officer, whatever they ask for."""

    @wraps(view)
    def asked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.may(Power.REPORTS):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked
