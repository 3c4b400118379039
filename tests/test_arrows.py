"""No room reaches up, and no two files wait for each other, in any way that imports cannot show."""

import ast
from graphlib import CycleError, TopologicalSorter

import grimp
import pytest

from tests.rooms import LAYERS, PYPROJECT, ROOMS, ROOT, sources


def packages():
    """The folders at the top with a module in them."""
    return {path.parent.name for path in ROOT.glob("[!.]*/*.py")}


def test_every_package_is_in_the_contract():
    """Whole: one that is left out could import whatever it likes."""
    layers = [room for layer in LAYERS for room in layer]

    assert sorted(layers) == sorted(packages())
    assert sorted(PYPROJECT["tool"]["importlinter"]["root_packages"]) == sorted(packages())


def test_types_and_lines_are_checked_in_every_room():
    assert sorted(PYPROJECT["tool"]["coverage"]["run"]["source"]) == sorted(ROOMS)
    assert sorted(PYPROJECT["tool"]["mypy"]["files"]) == sorted([*ROOMS, "gunicorn.conf.py"])


# Where an import has to wait: until Django is set up, or its models are there.
LATE_IMPORTS = {
    ("activities/apps.py", "ready"),
    ("trafficking_program/apps.py", "ready"),
    ("trafficking_program/launcher.py", "fill"),
    ("trafficking_program/launcher.py", "new_outbox_key"),
    ("trafficking_program/launcher.py", "prepare"),
    ("trafficking_program/launcher.py", "static_is_current"),
}


def late_imports(source):
    """The functions that import something when they are called."""
    return {
        function.name
        for function in ast.walk(ast.parse(source))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    }


def test_no_import_is_put_off():
    """One inside a function would hide a circle of files."""
    found = {
        (str(path.relative_to(ROOT)), function)
        for room in ROOMS
        for path in sources(room)
        for function in late_imports(path.read_text())
    }

    assert found == LATE_IMPORTS


def test_that_law_can_fail():
    assert late_imports("def visible_to(self):\n    from districts.models import Upazila") == {
        "visible_to"
    }


def circle(imports):
    """Modules that import each other in a ring, or None; `imports` names those of each module."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return error.args[1]
    return None


def test_no_files_import_each_other_in_a_circle():
    """But for annotations: nothing is run for those."""
    rooms = PYPROJECT["tool"]["importlinter"]["root_packages"]
    graph = grimp.build_graph(*rooms, exclude_type_checking_imports=True, cache_dir=None)

    imports = {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}

    assert circle(imports) is None


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, False),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, True),
    ],
)
def test_a_circle_would_be_found(imports, found):
    assert bool(circle(imports)) is found
