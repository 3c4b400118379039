import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.tests.test_admin import imported
from beneficiaries.models import TargetGroup


@pytest.fixture
def administration(client, cast):
    client.force_login(cast.administrator)
    return client


def test_a_group_is_renamed(administration, cast):
    group = cast.women_at_risk
    administration.post(
        reverse("admin:beneficiaries_targetgroup_change", args=[group.pk]),
        {
            "name_en": "Women",
            "name_bn": "নারী",
            "kind": "primary",
            "position": "১",
            "is_active": "on",
        },
    )

    group.refresh_from_db()
    assert (group.name_bn, group.code, group.position) == ("নারী", "women-at-risk", 1)


def test_a_group_of_a_project_is_kept_and_the_page_names_the_project(administration, cast):
    address = reverse("admin:beneficiaries_targetgroup_delete", args=[cast.women_at_risk.pk])

    page = administration.get(address).content.decode()
    administration.post(address, {"post": "yes"})

    assert "উঠান" in page
    assert TargetGroup.objects.filter(pk=cast.women_at_risk.pk).exists()


def test_groups_come_from_a_file_by_their_code(administration, cast):
    imported(
        administration,
        "code,name_en,name_bn,kind,position\n"
        "women-at-risk,Women at risk,ঝুঁকির নারী,primary,1\n"
        "drivers,Drivers,চালক,secondary,2\n",
        "beneficiaries_targetgroup",
    )

    assert list(TargetGroup.objects.values_list("code", "name_bn")) == [
        ("women-at-risk", "ঝুঁকির নারী"),
        ("drivers", "চালক"),
    ]


def with_position(administration, group, typed):
    return administration.post(
        reverse("admin:beneficiaries_targetgroup_change", args=[group.pk]),
        {"name_en": "Women", "name_bn": "নারী", "kind": "primary", "position": typed},
    )


def test_a_number_is_read_with_its_commas(administration, cast):
    with_position(administration, cast.women_at_risk, "১,০০০")

    cast.women_at_risk.refresh_from_db()
    assert cast.women_at_risk.position == 1000


@pytest.mark.parametrize("typed", ["1.5", "1.000"])
def test_a_number_that_is_not_certain_is_refused(administration, cast, typed):
    before = cast.women_at_risk.position

    response = with_position(administration, cast.women_at_risk, typed)

    cast.women_at_risk.refresh_from_db()
    assert response.status_code == 200
    assert f"“{typed}”" in response.content.decode()
    assert cast.women_at_risk.position == before


@pytest.mark.parametrize(
    "row",
    [
        "drivers,,চালক,secondary,2",
        "drivers,Drivers,চালক,third,2",
        "drivers,Drivers,চালক,secondary,1.5",
        "drivers,Drivers,চালক,secondary,1.000",
    ],
)
def test_a_row_is_checked_like_a_form(administration, cast, row):
    preview = imported(
        administration, f"code,name_en,name_bn,kind,position\n{row}\n", "beneficiaries_targetgroup"
    )

    assert preview.context.get("confirm_form") is None
    assert not TargetGroup.objects.filter(code="drivers").exists()


def test_survivors_are_told_with_those_at_risk(db):
    call_command("load_reference", verbosity=0)

    survivors = TargetGroup.objects.get(code="trafficked-women-girls-and-children")

    assert survivors.told_with.code == "women-girls-and-children-at-risk-of-trafficking"
    assert TargetGroup.objects.filter(told_with__isnull=False).count() == 1
