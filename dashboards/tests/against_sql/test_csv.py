"""Every table as CSV, held against the same sums; of places, only what one may see."""

import csv
import io

import pytest
from django.urls import reverse

from activities.models import ActivityType
from beneficiaries.models import TargetGroup
from dashboards.tests.against_sql.conftest import EVERYWHERE, FENI
from dashboards.tests.against_sql.plain import AGES, SEXES, Plain, cells, rows
from tests.factories import ActivityFactory

pytestmark = pytest.mark.long


def csv_of(response):
    text = response.getvalue().decode()
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("parameters", ["whole"], indirect=True)
def test_each_table_as_csv_agrees_with_plain_sql(client, looked_at, parameters):
    _user, address, upazilas = looked_at
    asked = client.get(address, parameters).context["asked"]

    plain = Plain(asked, upazilas)

    tables = {
        table: csv_of(client.get(address, {**parameters, "format": "csv", "table": table}))
        for table in ("months", "types", "reach", "groups", "sex-age")
    }

    for line in tables["months"]:
        month = "to_char(starts_on, 'YYYY-MM') = %s"
        approved, contacts = (int(line[name] or 0) for name in ("approved", "contacts"))
        assert approved == plain.activities("approved", month, line["month"])
        assert contacts == plain.people(cells(), "approved", month, line["month"])
    every = sum(int(line["approved"] or 0) for line in tables["months"])
    assert every == plain.activities("approved")
    for line in tables["types"]:
        kind = ActivityType.objects.get(code=line["type_code"])
        of_type = "activity_type_id = %s"
        assert line["type_bn"] == kind.name_bn
        assert int(line["approved"]) == plain.activities("approved", of_type, kind.pk)
        assert int(line["awaiting_review"]) == plain.activities("submitted", of_type, kind.pk)
    reach = {line["figure"]: line for line in tables["reach"]}
    assert int(reach["contacts"]["approved"]) == plain.people(cells())
    assert int(reach["contacts"]["awaiting_review"]) == plain.people(cells(), "submitted")
    assert int(reach["first_time"]["approved"]) == plain.people(["first_time"])
    groups = tables["groups"]
    assert sum(int(line["contacts"]) for line in groups) == plain.people(cells())
    assert sum(int(line["first_time"]) for line in groups) == plain.people(["first_time"])
    for line in tables["sex-age"]:
        sexes = SEXES if line["sex"] == "total" else [line["sex"]]
        assert int(line["total"]) == plain.people(cells(sexes))
        for age in AGES:
            assert int(line[age]) == plain.people(cells(sexes, [age]))


@pytest.mark.parametrize(
    ("who", "expected"),
    [("administrator", {*EVERYWHERE}), ("manager", {*FENI}), ("sadar_only", {"BD20300029"})],
)
def test_the_csv_of_places_holds_only_what_one_may_see(client, worked, who, expected):
    client.force_login(getattr(worked, who))

    response = client.get(
        reverse("dashboards:project"), {"period": "project", "format": "csv", "table": "upazilas"}
    )

    lines = csv_of(response)
    assert {line["upazila_pcode"] for line in lines} == expected
    for line in lines:
        assert (
            int(line["approved"])
            == (
                rows(
                    "select count(*) from activities_activity where status = 'approved' "
                    "and project_id = %s and upazila_id = %s",
                    worked.project.pk,
                    line["upazila_pcode"],
                )[0][0]
            )
        )


def test_the_csv_of_unions_adds_up_to_the_upazila(client, worked):
    ActivityFactory(
        project=worked.project,
        activity_type=worked.courtyard,
        upazila=worked.chhagalnaiya,
        union=worked.mohamaya,
        status="approved",
        women=9,
    )
    client.force_login(worked.manager)
    address = reverse("dashboards:upazila", args=["BD20300014"])

    response = client.get(address, {"period": "project", "format": "csv", "table": "unions"})

    lines = csv_of(response)
    assert (lines[0]["union_en"], lines[0]["approved"], lines[0]["contacts"]) == (
        "Mohamaya",
        "1",
        "9",
    )
    total = client.get(address, {"period": "project"}).context["log"].total
    assert sum(int(line["approved"]) for line in lines) == total.approved
    assert sum(int(line["contacts"]) for line in lines) == total.contacts


def test_a_cell_is_never_a_formula(client, worked):
    TargetGroup.objects.filter(pk=worked.women_at_risk.pk).update(name_en="=HYPERLINK(1)")
    client.force_login(worked.manager)

    response = client.get(reverse("dashboards:project"), {"format": "csv", "table": "groups"})

    assert ",'=HYPERLINK(1)," in response.getvalue().decode()
