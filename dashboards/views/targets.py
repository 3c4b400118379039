"""The value of every indicator beside its target."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES, Power
from dashboards.forms import QuartersForm
from figures import IndicatorRow, Performance, Selection
from figures.tables.indicators import TABLES, indicators_csv, indicators_xlsx
from projects.places import asked_place, offered_places
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@power_required(*SEES)
@project_required
def targets(request: StaffRequest) -> HttpResponseBase:
    """The page of targets, or a file.

    `?place=` selects a district or an upazila by its P-code; `?from=` and `?to=` are any days of
    the first and the last quarter. `?format=xlsx` returns everything as a file, `?format=csv` the
    one table that `?table=` names.
    """
    form = QuartersForm(request.GET, request.project, timezone.localdate())
    place = asked_place(request)
    asked = Selection(request.user, request.project, form.asked_period, place)
    where = figures.area(asked)
    rows = figures.indicators(asked, where)
    if (wanted := request.GET.get("format")) and not form.errors:
        return _file(wanted, request.GET.get("table", "indicators"), asked, rows)
    performances = [row.achievement.performance for row in rows]
    context = {
        "asked": asked,
        "form": form,
        "places": offered_places(request.user, request.project),
        "area": where,
        "rows": rows,
        "performances": [
            (kind, performances.count(kind)) for kind in Performance if kind in performances
        ],
        "can_set": request.project.targets_can_be_set_by(request.user),
        "can_type": request.user.may(Power.TYPES_VALUES),
        "far_beyond": [row for row in rows if row.achievement.is_far_beyond],
    }
    return render(request, "dashboards/targets.html", context)


def _file(
    wanted: str, table: str, asked: Selection, rows: Sequence[IndicatorRow]
) -> HttpResponseBase:
    if wanted == "xlsx":
        return indicators_xlsx(asked, rows)
    if wanted != "csv" or table not in TABLES:
        raise Http404
    return indicators_csv(asked, rows, table)
