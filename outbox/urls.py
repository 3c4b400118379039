from django.contrib.auth.decorators import login_not_required, login_required
from django.http.response import HttpResponseBase
from django.urls import path

from outbox.views import copies, devices, pages, phones, quarantine, receipts
from projects.requests import StaffRequest


@login_not_required
def outbox(request: StaffRequest) -> HttpResponseBase:
    """Show the outbox page on GET; receive a record from a phone on POST, at the same address."""
    view = phones.record if request.method == "POST" else login_required(pages.outbox)
    return view(request)


app_name = "outbox"
urlpatterns = [
    path("", outbox, name="outbox"),
    path("hello", phones.hello, name="hello"),
    path("receipts", phones.receipts, name="receipts"),
    path("receipts/", receipts.receipt_find, name="receipt_find"),
    path("receipts/<str:code>/", receipts.receipt, name="receipt"),
    path("quarantine/", quarantine.quarantine_list, name="quarantine"),
    path("quarantine/<uuid:pk>/", quarantine.quarantine_detail, name="quarantined"),
    path("quarantine/<uuid:pk>/reject/", quarantine.quarantine_reject, name="reject"),
    path("quarantine/<uuid:pk>/again/", quarantine.quarantine_again, name="try_again"),
    path(
        "quarantine/<uuid:pk>/files/<uuid:file_uuid>/",
        quarantine.quarantine_file,
        name="quarantined_file",
    ),
    path("devices/", devices.device_list, name="devices"),
    path("copies/", copies.copy_new, name="copies"),
    path("<uuid:pk>/files/<uuid:file_uuid>", phones.file, name="file"),
]
