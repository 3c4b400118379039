"""A report is put into its language once; every page and file reads the same texts."""

import pytest
from django.utils.translation import override

from reports.contents.localised import localised

CONTENTS = {
    "place": {"pcode": "BD2030", "name_en": "Feni", "name_bn": "ফেনী"},
    "outcomes": [{"number": 1, "statement_en": "Safe", "statement_bn": ""}],
    "indicators": [
        {"standing": "behind", "standing_en": "Behind plan", "standing_bn": "পিছিয়ে"},
    ],
    "groups": [{"code": "a", "within": [{"name_en": "Girls\x00", "name_bn": "মেয়ে\r"}]}],
    "missing": ["committees"],
}


@pytest.mark.parametrize(
    ("language", "place", "within", "standing", "missing"),
    [
        ("en", "Feni", "Girls", "Behind plan", "Counter-trafficking committees"),
        ("bn", "ফেনী", "মেয়ে", "পিছিয়ে", "পাচার প্রতিরোধ কমিটি"),
    ],
)
def test_each_text_is_there_once_in_the_language(language, place, within, standing, missing):
    with override(language):
        report = localised(CONTENTS)

    assert report["place"] == {"pcode": "BD2030", "name": place}
    assert report["groups"] == [{"code": "a", "within": [{"name": within}]}]
    assert report["indicators"] == [{"standing": "behind", "standing_label": standing}]
    assert report["missing"] == [missing]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_text_that_is_empty_is_there_in_the_other_language(language):
    with override(language):
        assert localised(CONTENTS)["outcomes"] == [{"number": 1, "statement": "Safe"}]
