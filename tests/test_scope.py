"""Every row is fetched for somebody: the law of `visible_to`, over every module of every room."""

import ast

import pytest
from django.apps import apps

from tests.rooms import ROOMS, ROOT, sources

SCOPED = {
    model.__name__ for model in apps.get_models() if hasattr(model._default_manager, "visible_to")
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# reviewable_by() is built on visible_to(); of() takes activities that are scoped already.
SCOPES = {"visible_to", "reviewable_by", "of", "none"}
# What is written has been made or found by who writes it, and nothing is fetched.
WRITES = {"create", "bulk_create", "bulk_update"}

# Where all rows are meant, or rows that were found in scope: module, functions, and why.
NOT_SCOPED = [
    # What scopes are made of, and what has to count everything to be right.
    ("accounts/models.py", "User.places", "every scope is built on it"),
    ("activities/project_period.py", "hold_the_log", "all activities hold the period"),
    (
        "activities/querysets.py",
        "ActivityQuerySet.for_list ActivityQuerySet.totals_by_status",
        "sums of rows in scope",
    ),
    ("figures/scope.py", "seen_whole_by own_places", "what is hidden is told from what is seen"),
    ("outbox/querysets.py", "DeviceQuerySet.gaps", "all that came fills a gap, whoever may see it"),
    # They narrow, complete or draw rows in scope.
    ("activities/forms/filters.py", "ActivityFilter.activities", "narrows rows in scope"),
    ("activities/models/activity.py", "Activity.missing", "committees of its own place"),
    ("figures/union_gaps.py", "gaps", "narrows rows in scope"),
    ("outbox/querysets.py", "DeliveryQuerySet.for_receipts", "files of rows in scope"),
    ("reports/rendering/maps.py", "map_of", "outlines of the places in a report"),
    # They write, lock or compare the row that their caller found in scope.
    ("activities/excel/check.py", "check mark_what_is_stored", "its own sheet; numbers taken"),
    ("activities/excel/store.py", "housekeeping log_confirmed", "what is old; its own sheet"),
    ("activities/models/planning.py", "PlannedActivity.change", "the row itself"),
    (
        "activities/services.py",
        "_begin_another_version change_activity keep_evidence log_activity log_many",
        "the activity itself; whether a number is taken",
    ),
    ("committees/services.py", "_change", "the row itself"),
    ("projects/services.py", "_locked set_measurement set_targets", "cells of a project in scope"),
    ("reports/services.py", "freeze write", "earlier editions of what is frozen; the row itself"),
    # A phone, or the person who brought its record, is told no more than a receipt.
    ("outbox/copies.py", "Copy.bring", "files of the record that was brought"),
    (
        "outbox/processing.py",
        "named_upazila note_place put_with_activity read_into_log",
        "the server reads, for nobody",
    ),
    ("outbox/quarantine.py", "_undecided form_for", "a record in scope; whether a number is taken"),
    (
        "outbox/services.py",
        "device_of_copy hear_of receive receive_file vouch_for",
        "what was sent under its author's name",
    ),
    # A command asks, and nobody looks.
    ("outbox/management/commands/process_outbox.py", "Command.handle", "reads what is left"),
    ("demonstration/accounts.py", "create_accounts", "invented people have places"),
    ("demonstration/history.py", "make_moves", "the demonstration's own rows"),
    ("demonstration/loading.py", "create_project load unions", "the demonstration's own rows"),
    (
        "demonstration/removal.py",
        "history_of remove remove_deliveries remove_rows",
        "the demonstration's own rows",
    ),
    ("trafficking_program/reference/places.py", "missing_unions", "loads reference data"),
    ("trafficking_program/reference/programme.py", "about load_programme", "the same"),
]


def is_of_scoped_rows(node):
    """`Activity.objects`, or `related_rows(…)`, which may lead anywhere."""
    if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
        owner = node.value
        return getattr(owner, "id", getattr(owner, "attr", "")) in SCOPED
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "related_rows"


def functions(node, name=""):
    """Every node below, with the name of the method or function it stands in."""
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        inner = f"{name}.{child.name}".lstrip(".") if named else name
        yield child, inner
        yield from functions(child, inner)


def unscoped(source):
    """The functions where rows of a scoped model are fetched without asking for whom."""
    tree = ast.parse(source)
    asked = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in SCOPES | WRITES
    }
    return [
        function
        for node, function in functions(tree)
        if is_of_scoped_rows(node) and id(node) not in asked
    ]


def found_by_model_alone(source):
    """`get_object_or_404(Activity, …)` would go round the scope."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404")
        and getattr(node.args[0], "id", "") in SCOPED
    ]


def test_nothing_is_fetched_without_asking_for_whom():
    found = {
        (str(path.relative_to(ROOT)), function)
        for room in ROOMS
        for path in sources(room)
        for function in unscoped(path.read_text())
    }

    assert found == {
        (module, function) for module, names, _why in NOT_SCOPED for function in names.split()
    }


@pytest.mark.parametrize(
    "bad",
    [
        "Activity.objects.get(pk=pk)",
        "get_object_or_404(Activity, pk=pk) or models.Upazila.objects.all()",
        "rows = Evidence.objects\nrows.filter(pk=pk)",
        "District._default_manager.filter(pk=pk).visible_to(user)",
        "Snapshot.objects.latest()",
        "Target.objects.get_or_create(pk=pk)",
        'related_rows(self.model, "files").all()',
    ],
)
def test_that_law_can_fail(bad):
    assert unscoped(bad)


def test_it_names_the_function():
    source = "class A:\n    def b(self):\n        return [Report.objects.all() for _ in range(2)]"

    assert unscoped(source) == ["A.b"]


@pytest.mark.parametrize(
    "good",
    [
        "Activity.objects.visible_to(user).get(pk=pk)",
        "ActivityType.objects.all()",
        "x.objects",
        "Target.objects.bulk_create(rows)",
        'related_rows(self.model, "activity").visible_to(user)',
    ],
)
def test_that_law_lets_the_lawful_pass(good):
    assert unscoped(good) == []


def test_a_planted_module_of_any_name_is_read(tmp_path, monkeypatch):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "whatever.py").write_text("rows = Snapshot.objects.all()")
    monkeypatch.setattr("tests.rooms.ROOT", tmp_path)

    assert [unscoped(path.read_text()) for path in sources("reports")] == [[""]]


def test_every_model_with_a_scope_is_in_the_law():
    assert {"Snapshot", "Report", "Target", "Measurement", "PlannedActivity"} < SCOPED
    assert {"NothingToReport", "Upazila", "Activity", "Delivery", "Committee"} < SCOPED


def test_nothing_is_got_by_model_alone():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for room in ROOMS
        for path in sources(room)
        for line in found_by_model_alone(path.read_text())
    ]

    assert found == []


def test_what_is_got_by_model_alone_would_be_found():
    assert found_by_model_alone("get_object_or_404(Report, pk=pk)")
