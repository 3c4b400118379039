"""The pages of results with results on them: accessible and whole, on a phone and a laptop."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from activities.excel.check import check
from common.spreadsheets import EXCEL, workbook
from projects.grid import Grid
from projects.models import Target
from projects.periods import quarters_of
from projects.workbook import targets_sheet
from reports.services import freeze
from reports.tests.quarter import correct
from tests.browser.conftest import LAPTOP, PHONE, faults
from tests.browser.quarter import fill
from tests.factories import ImportFactory, NarrativeFactory, ReportFactory, ReportPhotoFactory

pytestmark = pytest.mark.browser

A_ROW = {
    "activity_type": "উঠান বৈঠক",
    "union": "Mohamaya",
    "venue": "পশ্চিম পাড়া, স্কুলের পাশের উঠান",
    "starts_on": "২০২০-০১-০৪",
    "count_method": "head_count",
    "target_group": "শিক্ষক",
    "women": "১৯",
}
"""Of another month: wrong in a sheet of this one."""

TELLING = {"target_group": "বিচারক", "women": "২", "summary": "ফোন ০১৭১২৩৪৫৬৭৮"}


@pytest.fixture
def results(project, settings, tmp_path, photo):
    """One of everything; the quarter was frozen, told in a report, and corrected since."""
    settings.MEDIA_ROOT = tmp_path / "media"
    filled = fill(project, photo.read_bytes())
    period, place = filled.period, filled.district
    frozen = freeze(user=filled.manager, project=project, quarter=period.start, district=place)
    correct(filled.meetings[0], filled, women=10)
    report = ReportFactory(
        project=project,
        district=place,
        snapshot=frozen,
        first_quarter=period.start,
        created_by=filled.manager,
    )
    NarrativeFactory(report=report)
    ReportPhotoFactory(report=report, evidence=filled.picture, caption="উঠান বৈঠক")
    return SimpleNamespace(**vars(filled), frozen=frozen, report=report)


@pytest.fixture
def sheets(project, results):
    """Three uploads: not checked yet, checked in the language asked for, and confirmed."""

    def upload(lang):
        good = A_ROW | {"starts_on": timezone.localdate().replace(day=1).isoformat()}
        of = {"project": project, "user": results.officer, "upazila_id": "BD20300014"}
        made = {
            name: ImportFactory(**of, upazila=None, language=lang, rows=rows)
            for name, rows in {
                "waiting": numbered(good),
                "wrong": numbered(good, A_ROW, good | {"women": "বারো"}),
                "right": numbered(good, good, good | TELLING),
            }.items()
        }
        with override(lang):
            for name in ("wrong", "right"):
                check(made[name], seconds=60)
        done = ImportFactory(**of, upazila=None, confirmed_at=timezone.now(), stored=3, skipped=1)
        return [each.get_absolute_url() for each in (*made.values(), done)]

    return upload


def numbered(*rows):
    return [{"number": n, "cells": cells, "formulas": []} for n, cells in enumerate(rows, 2)]


def of_manager(made):
    """Everything somebody looks at, writes or takes away between two quarters."""
    quarter, place = made.period.start, made.district.pk
    days = f"from={quarter}&to={made.period.end}"
    number = (quarter.month + 2) // 3
    measured = [made.measured.indicator.code, made.measured.upazila_id, quarter.year, number]
    return [
        f"{reverse('dashboards:targets')}?place={place}&{days}",
        f"{reverse('dashboards:reporting')}?place={place}",
        reverse("dashboards:plan"),
        reverse("plan:edit", args=[made.planned.pk]),
        reverse("plan:delete", args=[made.planned.pk]),
        made.committee.get_absolute_url(),
        made.sitting.get_absolute_url(),
        reverse("projects:measurement", args=measured),
        reverse("reports:list"),
        f"{reverse('reports:freeze')}?place={place}&quarter={quarter}",
        f"{reverse('reports:new')}?snapshot={made.frozen.pk}",
        made.frozen.get_absolute_url(),
        made.report.get_absolute_url(),
        reverse("reports:edit", args=[made.report.pk]),
        reverse("reports:delete", args=[made.report.pk]),
        f"{reverse('exchange:files')}?place={place}",
    ]


def look_at(page, addresses):
    """What is wrong with any of these pages, once all that folds is unfolded."""
    found = []
    for address in addresses:
        response = page.goto(address)
        assert response.status == 200, address
        unfold(page)
        found += faults(page)
    return found


def unfold(page):
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def look_at_targets(page, project, year):
    """The grid as it is filled, and what a file would change in it."""
    page.goto(f"{reverse('projects:targets')}?year={year}")
    unfold(page)
    found = faults(page)
    admin = User.objects.get(username="admin")
    grid = Grid(admin, project, quarters_of(project))
    with workbook([targets_sheet(grid)]) as file:
        before = {"name": "targets.xlsx", "mimeType": EXCEL, "buffer": file.read()}
    Target.objects.update(value=7)
    page.goto(reverse("projects:targets_upload"))
    page.set_input_files("[name=file]", before)
    page.click("main form button")
    assert page.locator("ins").count() > 3
    return found + faults(page)


@pytest.mark.parametrize(
    ("lang", "viewport"), [("bn", PHONE), ("en", LAPTOP)], ids=["bn-phone", "en-laptop"]
)
def test_axe_finds_nothing_on_pages_with_results(visit, project, results, sheets, lang, viewport):
    manager, officer, admin = (
        visit(who, lang=lang, viewport=viewport) for who in ("manager", "officer", "admin")
    )
    officer.route("**/check/", lambda route: route.abort())  # or the page goes on by itself

    found = look_at(manager, of_manager(results))
    withdraw = reverse("activities:nothing_withdraw", args=[results.nothing.pk])
    found += look_at(officer, [withdraw, reverse("imports:new"), *sheets(lang)])
    found += look_at_targets(admin, project, results.period.start.year)

    assert found == []
