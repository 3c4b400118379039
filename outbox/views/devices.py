"""The list of phones: how many records each still holds, and which numbers never came."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Power
from outbox.models import Device
from projects.requests import StaffRequest, power_required

ROWS_A_PAGE = 50
MOST_GAPS = 12


@require_safe
@power_required(Power.LOOKS_AFTER_PHONES)
def device_list(request: StaffRequest) -> HttpResponse:
    """Every device that ever sent or held a record. Those that need attention come first."""
    devices = Device.objects.visible_to(request.user).for_list()
    page = Paginator(devices, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = [*page.object_list]
    gaps = devices.filter(pk__in=[device.pk for device in shown]).gaps()
    context = {
        "page": page,
        "rows": [(device, gaps.get(device.pk, [])[:MOST_GAPS]) for device in shown],
        "most_gaps": MOST_GAPS,
    }
    return render(request, "outbox/device_list.html", context)
