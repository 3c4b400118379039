"""How the server answers phones: always JSON, never a redirect, and no cache keeps it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Power
from outbox.limits import has_called_too_often, seconds_to_wait
from outbox.models import Delivery

REFUSALS = {
    "malformed": (400, _("The server could not read what the phone sent.")),
    "signed_out": (401, _("Sign in again; then it is sent.")),
    "not_allowed": (403, _("Your role does not allow you to log activities.")),
    "not_author": (403, _("Only the one who wrote it can send it.")),
    "unknown": (404, _("The server does not have this record.")),
    "method": (405, _("The server could not read what the phone sent.")),
    "conflict": (409, _("The server has other content under this number, and keeps the first.")),
    "too_large": (413, _("It is too large: 256 KB a record, 10 MB a file, 30 files.")),
    "unsupported": (415, _("The server could not read what the phone sent.")),
    "too_many": (429, _("Too much at once. It is tried again in a few minutes.")),
}


class Refused(Exception):
    """A view raises this to answer with one of the REFUSALS; `code` is its key."""

    def __init__(self, code: str) -> None:
        self.code = code


def answer(payload: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(payload, status=status, headers={"Cache-Control": "no-store"})


def refusal(code: str) -> JsonResponse:
    status, message = REFUSALS[code]
    return answer({"error": code, "message": str(message)}, status)


def receipt_of(delivery: Delivery) -> dict[str, Any]:
    """The receipt of a record, in the format that docs/capture.md describes."""
    return {
        "uuid": str(delivery.pk),
        "sha256": delivery.sha256,
        "receipt": delivery.receipt,
        "state": delivery.state,
        "status": delivery.activity.status if delivery.activity else "",
        "missing": [str(file.uuid) for file in delivery.files.all() if not file.received_at],
        "note": delivery.note,
    }


def for_phones(method: str, content_type: str = "") -> Callable[..., Any]:
    """Decorate a view that phones call; answer in JSON whatever goes wrong.

    The view runs if the method and the `content_type` (if given) are right, and if the user is
    signed in, has the power LOGS and has not called too often. Otherwise, and if the view raises
    Refused, the phone gets a refusal.
    """

    def decorate(view: Callable[..., JsonResponse]) -> Callable[..., JsonResponse]:
        @login_not_required
        @wraps(view)
        def answered(request: HttpRequest, **named: Any) -> JsonResponse:
            if request.method != method:
                return refusal("method")
            if not request.user.is_authenticated:
                return refusal("signed_out")
            if has_called_too_often(request.user):
                response = refusal("too_many")
                response.headers["Retry-After"] = str(seconds_to_wait())
                return response
            if not request.user.may(Power.LOGS):
                return refusal("not_allowed")
            if content_type and request.content_type != content_type:
                return refusal("unsupported")
            try:
                return view(request, **named)
            except Refused as refused:
                return refusal(refused.code)

        return answered

    return decorate
