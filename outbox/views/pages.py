"""The outbox page, which people open in a browser."""

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Power
from common.localisation import day
from common.shell import shell_context
from outbox.models import Delivery
from projects.requests import StaffRequest, power_required

NEWEST = 50
# The states of a record. The page contains words and an icon for each, and the script chooses.
STATES = (
    "phone",
    "partly",
    "received",
    "draft",
    "approved",
    "returned",
    "quarantined",
    "rejected",
)


@require_safe
@power_required(Power.LOGS)
def outbox(request: StaffRequest) -> HttpResponse:
    """The user's own records. Above them, the script adds those that are still on this phone."""
    own = Delivery.objects.visible_to(request.user).filter(author=request.user)
    newest = own.for_list().newest_first()[:NEWEST]
    months = [day(datetime.date(2000, month, 1), "F") for month in range(1, 13)]
    context = {"deliveries": newest, "months": months, "states": STATES} | shell_context(request)
    return render(request, "outbox/outbox.html", context)
