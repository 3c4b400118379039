from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.contents.versions import NewerEdition


class NewerEditionMiddleware:
    """Say that a frozen quarter needs a newer version of this program, wherever it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, NewerEdition):
            return None
        return render(request, "reports/newer_edition.html", status=503)
