"""Whether every address is opened to whom the table says, and refused to all others."""

from http.cookies import SimpleCookie
from itertools import groupby

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.addresses import EVERYBODY, address, admin_address, admin_route, administered, rows
from trafficking_program import views


def route_of(name):
    return name if name.startswith("admin:(") else name.partition("?")[0].partition("#")[0]


def routes(resolver=None, namespaces=()):
    """The name of every address; where there is none, its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, inner)
        else:
            yield ":".join([*namespaces, pattern.name or str(pattern.pattern)])


def answer(client, method, path):
    """What the address answers; whatever it did is undone."""
    with transaction.atomic():
        sent = {"version": "1"} if path.startswith("/activities/") else {}
        response = getattr(client, method)(path, sent if method == "post" else {})
        for _chunk in response if response.streaming else ():
            pass
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    to_sign_in = location.startswith((reverse("account_login"), reverse("admin:login")))
    return "in" if to_sign_in else str(response.status_code)


@pytest.fixture(autouse=True)
def refusals_are_brief(monkeypatch):
    """Half of the answers are; how they look is tested in test_errors.py."""

    def render(request, page, status):
        return HttpResponse(page, status=status)

    monkeypatch.setattr(views, "render", render)


@pytest.fixture(scope="module")
def browser():
    """One for all: a new one would start the whole site anew."""
    return Client(raise_request_exception=False)


@pytest.fixture
def ask(browser, cast):
    """`ask("officer", path)`: what GET and POST answer to the officer."""
    cookies = {}
    for who in EVERYBODY:
        browser.cookies.clear()
        if who != "anonymous":
            browser.force_login(cast[who])
        cookies[who] = browser.cookies.output(header="").strip()

    def ask(who, path):
        answers = []
        for method in ("get", "post"):
            browser.cookies = SimpleCookie(cookies[who])
            answers.append(answer(browser, method, path))
        return "/".join(answers)

    return ask


def test_every_address_is_in_the_table():
    known = {route_of(name) for name, _cells in rows()}
    known |= {admin_route(model, page) for model, pages in administered() for page in pages}

    there = set(routes())

    assert there - known == set(), "say in TABLE who may open these"
    assert known - there == set(), "these are gone"


def test_an_address_that_is_not_in_the_table_is_noticed(settings):
    settings.ROOT_URLCONF = "accounts.urls"

    assert set(routes()) < {route_of(name) for name, _cells in rows()}
    assert "healthz" not in set(routes())


def by_room(found, room):
    """Those of one room together, which are ready for with one of everything."""
    found = sorted(found, key=room)
    return {name: list(several) for name, several in groupby(found, room)}


OPENED = by_room(rows(), lambda row: row[0].rpartition(":")[0] or "site")
ADMINISTERED = by_room(administered(), lambda pair: pair[0]._meta.app_label)


@pytest.mark.long
@pytest.mark.parametrize("room", OPENED)
def test_who_may_open_it(ask, things, room):
    found = {
        name: {who: ask(who, address(name, things)) for who in EVERYBODY}
        for name, _cells in OPENED[room]
    }

    assert found == dict(OPENED[room])


@pytest.mark.long
@pytest.mark.parametrize("room", ADMINISTERED)
def test_who_may_administer_it(ask, things, room):
    found, expected = {}, {}
    for model, pages in ADMINISTERED[room]:
        for page, status in pages.items():
            route = admin_route(model, page)
            path = admin_address(model, page, things)
            for who in EVERYBODY:
                found[route, who] = ask(who, path)
                expected[route, who] = "403/403"
            expected[route, "anonymous"] = "in/in"
            expected[route, "administrator"] = status

    assert found == expected
