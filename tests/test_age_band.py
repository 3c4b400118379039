"""Whoever adds an age band writes it into the table of boxes; all the rest is made from that.

A copy of the project is given a band more, in the two files that name the bands, and is asked what
became of its form, its page, its sheet, its exports and its figures.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

ADDED = {
    "beneficiaries/models.py": {
        '    ADULT = "18_59"': '    YOUNG = "18_24", _("18–24")\n',
    },
    "activities/cells.py": {
        '    AgeBand.ADULT: "+adults': '    AgeBand.YOUNG: "+young+age18_24",\n',
        '    Box(\n        "with_disability"': """
    Box("women_24", _("Women 18–24"), _("Women"), "18–24", Sex.FEMALE, AgeBand.YOUNG,
        part_of="women", too_many=_("More young women than women."), is_rare=True),
    Box("men_24", _("Men 18–24"), _("Men"), "18–24", Sex.MALE, AgeBand.YOUNG,
        part_of="men", too_many=_("More young men than men."), is_rare=True),
""",
    },
}
QUESTIONS = """
import io, json
import django
django.setup()
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import translation
from activities.cells import CELLS
from activities.excel import columns
from activities.exports import PEOPLE
from activities.forms.counts import PeopleForm
from activities.models import Participation
from beneficiaries.models import TargetGroup
from figures.people import People
from reports.contents.people import people_table

translation.activate("en")

def filled(**numbers):
    form = PeopleForm(group, None, {f"g1-{name}": str(n) for name, n in numbers.items()})
    form.is_valid()
    return form

group = TargetGroup(pk=1, name_en="Women at risk", name_bn="Women at risk")
form, refused = filled(women=10, women_24=3, women_60=1), filled(women=2, women_24=3)
row, none = Participation(**form.values), dict.fromkeys(CELLS.values(), 0)
changes = io.StringIO()
call_command("makemigrations", dry_run=True, stdout=changes)
print(json.dumps({
    "values": {name: number for name, number in form.values.items() if number},
    "total": form.total,
    "typed": {name: number for name, number in PeopleForm.typed(row).items() if number},
    "women": dict((str(label), number) for label, number in row.shown)["Women"],
    "refused": {name: errors[0] for name, errors in refused.errors.items()},
    "page": render_to_string("activities/_people.html", {"part": form}),
    "sheet": columns.PEOPLE,
    "tags": {name: tag for name, tag, _value in PEOPLE},
    "figures": [age for age, _number in People(none, 0, 0).table[0][1]],
    "reported": [heading.code for heading in people_table(none).ages],
    "changes": changes.getvalue(),
}))
"""
LEFT_OUT = shutil.ignore_patterns(".*", "var", "docs", "*.pyc")


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The answers of a copy with a band of 18–24 more."""
    copy = tmp_path_factory.mktemp("band") / "project"
    shutil.copytree(settings.BASE_DIR, copy, ignore=LEFT_OUT)
    for name, lines in ADDED.items():
        source = (copy / name).read_text()
        for before, added in lines.items():
            assert source.count(before) == 1
            source = source.replace(before, added + before)
        (copy / name).write_text(source)
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", QUESTIONS],
        cwd=copy,
        env=os.environ | {"DATABASE_URL": "postgresql:///none"},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_form_asks_for_it_and_stores_it(told):
    assert told["values"] == {"female_18_24": 3, "female_18_59": 6, "female_60_plus": 1}
    assert told["total"] == 10
    assert told["typed"] == {"women": 10, "women_24": 3, "women_60": 1}
    assert told["refused"] == {"women_24": "More young women than women."}


def test_the_page_asks_for_it_and_its_script_does_not_count_it_twice(told):
    boxes = {part.split('"')[0]: part for part in told["page"].split('data-count="')[1:]}
    assert told["women"] == 10
    assert 'name="g1-women_24"' in told["page"]
    assert not boxes["women_24"].startswith('women_24" data-adds')
    assert boxes["women"].startswith('women" data-adds')


def test_the_sheet_has_a_column_for_each_sex_it_is_asked_of(told):
    assert told["sheet"][6:10] == ["women_60", "men_60", "women_24", "men_24"]


def test_exports_figures_and_reports_have_it(told):
    assert told["tags"]["female_18_24"] == "#reached+f+young+age18_24"
    assert told["tags"]["unrecorded_18_24"] == "#reached+sex_unrecorded+young+age18_24"
    assert told["figures"] == ["0_17", "18_24", "18_59", "60_plus", "unrecorded", None]
    assert told["reported"] == ["0_17", "18_24", "18_59", "60_plus", "unrecorded", ""]


def test_what_is_left_is_the_migration(told):
    for sex in ("female", "male", "third_gender", "unrecorded"):
        assert f"+ Add field {sex}_18_24 to participation\n" in told["changes"]
        assert f"+ Add field {sex}_18_24 to participationevent\n" in told["changes"]


def test_no_script_names_a_box():
    """They learn from the page which are added up."""
    scripts = (Path(settings.BASE_DIR) / "static").rglob("*.js")

    assert [path.name for path in scripts if "girls" in path.read_text()] == []
