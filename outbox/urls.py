from django.contrib.auth.decorators import login_not_required, login_required
from django.http import HttpResponse
from django.urls import path

from outbox.views import pages, phones
from projects.requests import StaffRequest


@login_not_required
def outbox(request: StaffRequest) -> HttpResponse:
    """One address, two visitors: people look at it, phones post to it."""
    visit = phones.record if request.method == "POST" else login_required(pages.outbox)
    return visit(request)


app_name = "outbox"
urlpatterns = [
    path("", outbox, name="outbox"),
    path("hello", phones.hello, name="hello"),
    path("receipts", phones.receipts, name="receipts"),
    path("<uuid:pk>/files/<uuid:file_uuid>", phones.file, name="file"),
]
