"""What differs today from what was frozen is told, all of it."""

import copy
import functools

import pytest

from activities.cells import CELLS
from activities.models import Activity
from figures import Selection
from projects.models import Indicator, Target
from reports.contents.build import build_contents
from reports.contents.comparison import compare, differences
from reports.contents.leaves import LABELS, PROGRAM_TEXTS, UNLABELLED, VOLATILE
from reports.services import _comparable, freeze
from reports.tests.quarter import correct
from tests.factories import CommitteeFactory, IndicatorFactory

pytestmark = pytest.mark.long


@pytest.fixture
def frozen(cast, logged):
    return freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )


def told_of(found):
    return {
        (
            difference.figure.of["name_en"],
            (difference.figure.part or {}).get("name_en", ""),
        ): (difference.frozen, difference.now, difference.change)
        for difference in found.figures
    }


def test_there_is_no_difference_at_first(cast, frozen):
    assert not differences(frozen, cast.manager)


def test_a_corrected_activity_is_told_by_every_figure_it_was_in(cast, logged, frozen):
    correct(logged.first, cast, women=10)

    found = differences(frozen, cast.manager)

    name = logged.contacts.name_en
    month = f"{logged.first.starts_on:%B %Y}"
    quarter = f"{logged.quarter.start:%B}–{logged.quarter.end:%B %Y}"
    assert told_of(found) == {
        ("Contacts", ""): (37, 35, -2),
        ("First-time reached", ""): (12, 5, -7),
        ("Different people, at least", ""): (37, 35, -2),
        ("Contacts by sex and age", "Female, 18–59"): (32, 30, -2),
        ("Contacts by sex and age", "Contacts"): (37, 35, -2),
        ("Contacts by sex and age", "First time"): (12, 5, -7),
        ("Activities by type", "Courtyard meeting · Contacts"): (37, 35, -2),
        ("Contacts by target group", "Women at risk · Contacts"): (37, 35, -2),
        ("Contacts by target group", "Women at risk · First time"): (12, 5, -7),
        ("Activities by month", f"{month} · Contacts"): (17, 15, -2),
        ("Activities by upazila", "Feni Sadar · Contacts"): (17, 15, -2),
        (name, ""): (37, 35, -2),
        (name, quarter): (37, 35, -2),
        (name, "Feni Sadar"): (17, 15, -2),
        (name, "Female"): (35, 33, -2),
        (name, "18–59"): (32, 30, -2),
        (name, "Women at risk"): (37, 35, -2),
    }
    (changed,) = found.activities
    assert (changed.before["contacts"], changed.after["contacts"]) == (17, 15)


def test_what_was_approved_and_what_was_reopened_since_is_named(cast, logged, frozen):
    awaiting = Activity.objects.get(pk=logged.awaiting.pk)
    awaiting.approve(by=cast.manager, version=awaiting.version)
    second = Activity.objects.get(pk=logged.second.pk)
    second.reopen(by=cast.manager, version=second.version, note="আবার দেখুন")

    found = differences(frozen, cast.manager).activities

    assert {(change.before and "was", change.after and "is") for change in found} == {
        (None, "is"),
        ("was", None),
    }
    assert {change.row["id"] for change in found} == {str(awaiting.pk), str(second.pk)}


def test_another_target_is_a_difference_too(cast, logged, frozen):
    Target.objects.update(value=6)

    assert told_of(differences(frozen, cast.manager)) == {
        (logged.meetings.name_en, "Target"): (4, 6, 2),
        (logged.meetings.name_en, "Difference"): (-2, -4, -2),
        (logged.meetings.name_en, "Feni Sadar · Target"): (4, 6, 2),
        (
            logged.meetings.name_en,
            f"{logged.quarter.start:%B}–{logged.quarter.end:%B %Y} · Target",
        ): (
            4,
            6,
            2,
        ),
    }


def test_a_new_definition_is_told_in_words(cast, logged, frozen):
    Indicator.objects.filter(pk=logged.meetings.pk).update(definition_en="Held in a yard.")

    found = differences(frozen, cast.manager)

    assert not found.figures
    (changed,) = found.texts
    assert changed.about.of["name_en"] == logged.meetings.name_en
    assert changed.about.part["name_en"] == "Definition"
    assert (changed.frozen, changed.now) == ("", "Held in a yard.")


def test_an_indicator_that_is_new_is_told_once(cast, logged, frozen):
    IndicatorFactory(outcome=logged.outcome, code="new", measure=Indicator.Measure.TYPED)

    (changed,) = differences(frozen, cast.manager).texts

    assert (changed.frozen, changed.now) == ("", "হ্যাঁ")


def spots(node, path=()):
    """Where each number and each word of some JSON stands."""
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from spots(value, (*path, key))
    else:
        yield path


def changed_at(made, path):
    """Another number or another word there."""
    other = copy.deepcopy(made)
    holder = functools.reduce(lambda node, key: node[key], path[:-1], other)
    value = holder[path[-1]]
    if isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, int | float):
        holder[path[-1]] = value + 1
    else:
        holder[path[-1]] = 1 if value is None else value + "9"
    return other


def one_of_each(paths):
    """One spot of several that differ in nothing but the number of their row."""
    return {tuple("*" if isinstance(key, int) else key for key in path): path for path in paths}


@pytest.mark.parametrize(
    ("which", "least"),
    [
        pytest.param(lambda paths: one_of_each(paths).values(), 50, id="one of each kind"),
        pytest.param(list, 100, id="every one", marks=pytest.mark.slow),
    ],
)
def test_whatever_is_frozen_anew_is_told_as_different(cast, logged, frozen, which, least):
    """What lets a quarter be frozen again has to be on the page, whatever it is."""
    CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    made = build_contents(Selection(cast.manager, cast.project, logged.quarter, cast.feni))
    as_frozen, numbers, silent = _comparable(made, {}), 0, 0
    for path in which(spots(made)):
        if path[-1] in ("month", "start", "end"):  # a day that is none cannot be named
            continue
        other = changed_at(made, path)
        found = compare(made, other)
        assert bool(found) == (as_frozen != _comparable(other, {})), path
        leaf = functools.reduce(lambda node, key: node[key], path, made)
        if isinstance(leaf, int | float) and not isinstance(leaf, bool):
            numbers += 1
            passing = {"version", "due", "trend"}
            assert bool(found) == (path[-1] not in passing), path
        silent += not found
    assert numbers > least
    assert silent


def fields_of(node):
    if isinstance(node, dict):
        for field, value in node.items():
            yield field
            yield from fields_of(value)
    elif isinstance(node, list):
        for row in node:
            yield from fields_of(row)


def test_every_figure_and_word_that_can_differ_has_a_name_in_both_languages(frozen):
    contents = {field: value for field, value in frozen.contents.items() if field != "activities"}
    keys_of_rows = {"code", "pcode", "id", "month", "number", "start", "role"}
    unsaid = VOLATILE | PROGRAM_TEXTS | UNLABELLED | keys_of_rows | set(CELLS.values())

    fields = {
        field.removesuffix("_en").removesuffix("_bn") for field in set(fields_of(contents)) - unsaid
    }

    assert fields <= set(LABELS)
