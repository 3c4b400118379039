"""Targets and actual values of every indicator, as one long table with HXL tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from common.spreadsheets import Sheet
from reports.contents.schema import Contents, IndicatorPart

COLUMNS = (
    ("id", "#meta+id"),
    ("project", "#activity+project+code"),
    ("outcome", "#meta+outcome+code"),
    ("indicator_code", "#indicator+code"),
    ("indicator_en", "#indicator+name+i_en"),
    ("indicator_bn", "#indicator+name+i_bn"),
    ("unit_en", "#indicator+unit+i_en"),
    ("unit_bn", "#indicator+unit+i_bn"),
    ("method", "#indicator+method+i_en"),
    ("first_day", "#date+start"),
    ("last_day", "#date+end"),
    ("country", "#country+code+v_iso3"),
    ("district_pcode", "#adm2+code+v_pcode"),
    ("upazila_pcode", "#adm3+code+v_pcode"),
    ("place_en", "#loc+name+i_en"),
    ("place_bn", "#loc+name+i_bn"),
    ("by", "#beneficiary+dimension"),
    ("value", "#beneficiary+category"),
    ("promised", "#indicator+target"),
    ("done", "#indicator+num"),
    ("awaiting_review", "#indicator+awaiting"),
    ("standing", "#status+code"),
)
DISTRICT = len("BD2030")


def indicators_table(contents: Contents) -> Sheet:
    """A row for the place asked about, for each upazila in it, and for each part of the people.

    `by` is empty where everybody is counted. An empty cell is "not recorded", or "no target":
    zero is written. The three figures of reach come last, each with how it was counted.
    """
    names, tags = zip(*COLUMNS, strict=True)
    return Sheet("indicators", names, _rows(contents), tags)


def _rows(contents: Contents) -> Iterator[tuple[Any, ...]]:
    for indicator in contents["indicators"]:
        yield from _of_one(contents, indicator)
    whole = _where_asked(contents)
    days = (contents["period"]["start"], contents["period"]["end"])
    for figure in contents["reach"]:
        code = f"reach-{figure['code']}"
        yield (
            _id(contents, code, contents["place"]["pcode"], "", ""),
            contents["project"]["slug"],
            None,
            code,
            figure["name_en"],
            figure["name_bn"],
            None,
            None,
            figure["method_en"],
            *days,
            *whole,
            *("", ""),
            *(None, figure["value"], figure["awaiting"], ""),
        )


def _of_one(contents: Contents, indicator: IndicatorPart) -> Iterator[tuple[Any, ...]]:
    def row(
        pcode: str, where: tuple[str, ...], by: str, value: str, values: Any
    ) -> tuple[Any, ...]:
        return (
            _id(contents, indicator["code"], pcode, by, value),
            contents["project"]["slug"],
            indicator["outcome"],
            indicator["code"],
            indicator["name_en"],
            indicator["name_bn"],
            indicator["unit_en"],
            indicator["unit_bn"],
            _method(indicator),
            indicator["counted"]["start"],
            indicator["counted"]["end"],
            *where,
            *(by, value),
            *(
                values.get("promised"),
                values["done"],
                values["awaiting"],
                values.get("standing", ""),
            ),
        )

    place, asked = contents["place"], _where_asked(contents)
    yield row(place["pcode"], asked, "", "", indicator)
    for each in indicator["places"]:
        if each["pcode"] != place["pcode"]:
            yield row(each["pcode"], _where(each["pcode"], each), "", "", each)
    for part in indicator["parts"]:
        yield row(place["pcode"], asked, part["kind"], part["code"], part)


def _method(indicator: IndicatorPart) -> str:
    """How it is counted and put together, in codes: contacts; places sum; quarters max."""
    counted = "; since the beginning" if indicator["is_cumulative"] else ""
    return (
        f"{indicator['measure']}; places {indicator['across_places']}; "
        f"quarters {indicator['across_periods']}{counted}"
    )


def _where_asked(contents: Contents) -> tuple[str, ...]:
    """A part of a place has a name and no P-code of its own."""
    place = contents["place"]
    return _where("" if place["kind"] == "part" else place["pcode"], place)


def _where(pcode: str, named: Any) -> tuple[str, ...]:
    return (
        "BGD",
        pcode[:DISTRICT],
        pcode if len(pcode) > DISTRICT else "",
        named["name_en"],
        named["name_bn"],
    )


def _id(contents: Contents, code: str, pcode: str, by: str, value: str) -> str:
    """Made of what the number is of, so that it outlives a correction."""
    days = f"{contents['period']['start']}/{contents['period']['end']}"
    return "/".join([contents["project"]["slug"], code, pcode or "all", by, value, days])
