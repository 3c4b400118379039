"""The programme page for everybody, and "My work" for users who have signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import figures
from accounts.roles import SEES, Power
from dashboards.reminders import reminders
from districts import maps
from districts.models import Upazila
from projects.requests import StaffRequest, power_required, project_required


@require_safe
@login_not_required
def programme(request: HttpRequest) -> HttpResponse:
    """The page of the public project, for every visitor and whichever project they have chosen."""
    shown = figures.public_programme()
    area = maps.draw(shown.districts, shown.work_area) if shown else None
    return render(request, "dashboards/programme.html", {"programme": shown, "map": area})


@require_safe
@power_required(*SEES)
@project_required
def home(request: StaffRequest) -> HttpResponse:
    """My work: the user's own activities; for users who review, what needs their attention."""
    context = {"today": timezone.localdate(), "running": figures.runs_today(request.project)}
    if not request.user.may(Power.REVIEWS):
        work = figures.own_work(request.user, request.project)
        asked = work.month.asked
        quiet = figures.attention(asked, figures.area(asked).upazilas).quiet
        context |= {
            "places": Upazila.objects.visible_to(request.user),
            "work": work,
            "reminders": reminders(asked, quiet),
        }
        return render(request, "dashboards/home.html", context)
    last, this = figures.two_months(request.user, request.project)
    where = figures.area(this.asked)
    attention = figures.attention(this.asked, where.upazilas)
    context |= {
        "asked": this.asked,
        "queue": figures.queue(request.user, request.project),
        "from_phones": figures.from_phones(request.user),
        "area": where,
        "attention": attention,
        "reminders": reminders(this.asked, attention.quiet),
        "months": [last, this],
    }
    return render(request, "dashboards/home_manager.html", context)
