"""The grid of targets as a browser sends it, and what is stored of it."""

import datetime
import re

from projects.models import Target
from tests.pages import compact

AUTUMN = datetime.date(2026, 10, 1)
GRID = "/targets/?year=2026"


def box(indicator, place, month="2026-10"):
    return f"{indicator.pk}-{place.pk}-{month}"


def sent(client, **typed):
    """What a browser sends back of the page as it is now, but for what is typed."""
    html = compact(client.get(GRID).content.decode())
    boxes = dict(
        re.findall(r'<input class="form-control[^>]* name="([^"]+)" value="([^"]*)"', html)
    )
    seen = client.get(GRID).context["form"].seen
    return {**boxes, "seen": seen, **typed}


def stored():
    return {
        (target.upazila_id or target.district_id, target.quarter.month): target.value
        for target in Target.objects.all()
    }
