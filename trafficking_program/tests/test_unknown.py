"""What a template asks for and nobody gave."""

import pytest
from django.template import Context, engines
from django.template.base import Origin, Template

from trafficking_program.tests.unknown import OURS, UnknownVariable


def written(text, path=OURS / "planted.html", **values):
    engine = engines["django"].engine
    return Template(text, Origin(str(path)), engine=engine).render(Context(values))


@pytest.mark.parametrize(
    "text",
    ["{{ x.missing }}", "{{ missing }}", '{{ x.missing|default:"–" }}', "{{ x.missing.too }}"],
)
def test_an_unknown_variable_is_named_with_its_template(text):
    with pytest.raises(UnknownVariable, match=r"missing.* in .*templates/planted\.html"):
        written(text, x={"there": 1})


def test_one_in_an_included_template_is_found_in_that():
    with pytest.raises(UnknownVariable, match=r"_count\.html"):
        written('{% include "activities/_count.html" %}')


def test_to_ask_whether_it_is_there_is_no_fault():
    assert written("{% if x.missing %}yes{% else %}no{% endif %}", x={}) == "no"
    assert written("{% for y in x.missing %}yes{% empty %}no{% endfor %}", x={}) == "no"
    assert written("{{ x.there }}", x={"there": ""}) == ""
    assert written("{{ x.there }}", x={"there": None}) == "None"


def test_other_peoples_templates_are_as_silent_as_in_production():
    theirs = "/site-packages/allauth/templates/base.html"

    assert written("({{ missing }})", theirs) == "()"
    assert written('({{ missing|default:"–" }})', theirs) == "(–)"
