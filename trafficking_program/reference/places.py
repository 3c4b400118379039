"""Divisions, districts, third-level units and unions, from the gazetteer."""

from collections import Counter
from typing import Any

from districts.models import District, Division, Union, Upazila
from trafficking_program.reference.facts import create_missing, read

Fact = dict[str, Any]


def load_places() -> Counter[str]:
    gazetteer, maps = read("bd_gazetteer"), read("svg_paths")
    spellings = read("older_spellings")
    divisions = [Division(**named(fact, spellings)) for fact in gazetteer["divisions"]]
    shapes = shapes_of(maps["districts"])
    districts = [
        District(division_id=fact["division"], **mapped(fact, spellings, shapes))
        for fact in gazetteer["districts"]
    ]
    shapes = shapes_of(maps["upazilas"])
    upazilas = [
        Upazila(district_id=fact["district"], kind=fact["kind"], **mapped(fact, spellings, shapes))
        for fact in gazetteer["upazilas"]
    ]
    return Counter(
        {
            "divisions": len(create_missing(divisions, Division, "pcode")),
            "districts": len(create_missing(districts, District, "pcode")),
            "third-level units": len(create_missing(upazilas, Upazila, "pcode")),
            "unions": len(Union.objects.bulk_create(missing_unions())),
        }
    )


def named(fact: Fact, spellings: dict[str, list[str]]) -> Fact:
    """Code, names and other spellings of a place: from the map, from the name list, older ones."""
    name_en = fact["name_en"]
    others = [fact.get("cod_name"), fact.get("alt_en"), *spellings.get(fact["pcode"], [])]
    return {
        "pcode": fact["pcode"],
        "name_en": name_en,
        "name_bn": fact["name_bn"],
        "aliases": [other for other in others if other and other != name_en],
    }


def mapped(fact: Fact, spellings: dict[str, list[str]], shapes: dict[str, Fact]) -> Fact:
    shape = shapes.get(fact["pcode"], {})
    return {
        **named(fact, spellings),
        "latitude": fact["lat"],
        "longitude": fact["lng"],
        "area_km2": fact["area_km2"],
        "outline": shape.get("d", ""),
        "label_x": shape.get("cx"),
        "label_y": shape.get("cy"),
    }


def shapes_of(layer: Fact) -> dict[str, Fact]:
    """The outlines of one map layer by P-code. Each layer has its own viewBox, so its own units."""
    return {shape["pcode"]: shape for shape in layer["shapes"]}


def missing_unions() -> list[Union]:
    """The unions that the database does not have yet.

    Unions have no code, so their names are compared. If an upazila has as many unions as in the
    facts, none is missing: a name that the database does not have was corrected there.
    """
    wanted: dict[str, list[Union]] = {}
    for fact in read("unions_3districts"):
        union = Union(upazila_id=fact["upazila"], name_en=fact["name_en"], name_bn=fact["name_bn"])
        wanted.setdefault(fact["upazila"], []).append(union)
    stored: dict[str, set[str]] = {}
    for pcode, name_bn in Union.objects.values_list("upazila", "name_bn"):
        stored.setdefault(pcode, set()).add(name_bn)
    missing = []
    for pcode, unions in wanted.items():
        names = stored.get(pcode, set())
        unknown = [union for union in unions if union.name_bn not in names]
        missing += unknown[: max(0, len(unions) - len(names))]
    return missing
