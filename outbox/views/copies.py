"""The page where people upload the copy of a record from a phone that cannot send it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Power
from outbox.copies import NotLookedAfter
from outbox.forms import CopyForm
from projects.requests import StaffRequest, power_required


@require_http_methods(["GET", "POST"])
@power_required(Power.LOGS, Power.LOOKS_AFTER_PHONES)
def copy_new(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "outbox/copy_new.html", {"form": CopyForm()})
    form = CopyForm(request.POST, request.FILES, use_required_attribute=False)
    if form.is_valid():
        try:
            delivery = form.cleaned_data["copy"].bring(request.user)
        except NotLookedAfter:
            form.add_error(
                "copy",
                _("You may bring only your own records, and those of people you look after."),
            )
        else:
            messages.success(request, _("Received. Copy its receipt into the register."))
            return redirect(delivery)
    return render(request, "outbox/copy_new.html", {"form": form}, status=422)
