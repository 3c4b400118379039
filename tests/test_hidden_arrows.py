"""No room reaches up by a name in a string: a relation, a table or a template of a room above."""

import ast
import re

import pytest
from django.apps import apps

from tests.rooms import ROOMS, ROOT, above, sources

# Words that happen to be the name of a relation, too: what an indicator may measure.
OTHER_WORDS = {("projects/models/indicators.py", "activities")}
TEMPLATES = ROOT / "templates"
OWNERS = {"imports": "activities"}  # of folders that bear another name than their room
TEMPLATE = re.compile(r"""\b(\w+)/[\w/]+\.(?:html|txt|svg)\b""")
LIBRARIES = re.compile(r"{%-?\s*load\s+(?:[\w\s]+\sfrom\s+)?([\w\s]+?)\s*-?%}")


def room_of(model):
    return model.__module__.partition(".")[0]


def relations(room):
    """The names by which rows of `room`, or of one below, lead to rows of a room above it."""
    return {
        name
        for model in apps.get_models()
        if room_of(model) in set(ROOMS) - above(room)
        for relation in model._meta.related_objects
        if room_of(relation.related_model) in above(room)
        for name in (relation.name, relation.get_accessor_name())
    }


def tables(room):
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if room_of(model) in above(room)
    }


def words(source):
    """The names and texts of a module: attributes, keywords, and whole strings as lookups."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def reaching_up(room, source):
    """What a module of `room` names that only a room above knows."""
    names, owned = relations(room), tables(room)
    for word in words(source):
        if re.fullmatch(r"-?\w+", word):
            yield from names & set(word.lstrip("-").split("__"))
        else:
            yield from owned & set(re.findall(r"\w+", word))
            yield from templates_above(room, word)


def templates_above(room, text):
    """The templates that are named in a text, of rooms above."""
    for found in TEMPLATE.finditer(text):
        if OWNERS.get(found[1], found[1]) in above(room):
            yield found[0]


def reaching_up_from_template(room, source):
    libraries = {name for found in LIBRARIES.finditer(source) for name in found[1].split()}
    yield from libraries & {path.stem for path in libraries_above(room)}
    yield from templates_above(room, source)
    tags = " ".join(re.findall(r"{[{%].*?[%}]}", source, flags=re.S))
    yield from relations(room) & set(re.findall(r"\.(\w+)", re.sub(r"\"[^\"]*\"", "", tags)))


def libraries_above(room):
    for other in above(room):
        yield from (ROOT / other).glob("templatetags/[!_]*.py")


def test_no_field_leads_to_a_room_above():
    found = {
        str(field)
        for model in apps.get_models(include_auto_created=True)
        if room_of(model) in ROOMS
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if room_of(field.related_model) in above(room_of(model))
    }

    assert found == set()


def test_no_module_names_what_only_a_room_above_knows():
    found = {
        (str(path.relative_to(ROOT)), name)
        for room in ROOMS
        for path in sources(room)
        for name in reaching_up(room, path.read_text())
    }

    assert found == OTHER_WORDS


def test_no_template_does():
    found = {
        (str(path.relative_to(ROOT)), name)
        for folder in TEMPLATES.iterdir()
        for room in [OWNERS.get(folder.name, folder.name)]
        if room in ROOMS
        for path in folder.rglob("*.*")
        for name in reaching_up_from_template(room, path.read_text())
    }

    assert found == set()


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("activities", "rows.exclude(delivery__carried_by=user)"),
        ("activities", 'rows.select_related("delivery__carried_by")'),
        ("activities", 'rows.order_by("-delivery__received_at")'),
        ("activities", 'getattr(activity, "delivery", None)'),
        ("activities", "activity.delivery.code"),
        ("districts", "self.filter(officers=user)"),
        ("projects", "self.activities.aggregate(first=Min('starts_on'))"),
        ("projects", '"""SELECT 1 FROM activities_activity WHERE project_id = NEW.id"""'),
        ("projects", 'f"SELECT 1 FROM activities_activity WHERE id = {pk}"'),
        ("committees", 'render(request, "activities/_quorum.html")'),
        ("dashboards", 'render(request, "reports/report_list.html")'),
    ],
)
def test_an_arrow_that_is_planted_is_found(room, source):
    assert list(reaching_up(room, source))


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("activities", '{% include "dashboards/_legend.html" %}'),
        ("activities", "{% load figures %}"),
        ("activities", "{% if activity.delivery %}{{ activity.delivery.code|digits }}{% endif %}"),
        ("figures", '{% extends "reports/report.html" %}'),
    ],
)
def test_so_it_is_in_a_template(room, source):
    assert list(reaching_up_from_template(room, source))


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("outbox", "delivery.activity.participations.all()"),
        ("activities", 'Activity.objects.filter(project__slug="x").select_related("upazila")'),
        ("activities", 'render(request, "activities/activity_list.html")'),
    ],
)
def test_what_leads_down_is_lawful(room, source):
    assert list(reaching_up(room, source)) == []
