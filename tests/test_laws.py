"""What holds for the whole site, whoever writes the next page."""

import ast
import re
import string
import unicodedata
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command

from accounts.roles import Power, Role
from tests import factories
from tests.addresses import address, admin_address, administered, rows

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "bn" / "LC_MESSAGES" / "django.po"
LENT = ROOT / "locale" / "upstream" / "bn" / "LC_MESSAGES"


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize(
    "factory",
    [each for name, each in vars(factories).items() if name.endswith("Factory")],
    ids=lambda factory: factory.__name__,
)
def test_every_factory_makes_what_the_model_accepts(db, factory):
    factory().full_clean()


# Roles.

ROLES = {*Role.names, *Role.values}
LOOKING_UP = {"filter", "exclude", "get", "Q"}
ASKED_IN_A_TEMPLATE = re.compile(
    r"{%\s*(?:el)?if\b(?:(?!%}).)*"
    r"(?:\brole\b|\bget_role_display\b|\bis_(?:field_officer|manager|administrator|staff)\b)"
)
POWER_IN_A_TEMPLATE = re.compile(r"\|may:\S*?[\"'](\w*)[\"']")


def names_a_role(node):
    """`user.role`, `User.Role.MANAGER` or "manager"; a Partnership has roles of other names."""
    return any(
        (isinstance(each, ast.Attribute) and each.attr in {"role", *ROLES})
        or (isinstance(each, ast.Constant) and each.value in ROLES)
        for each in ast.walk(node)
    )


def asks_for_a_role(source):
    """The lines that ask who somebody is, where they should ask what they may do."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (
            isinstance(node, ast.Compare | ast.Match | ast.Subscript)
            or (
                isinstance(node, ast.Call)
                and getattr(node.func, "attr", getattr(node.func, "id", "")) in LOOKING_UP
            )
        )
        and names_a_role(node)
    ]


def our_templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def test_only_accounts_asks_for_a_role():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if {"tests", "migrations", "accounts", ".venv"}.isdisjoint(path.relative_to(ROOT).parts)
        for line in asks_for_a_role(path.read_text())
    ]
    found += [
        str(path.relative_to(ROOT))
        for path in our_templates()
        if ASKED_IN_A_TEMPLATE.search(path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        'if user.role == "manager": pass',
        "may = request.user.role in (User.Role.MANAGER,)",
        "people.filter(role=User.Role.FIELD_OFFICER)",
        'Q(officer__role="field_officer")',
        "PAGES[user.role]",
        "PAGES.get(user.role)",
        "match user.role:\n    case _: pass",
    ],
)
def test_that_law_finds_a_role_that_is_asked_for(bad):
    assert asks_for_a_role(bad) == [1]


@pytest.mark.parametrize(
    "good",
    [
        "user.may(Power.REVIEWS)",
        "partnerships.filter(role=Partnership.Role.DONOR)",
        "row['role'] == Partnership.Role.PARTNER",
        "UserFactory(role=User.Role.MANAGER)",
    ],
)
def test_that_law_lets_powers_and_other_roles_pass(good):
    assert asks_for_a_role(good) == []


@pytest.mark.parametrize(
    "bad", ["{% if user.role == 'manager' %}", "{% elif x and not user.is_field_officer %}"]
)
def test_that_law_finds_a_role_in_a_template(bad):
    assert ASKED_IN_A_TEMPLATE.search(bad)
    assert not ASKED_IN_A_TEMPLATE.search('{% if user|may:"LOGS" %}{{ user.get_role_display }}')


def test_templates_ask_for_powers_there_are():
    """Beside `and` or `or` Django would take the error of an unknown one for a no."""
    asked = {
        power for path in our_templates() for power in POWER_IN_A_TEMPLATE.findall(path.read_text())
    }

    assert asked
    assert asked <= set(Power.__members__)


# Pages.


def pages(things):
    """Whoever else may open one sees what somebody with the same role does."""
    for name, cells in rows():
        for who in ("anonymous", "officer", "manager", "administrator"):
            if cells[who].startswith("200"):
                yield who, address(name, things)
    for model, answers in administered():
        for page, answer in answers.items():
            if answer.startswith("200"):
                yield "administrator", admin_address(model, page, things)


@pytest.mark.long
def test_every_page_has_one_heading_and_a_language(cast, things, client):
    """Also: no style and no script inside the page, which our policy would refuse."""
    faults = []
    signed_in = "anonymous"
    for who, path in sorted(set(pages(things))):
        if who != signed_in:
            signed_in = who
            client.logout()
            if who != "anonymous":
                client.force_login(cast[who])
        response = client.get(path)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        faults += [
            f"{path} ({who}): {fault}"
            for fault, found in {
                "not one <h1>": len(re.findall(r"<h1[\s>]", page)) != 1,
                "no lang": not re.search(r'<html[^>]* lang="(bn|en)"', page),
                "inline style": re.search(r"<style|<[^>]+\sstyle=", page),
                "inline script": re.search(
                    r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")|<[^>]+\son[a-z]+="',
                    page,
                ),
            }.items()
            if found
        ]

    assert faults == []


# Words.

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def our_strings():
    """What babel.cfg finds: `{(context, message): where}`."""
    with (ROOT / "babel.cfg").open() as file:
        mapping, options = parse_mapping_cfg(file)
    return {
        (context, message if isinstance(message, str) else message[0]): f"{path}:{line}"
        for path, line, message, _comments, context in extract_from_dir(
            ROOT, mapping, options, KEYWORDS
        )
    }


def catalogue(path):
    with path.open("rb") as file:
        return read_po(file, locale="bn")


def placeholders(text):
    percent = re.findall(r"%\((\w+)\)", text)
    try:
        braces = [name for _text, name, _spec, _how in string.Formatter().parse(text) if name]
    except ValueError:
        braces = []
    return set(percent) | set(braces)


def test_every_string_of_ours_is_in_bangla():
    words = catalogue(CATALOGUE)
    missing = []
    for (context, message), where in our_strings().items():
        entry = words.get(message, context)
        said = entry.string if entry else ""
        said = said if isinstance(said, tuple) else (said,)
        if entry is None or entry.fuzzy or not all(said):
            missing.append(f"{where}: {message}")

    assert missing == []


def test_templates_are_among_what_is_extracted():
    where = set(our_strings().values())

    assert any(path.startswith("templates/account/login.html") for path in where)
    assert any(path.startswith("activities/models/activity.py") for path in where)


@pytest.mark.parametrize("path", [CATALOGUE, LENT / "django.po", LENT / "djangojs.po"], ids=str)
def test_translations_keep_the_placeholders_and_one_form_of_letters(path):
    faults = []
    for entry in catalogue(path):
        if not entry.id:
            continue
        asked = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        wanted = placeholders(asked[-1])
        for text in said:
            if text and placeholders(text) - wanted:
                faults.append(f"{asked[0]}: unknown placeholder")
            if text and len(asked) == 1 and placeholders(text) != wanted:
                faults.append(f"{asked[0]}: placeholder missing")
            if text and text != unicodedata.normalize("NFC", text):
                faults.append(f"{asked[0]}: not NFC")

    assert faults == []


@pytest.mark.long
def test_no_page_of_the_administration_falls_back_to_english(client, cast, things):
    """Other people's words, lent Bangla by locale/upstream; names and codes stay as they are."""
    english = re.compile(
        r"\b(Home|Save|Delete|Search|Filter|Select|Action|Add|Change|History|View|Import|Export"
        r"|Submit|Format|Username|Password|Required|Today|Yes|No|All|Recent|None|Close|Log out"
        r"|Toggle|Skip|Breadcrumbs|successfully|characters|Enter)\b"
    )
    client.force_login(cast.administrator)
    found = {}
    for who, path in sorted(set(pages(things))):
        if who != "administrator" or not path.startswith(("/admin/", "/accounts/")):
            continue
        response = client.get(path)
        if response.headers["Content-Type"].startswith("text/html"):
            seen = re.sub(
                r"<(script|svg|style).*?</\1>|<[^>]+>", "\n", response.content.decode(), flags=re.S
            )
            if words := set(english.findall(seen)):
                found[path] = words

    assert found == {}
