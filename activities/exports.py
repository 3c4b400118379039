"""The log with one row for each activity, for spreadsheets and for programs that read HXL 1.1."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.http import StreamingHttpResponse
from django.utils import timezone

from activities.cells import CELLS, cell_names, tag_of
from activities.models import Activity, Material
from activities.querysets import ActivityQuerySet, Narrowing
from common.spreadsheets import Sheet, csv_response
from projects.models import Partnership, Project

Column = tuple[str, str, str]
"""The name of the column, its tag in HXL 1.1, and the field or annotation that it shows."""

LOGGED_BY = "logged_by"

BEFORE: tuple[Column, ...] = (
    ("id", "#meta+id", "id"),
    ("project", "#activity+project+code", "project__slug"),
    ("project_en", "#activity+project+name+i_en", "project__title_en"),
    ("project_bn", "#activity+project+name+i_bn", "project__title_bn"),
    ("implementer_en", "#org+impl+name+i_en", "implementer_en"),
    ("implementer_bn", "#org+impl+name+i_bn", "implementer_bn"),
    ("type_code", "#activity+activity+type+code", "activity_type__code"),
    ("type_en", "#activity+activity+type+name+i_en", "activity_type__name_en"),
    ("type_bn", "#activity+activity+type+name+i_bn", "activity_type__name_bn"),
    ("first_day", "#date+start", "starts_on"),
    ("last_day", "#date+end", "ends_on"),
    ("country", "#country+code+v_iso3", "country"),
    ("division_pcode", "#adm1+code+v_pcode", "upazila__district__division"),
    ("division_en", "#adm1+name+i_en", "upazila__district__division__name_en"),
    ("division_bn", "#adm1+name+i_bn", "upazila__district__division__name_bn"),
    ("district_pcode", "#adm2+code+v_pcode", "upazila__district"),
    ("district_en", "#adm2+name+i_en", "upazila__district__name_en"),
    ("district_bn", "#adm2+name+i_bn", "upazila__district__name_bn"),
    ("upazila_pcode", "#adm3+code+v_pcode", "upazila"),
    ("upazila_en", "#adm3+name+i_en", "upazila__name_en"),
    ("upazila_bn", "#adm3+name+i_bn", "upazila__name_bn"),
    ("union_en", "#adm4+name+i_en", "union__name_en"),
    ("union_bn", "#adm4+name+i_bn", "union__name_bn"),
    ("venue", "#loc+name", "venue"),
    ("status", "#status+code", "status"),
    (LOGGED_BY, "#contact+code", "officer__username"),
    ("count_method", "#meta+method", "count_method"),
    ("contacts", "#reached+ind+contacts", "contacts"),
    ("first_time", "#reached+ind+first_time", "known_first_time"),
    ("with_disability", "#reached+ind+disabled", "sum_with_disability"),
)
AFTER: tuple[Column, ...] = (
    ("materials", "#output+num+total", "materials"),
    ("summary", "#description+summary", "summary"),
    ("decisions", "#description+decisions", "decisions"),
    ("begun_at", "#date+created", "created_at"),
    ("submitted_at", "#date+reported", "submitted_at"),
    ("approved_at", "#date+approved", "approved_at"),
)
PEOPLE: tuple[Column, ...] = tuple(
    (name, tag_of(*sex_and_age), f"sum_{name}") for sex_and_age, name in CELLS.items()
)
NOT_KNOWN = Value(None, IntegerField())


def activities_csv(
    project: Project, activities: ActivityQuerySet, counted: Narrowing
) -> StreamingHttpResponse:
    """The filtered list of activities as a CSV file, without HXL tags."""
    table = activities_table(project, activities, counted, names_staff=True)
    return csv_response(f"activities-{timezone.localdate()}", table.header, table.rows)


def activities_table(
    project: Project,
    activities: ActivityQuerySet,
    counted: Narrowing,
    *,
    names_staff: bool = False,
) -> Sheet:
    """A table with one row for each activity; `activities` must come from `for_list(counted)`.

    Cells of participants who are not counted are 0. First time and disability are known for whole
    groups only: if only one sex or age is counted, they are empty. Materials are outputs: each has
    a column, and none of these is tagged `#reached`. A file that is given to others names no member
    of the staff: then `names_staff` is False.
    """
    materials = list(Material.objects.all())
    before = (column for column in BEFORE if names_staff or column[0] != LOGGED_BY)
    columns = (*before, *PEOPLE, *(_handed_out(material) for material in materials), *AFTER)
    names, tags, values = zip(*columns, strict=True)
    rows = _with_sums(activities, counted, materials).annotate(
        country=Value("BGD"),
        approved_at=Case(When(status=Activity.Status.APPROVED, then="reviewed_at")),
        **_implementers(project),
    )
    # A cursor in the database gives a thousand rows at a time, so that memory stays small.
    return Sheet("activities", names, rows.values_list(*values).iterator(chunk_size=1000), tags)


def _handed_out(material: Material) -> Column:
    code = material.code.replace("-", "_").lower()
    return f"materials_{code}", f"#output+num+item_{code}", f"pieces_{material.pk}"


def _with_sums(
    activities: ActivityQuerySet, counted: Narrowing, materials: list[Material]
) -> ActivityQuerySet:
    """Add all sums in one query. It groups by activity, so that no join multiplies a sum."""
    of_group = Q(participations__target_group=counted.group) if counted.group else None
    known = set(cell_names(counted.sex, counted.age))
    if counted.keeps_whole_rows:
        known.add("with_disability")

    def total(column: str) -> Any:
        if column not in known:
            return Value(0) if column in CELLS.values() else NOT_KNOWN
        return Coalesce(Sum(f"participations__{column}", filter=of_group), 0)

    def pieces(material: Material) -> Coalesce:
        of_this = material.distributions.filter(activity=OuterRef("pk")).order_by()
        return Coalesce(Subquery(of_this.values("quantity")), 0)

    return activities.annotate(
        known_first_time=F("first_time") if counted.keeps_whole_rows else NOT_KNOWN,
        **{f"sum_{name}": total(name) for name in (*CELLS.values(), "with_disability")},
        **{f"pieces_{material.pk}": pieces(material) for material in materials},
    )


def _implementers(project: Project) -> dict[str, Value]:
    """The names of the implementing organisations, in both languages."""
    named = project.partnerships.filter(role=Partnership.Role.IMPLEMENTER).values_list(
        "organisation__name_en", "organisation__name_bn"
    )
    english, bangla = zip(*named, strict=True) if named else ((), ())
    return {
        "implementer_en": Value("; ".join(english)),
        "implementer_bn": Value("; ".join(bangla)),
    }
