"""What a manager does with the quarter that is over, in Bangla, on a phone."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.tests.figures import figures_in, pdf_text
from tests.browser.quarter import fill
from tests.factories import first_of_quarter

pytestmark = pytest.mark.browser


@pytest.fixture
def the_fifth(monkeypatch):
    """It is ten in the morning on the fifth day of a quarter."""
    day = first_of_quarter() + datetime.timedelta(days=4)
    ten = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    monkeypatch.setattr(timezone, "now", lambda: ten)


def test_on_the_fifth_the_quarter_is_looked_at_frozen_and_told(
    visit, project, the_fifth, photo, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path / "media"
    filled = fill(project, photo.read_bytes())
    page = visit("manager", has_touch=True)

    page.goto(reverse("dashboards:district", args=[filled.district.pk]))
    page.click("nav.tabs a:has-text('লক্ষ্যমাত্রা')")
    page.click("nav.chips a:has-text('আগের প্রান্তিক')")
    assert page.inner_text("h1").startswith("ফেনী")
    indicator = page.locator("#i-courtyard-meetings")
    indicator.locator("summary").click()
    assert "ছাগলনাইয়া" in indicator.inner_text()
    achieved = indicator.locator(".promise a.fig").first.inner_text()
    indicator.locator(".promise a.fig").first.click()
    page.wait_for_url("**/activities/?**")
    assert achieved == "৩"
    assert page.inner_text("#h-sum").startswith(f"{achieved}টি কার্যক্রম")
    assert page.locator("section:has(#h-sum) tbody tr").count() == 3

    page.go_back()
    page.click("nav.tabs a:has-text('কোথায় কী হয়েছে')")
    assert "খবর নেই" in page.inner_text("#months")

    page.click("nav.tabs a:has-text('প্রতিবেদন')")
    page.click(f"main a[href*=freeze][href*={filled.district.pk}]")
    assert "১টি যাচাইয়ের অপেক্ষায়" in page.inner_text("main")
    page.click("main form[method=post] button")
    page.wait_for_url("**/reports/snapshots/*/")

    page.click("main a[href*='?snapshot=']")
    page.click("main form[method=post] button")
    page.wait_for_url("**/edit/")
    page.locator("main textarea").first.fill("উঠান বৈঠক বেড়েছে।")
    page.click(".savebar button")
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    contacts = page.locator("#reach a b").first.inner_text()
    with page.expect_download() as download:
        page.click("a[download][href$='pdf?lang=bn']")

    text = " ".join("".join(pdf_text(download.value.path())).split())
    assert contacts == "৭৬"
    assert figures_in(text, "bn")[76] > 0
    assert "উঠান বৈঠক বেড়েছে।" in text
    assert page.complaints == []
