"""What libhxl, the reader of the standard's own authors, makes of our files."""

import hxl
import pytest

from reports.tests.conftest import rows_of


def read_hxl(data, tmp_path, name):
    (tmp_path / name).write_bytes(data)
    options = hxl.InputOptions(allow_local=True)
    return hxl.data(hxl.input.make_input(str(tmp_path / name), options)).cache()


@pytest.mark.parametrize(
    "name", ["activities.csv", "activities.xlsx", "cells.csv", "indicators.csv", "indicators.xlsx"]
)
def test_libhxl_reads_it_and_finds_no_fault(
    client, cast, programme, logged, download, tmp_path, name
):
    client.force_login(cast.administrator)

    data = read_hxl(download(name), tmp_path, name)

    faults = []
    assert hxl.schema(callback=faults.append).validate(data), [str(fault) for fault in faults]
    assert [fault for fault in faults if fault.rule.severity == "error"] == []


def test_readers_of_hxl_find_sex_and_age(client, cast, programme, download, tmp_path):
    client.force_login(cast.administrator)

    data = read_hxl(download("activities.csv"), tmp_path, "activities.csv")

    def total(pattern):
        found = hxl.TagPattern.parse(pattern)
        places = [n for n, column in enumerate(data.columns) if found.match(column)]
        return sum(int(row.values[n]) for row in data for n in places)

    assert {
        pattern: total(pattern)
        for pattern in (
            "#reached+f",
            "#reached+f+children",
            "#reached+m",
            "#reached+i",
            "#reached+age_unrecorded",
            "#reached-ind",
            "#reached+ind+contacts",
            "#reached+ind+first_time",
            "#output+num+item_leaf_let",
        )
    } == {
        "#reached+f": 45,
        "#reached+f+children": 3,
        "#reached+m": 13,
        "#reached+i": 1,
        "#reached+age_unrecorded": 2,
        "#reached-ind": 61,
        "#reached+ind+contacts": 61,
        "#reached+ind+first_time": 7,
        "#output+num+item_leaf_let": 500,
    }


def test_every_column_has_a_tag_of_its_own(client, cast, programme, download):
    client.force_login(cast.administrator)

    for name in ("activities.csv", "cells.csv"):
        tags, _rows = rows_of(download(name))
        assert all(tag.startswith("#") for tag in tags.values())
        assert len(set(tags.values())) == len(tags)


def test_the_tags_are_those_of_the_standard(client, cast, programme, download):
    client.force_login(cast.administrator)

    tags, _rows = rows_of(download("activities.csv"))

    assert {name: tags[name] for name in ("first_day", "last_day", "submitted_at")} == {
        "first_day": "#date+start",
        "last_day": "#date+end",
        "submitted_at": "#date+reported",
    }
    assert tags["upazila_pcode"] == "#adm3+code+v_pcode"
    assert tags["female_0_17"] == "#reached+f+children+age0_17"
    assert tags["male_60_plus"] == "#reached+m+elderly+age60plus"
