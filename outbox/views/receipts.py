"""Pages that find a record by the receipt that was copied into the register."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.roles import Power
from activities.models import Activity
from outbox.forms import LookUpForm
from outbox.models import Delivery
from outbox.receipts import read_code
from projects.requests import StaffRequest, power_required


@require_safe
@power_required(Power.LOGS, Power.LOOKS_AFTER_PHONES)
def receipt_find(request: StaffRequest) -> HttpResponse:
    form = LookUpForm(request.GET if "code" in request.GET else None, use_required_attribute=False)
    if not form.is_bound:
        return render(request, "outbox/receipt_find.html", {"form": form})
    if form.is_valid():
        return redirect("outbox:receipt", form.cleaned_data["code"])
    return render(request, "outbox/receipt_find.html", {"form": form}, status=422)


@require_safe
def receipt(request: StaffRequest, code: str) -> HttpResponse:
    """The state of the record with this receipt.

    If the user may not see it, the answer is the same as for a receipt that does not exist.
    """
    read = read_code(code)
    rows = Delivery.objects.visible_to(request.user).for_list().select_related("carried_by")
    delivery = rows.filter(receipt=read).first() if read else None
    if delivery is None:
        form = LookUpForm({"code": code}, use_required_attribute=False)
        context = {"form": form, "is_unknown": form.is_valid()}
        return render(request, "outbox/receipt_find.html", context, status=404)
    activities = Activity.objects.visible_to(request.user).for_list()
    activity = activities.filter(delivery=delivery).first()
    may_see_photos = activity is not None or delivery.author == request.user
    beside = delivery.files.beside_the_activity().defer("content")
    context = {
        "delivery": delivery,
        "activity": activity,
        "beside": beside if may_see_photos else [],
        "missing": len(delivery.files.missing()),
        "can_be_decided": delivery.is_undecided and request.user.may(Power.LOOKS_AFTER_PHONES),
    }
    return render(request, "outbox/receipt.html", context)
