"""What each power opens by itself, and that nothing opens to somebody without any."""

from http.cookies import SimpleCookie

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client

from accounts.roles import POWERS, SEES, Power
from tests.addresses import address, rows
from tests.test_access import answer
from trafficking_program import views

OPENED = """
SEES                          dashboards:home dashboards:project dashboards:district
                              dashboards:upazila dashboards:targets dashboards:committees
                              dashboards:committee dashboards:reporting dashboards:plan
                              activities:list activities:detail activities:detail#draft
                              activities:evidence exchange:files exchange:file

LOGS                          activities:new activities:edit activities:edit#draft
                              activities:delete#draft activities:submit activities:submit#draft
                              activities:nothing activities:nothing_withdraw
                              activities:decision_done activities:evidence_delete imports:new
                              imports:template imports:detail imports:check imports:confirm
                              outbox:outbox outbox:hello outbox:receipts outbox:receipt_find
                              outbox:receipt outbox:quarantined_file outbox:copies

REVIEWS                       activities:review activities:plausibility activities:approve
                              activities:return activities:reopen#approved
                              activities:nothing_withdraw activities:decision_done

LOOKS_AFTER_PHONES            outbox:receipt_find outbox:receipt outbox:quarantine
                              outbox:quarantined outbox:reject outbox:try_again
                              outbox:quarantined_file outbox:devices outbox:copies

PLANS_DAYS                    plan:new

PLANS_MONTHS                  plan:new plan:edit plan:delete

CARRIES_OUT_PLANS             -

REGISTERS_COMMITTEES          committees:new committees:edit

REGISTERS_DISTRICT_COMMITTEES committees:new committees:edit#of_district

SETS_TARGETS                  projects:targets projects:targets_file projects:targets_upload

TYPES_VALUES                  projects:measurements projects:measurement
                              projects:measurement_file

REPORTS                       reports:list reports:new reports:snapshot reports:report
                              reports:edit reports:delete reports:file?lang=bn

FREEZES                       reports:freeze

ADMINISTERS                   admin:index admin:login admin:logout admin:password_change
                              admin:password_change_done admin:autocomplete admin:jsi18n
                              admin:view_on_site admin:app_list admin:auth_user_password_change
"""
"""What is open to somebody who sees places, and what each power adds to that.

Open is what neither refuses nor hides anything; of addresses that differ in their query, one is
here. The activity and all that belongs to it is the officer's.
"""

REFUSED = {"403", "404"}


def addresses():
    """All that show or change something of the programme, and nothing of one's own account."""
    for name, cells in rows():
        if cells["anonymous"].startswith(("in", "401")) and not name.startswith(("account", "mfa")):
            yield name


def one_of_each():
    """Without those that only differ in their query."""
    of_route = {}
    for name in addresses():
        of_route.setdefault(name.partition("?")[0], name)
    return list(of_route.values())


@pytest.fixture(autouse=True)
def refusals_are_brief(monkeypatch):
    """Most of the answers are; how they look is tested in test_errors.py."""
    monkeypatch.setattr(views, "render", lambda request, page, status: HttpResponse(status=status))


@pytest.fixture
def ask(cast, things):
    """`ask("officer", "get", name)`: the status."""
    browser = Client(raise_request_exception=False)
    cookies = {}
    for who in ("officer", "manager", "administrator"):
        browser.cookies.clear()
        browser.force_login(cast[who])
        cookies[who] = browser.cookies.output(header="").strip()

    def ask(who, method, name):
        browser.cookies = SimpleCookie(cookies[who])
        return answer(browser, method, address(name, things))

    return ask


def table():
    """`OPENED` by power; what goes on in the next line belongs to the power above."""
    found = {}
    for line in OPENED.split("\n"):
        words = line.split()
        if words and not line.startswith(" "):
            names = found[words.pop(0)] = set()
        if words:
            names.update(words)
    return {power: names - {"-"} for power, names in found.items()}


def opens(ask, name):
    """Whether it is open to the officer or to the administrator."""
    for who in ("officer", "administrator"):
        if (shown := ask(who, "get", name)) in REFUSED:
            continue
        if (sent := ask(who, "post", name)) not in REFUSED and {shown, sent} != {"405"}:
            return True
    return False


@pytest.mark.long
def test_each_power_opens_its_own_addresses(monkeypatch, ask):
    """Officers see their upazilas and administrators everything, and may do one thing more."""
    give(monkeypatch)
    seen = {name for name in one_of_each() if opens(ask, name)}
    left = [name for name in one_of_each() if name not in seen]
    found = {"SEES": seen}
    for power in Power:
        if power not in SEES:
            give(monkeypatch, power)
            found[power.name] = {name for name in left if opens(ask, name)}

    assert found == table()


def give(monkeypatch, *powers):
    officers, administrators = Power.SEES_OWN_UPAZILAS, Power.SEES_EVERYWHERE
    monkeypatch.setitem(POWERS, "field_officer", frozenset({officers, *powers}))
    monkeypatch.setitem(POWERS, "administrator", frozenset({administrators, *powers}))


@pytest.mark.long
@pytest.mark.parametrize("who", ["officer", "manager", "administrator"])
def test_a_role_without_powers_opens_nothing(monkeypatch, cast, ask, who):
    monkeypatch.delitem(POWERS, cast[who].role)

    found = {name: {ask(who, "get", name), ask(who, "post", name)} for name in addresses()}

    assert {name: got for name, got in found.items() if not got <= {*REFUSED, "405"}} == {}


def test_a_role_without_powers_sees_no_row(cast, things):
    scoped = [each for each in apps.get_models() if hasattr(each.objects, "visible_to")]
    cast.officer.role = "donor"

    def seen_by(user):
        return {each.__name__ for each in scoped if each.objects.visible_to(user).exists()}

    assert seen_by(cast.officer) == set()
    assert seen_by(cast.administrator) == {each.__name__ for each in scoped} - {"Import"}
