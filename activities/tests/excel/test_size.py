"""A whole sheet of 5,000 rows goes through in half a minute, step by step."""

import datetime
import time

import pytest
from django.urls import reverse

from activities.models import Activity, Import, Participation
from activities.tests.excel.sheets import a_row, last_month

pytestmark = pytest.mark.django_db


# A tenth of them needs as long to begin with.
@pytest.mark.parametrize(
    ("rows", "most_seconds"),
    [(500, 5), pytest.param(5000, 30, marks=pytest.mark.slow)],
)
def test_five_thousand_rows_take_less_than_half_a_minute(
    office, rows, most_seconds, measured, monkeypatch
):
    # So short that no machine does them all in one.
    monkeypatch.setattr("activities.excel.views.SECONDS_A_STEP", rows / 10_000)
    file = office.file(
        *(
            a_row(
                venue=f"{n} নম্বর বাড়ির উঠান",
                starts_on=last_month() + datetime.timedelta(days=n % 28),
                summary="পাচারের কৌশল নিয়ে কথা হয়েছে।",
            )
            for n in range(rows)
        )
    )
    begun = time.process_time()  # whatever else the machine is doing

    office.client.post(reverse("imports:new"), {"file": file})
    upload = Import.objects.get()
    steps = 0
    while len(upload.results) < rows:
        office.client.post(
            reverse("imports:check", args=[upload.pk]), headers={"accept": "application/json"}
        )
        upload.refresh_from_db()
        steps += 1
    page = office.client.get(upload.get_absolute_url())
    office.confirm(upload)
    seconds = time.process_time() - begun

    assert len(page.context["rows"]) == 50
    assert steps > 1
    assert Activity.objects.submitted().count() == rows
    assert Participation.objects.count() == rows
    assert seconds < most_seconds
    measured("rows of Excel imported", f"{rows:,}", f"{seconds:.0f} s of CPU")
