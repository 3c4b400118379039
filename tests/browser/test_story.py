"""The story the system is for, told by a phone, a laptop and the database."""

import re

import pytest
from django.urls import reverse

from activities.models import Activity, Participation
from common.localisation import latin_digits
from districts.models import Upazila
from tests.browser.conftest import LAPTOP
from tests.factories import ActivityFactory, CommitteeFactory

pytestmark = pytest.mark.browser
TAPS_AT_MOST = 12
NUMBERS_AT_MOST = 6


class Thumb:
    """Taps and types like an officer, and counts how often."""

    def __init__(self, page):
        self.page = page
        self.taps = self.numbers = 0

    def tap(self, selector):
        self.taps += 1
        self.page.locator(selector).first.click()

    def number(self, name, text):
        """One tap into a box, one number."""
        self.tap(f"[data-count={name}] >> nth=0")
        self.numbers += 1
        self.page.keyboard.type(text)


def log_a_courtyard_meeting(page, photo):
    page.goto("/home/")
    thumb = Thumb(page)
    thumb.tap(f"main a[href='{reverse('activities:new')}']")
    page.wait_for_url("**/activities/new/")
    if not page.locator("label.choice", has_text="উঠান বৈঠক").is_visible():
        thumb.tap(".folded .choice:visible")
    thumb.tap("label.choice:has-text('উঠান বৈঠক')")
    thumb.tap("label:has-text('ছাগলনাইয়া')")
    page.select_option("[name=union]", label="মহামায়া")
    thumb.taps += 1
    page.fill("[name=venue]", "পশ্চিম পাড়া, স্কুলের পাশের উঠান")
    thumb.number("girls", "৯")
    thumb.number("boys", "৩")
    thumb.number("women", "১৯")
    thumb.number("first_time", "১২")
    thumb.tap("label:has-text('মাথা গুনে')")
    page.set_input_files("[name=photos]", photo)
    total = page.locator("[data-number=total]").inner_text()
    thumb.tap("button[name=submit]")
    page.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}/$"))
    return thumb, total


def contacts_of(page, address):
    """The number of contacts a dashboard shows at the top; a dash where nobody has reported."""
    page.goto(address)
    figure = page.locator("#figures b").nth(1).inner_text()
    return 0 if figure == "–" else int(latin_digits(figure).replace(",", ""))


def test_from_the_courtyard_to_the_dashboard_and_back_to_the_name(visit, project, photo):
    feni = reverse("dashboards:district", args=["BD2030"])
    officer = visit("officer", has_touch=True)
    manager = visit("manager", viewport=LAPTOP)
    before = contacts_of(manager, feni)

    thumb, total = log_a_courtyard_meeting(officer, photo)

    assert total == "মোট ৩১\u00a0জন"
    assert thumb.taps <= TAPS_AT_MOST
    assert thumb.numbers <= NUMBERS_AT_MOST
    assert "যাচাইয়ের অপেক্ষায়" in officer.inner_text("main")
    assert contacts_of(manager, feni) == before

    manager.goto(reverse("activities:review"))
    manager.click("text=প্রথমটি থেকে শুরু করুন")
    manager.click("button:visible:has-text('অনুমোদন করুন')")
    manager.wait_for_url("**/activities/review/")
    assert contacts_of(manager, feni) == before + 31

    group = Participation.objects.get().target_group
    admin = visit("admin", viewport=LAPTOP)
    admin.goto(reverse("admin:beneficiaries_targetgroup_change", args=[group.pk]))
    admin.fill("[name=name_bn]", "ঝুঁকিতে থাকা মা ও মেয়ে")
    admin.click("input[name=_save]")
    manager.goto(Activity.objects.get().get_absolute_url())
    assert "ঝুঁকিতে থাকা মা ও মেয়ে" in manager.inner_text("main")
    manager.goto(feni)
    assert "ঝুঁকিতে থাকা মা ও মেয়ে" in manager.inner_text("main")
    officer.goto(reverse("activities:new"))
    assert "ঝুঁকিতে থাকা মা ও মেয়ে" in officer.inner_text("main")
    assert officer.complaints + manager.complaints + admin.complaints == []


def test_the_form_works_without_javascript(visit, project):
    page = visit("officer", java_script_enabled=False)
    page.goto(reverse("activities:new"))

    page.click("label.choice:has-text('উঠান বৈঠক')")
    page.click("label:has-text('ফেনী সদর')")
    page.select_option("[name=union]", label="ধলিয়া")
    page.fill("[name=venue]", "মাঝি বাড়ি")
    page.locator("[data-count=women]").first.fill("২১")
    page.click("label:has-text('হাজিরা খাতা')")
    page.click("button[name=submit]")

    activity = Activity.objects.get()
    assert (activity.status, activity.union.name_en) == ("submitted", "Dholia")
    assert activity.participations.get().people == 21


def test_an_error_stands_beside_its_field_and_keeps_what_was_typed(visit, project):
    page = visit("officer")
    page.goto(reverse("activities:new"))
    page.fill("[name=venue]", "মাঝি বাড়ি")
    page.locator("[data-count=women]").first.fill("বারো")

    page.click("button[name=submit]")

    page.locator("#errors").wait_for()
    assert page.input_value("[name=venue]") == "মাঝি বাড়ি"
    assert page.locator("[data-count=women]").first.input_value() == "বারো"
    assert page.locator("[data-count=women][aria-invalid=true]").count() == 1
    assert not Activity.objects.exists()


def test_a_double_tap_is_one_activity(visit, project):
    page = visit("officer")
    page.goto(reverse("activities:new"))
    page.click("label.choice:has-text('উঠান বৈঠক')")
    page.click("label:has-text('ফেনী সদর')")
    page.select_option("[name=union]", label="ধলিয়া")
    page.fill("[name=venue]", "মাঝি বাড়ি")
    page.locator("[data-count=women]").first.fill("21")
    page.click("label:has-text('হাজিরা খাতা')")

    page.dblclick("button[name=submit]")
    page.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}/$"))

    assert Activity.objects.count() == 1


def test_materials_take_the_place_of_people(visit, project):
    page = visit("officer")
    page.goto(reverse("activities:new"))

    page.click("label.choice:has-text('লিফলেট')")

    assert not page.locator("[data-count=women]").first.is_visible()
    assert page.locator("[data-material]").count() == 3
    page.locator("[data-material]").first.fill("১২০")
    assert page.locator("[data-number=total]").inner_text() == "মোট ১২০টি"


@pytest.mark.parametrize("has_script", [True, False])
def test_a_committees_meeting_is_logged_with_what_it_decided(visit, project, has_script):
    upazila = Upazila.objects.get(pk="BD20300014")
    committee = CommitteeFactory(project=project, upazila=upazila)
    page = visit("officer", java_script_enabled=has_script)
    page.goto(reverse("activities:new"))
    assert not page.locator("[name=committee]").is_visible()

    page.click("label.choice:has-text('পাচার প্রতিরোধ কমিটি')")
    page.click("label:has-text('ফেনী সদর')")
    offered = page.locator("[name=committee] optgroup:not([hidden])").count()
    page.click("label:has-text('ছাগলনাইয়া')")
    page.select_option("[name=union]", value="none")
    page.select_option("[name=committee]", value=str(committee.pk))
    page.fill("[name=venue]", "উপজেলা পরিষদ")
    page.locator("[data-count=women]").first.fill("৭")
    page.click("label:has-text('হাজিরা খাতা')")
    page.click("label[for=id_had_quorum_0]")
    page.fill("[name=d0-text]", "বিদ্যালয়ে সভা হবে")
    page.fill("[name=d0-owner]", "উপজেলা শিক্ষা কর্মকর্তা")
    page.click("button[name=submit]")
    page.wait_for_url(re.compile(r"/activities/[0-9a-f-]{36}/$"))

    activity = Activity.objects.get()
    assert offered == (0 if has_script else 1)
    assert not page.locator("[name=decisions]").count()
    assert (activity.status, activity.committee, activity.had_quorum) == (
        "submitted",
        committee,
        True,
    )
    assert activity.committee_decisions.get().owner == "উপজেলা শিক্ষা কর্মকর্তা"


def test_unions_follow_the_upazila(visit, project):
    page = visit("officer")
    page.goto(reverse("activities:new"))

    page.click("label:has-text('ছাগলনাইয়া')")

    shown = page.locator("[name=union] optgroup:not([hidden])")
    assert [group.get_attribute("label") for group in shown.all()] == ["ছাগলনাইয়া"]


def test_the_language_switch_stays_on_the_page_and_is_kept(visit, project):
    page = visit("officer")
    page.goto("/activities/?status=approved")

    page.click("form.language button")

    assert page.url.endswith("/activities/?status=approved")
    assert page.inner_text("h1") == "Activities"
    page.goto("/home/")
    assert page.get_attribute("html", "lang") == "en"


def press_enter_on(page, selector):
    page.locator(selector).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_queue_is_worked_through_by_keyboard(visit, project):
    for _ in range(2):
        ActivityFactory(
            project=project,
            upazila_id="BD20300029",
            upazila=None,
            women=5,
            status="submitted",
        )
    page = visit("manager", viewport=LAPTOP)
    page.goto(reverse("activities:review"))

    press_enter_on(page, "a[href*='queue=1']")
    press_enter_on(page, "form#approve button")
    press_enter_on(page, "form#approve button")

    assert Activity.objects.approved().count() == 2
