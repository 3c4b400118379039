"""What is said of a sheet before it is confirmed, and whose sheets there are."""

import pytest
from django.urls import reverse

from activities.models import Import
from activities.tests.excel.sheets import a_row, last_month, outcomes

pytestmark = pytest.mark.django_db


def test_a_cell_is_text_and_never_part_of_the_page(office):
    bad = '<script>alert("x")</script>'
    upload = office.upload(a_row(venue=bad, target_group=bad))

    page = office.client.get(upload.get_absolute_url()).content.decode()

    assert bad not in page
    assert "&lt;script&gt;" in page


def test_wrong_rows_stand_first_and_pages_turn(office):
    upload = office.upload(*(a_row(venue=f"বাড়ি {n}") for n in range(60)), a_row(union="Nowhere"))

    first = office.client.get(upload.get_absolute_url())
    second = office.client.get(f"{upload.get_absolute_url()}?page=2")
    only = office.client.get(f"{upload.get_absolute_url()}?show=wrong")

    assert [row.number for row in first.context["rows"]][:2] == [62, 2]
    assert len(second.context["rows"]) == 11
    assert [row.number for row in only.context["rows"]] == [62]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_the_same_of_the_database_for_any_number_of_rows(
    office, rows, django_assert_num_queries
):
    upload = office.upload(*(a_row(venue=f"বাড়ি {n}") for n in range(rows)))

    with django_assert_num_queries(10):
        office.client.get(upload.get_absolute_url())


def test_another_language_is_told_after_another_check(office, cast):
    upload = office.upload(a_row(venue=None))
    cast.officer.language = "bn"
    cast.officer.save()

    waiting = office.client.get(upload.get_absolute_url())
    office.client.post(reverse("imports:check", args=[upload.pk]))
    upload.refresh_from_db()

    assert "imports/import_checking.html" in [each.name for each in waiting.templates]
    assert (upload.language, outcomes(upload)) == ("bn", ["wrong"])
    assert "স্থান" in upload.results[0]["reasons"][0]


def test_a_script_asks_how_far_it_is(office):
    upload = office.upload(a_row())
    Import.objects.update(results=[])

    told = office.client.post(
        reverse("imports:check", args=[upload.pk]), headers={"accept": "application/json"}
    )

    assert told.json() == {"checked": 1, "rows": 1, "said": "1 of 1 rows are checked"}


@pytest.mark.parametrize("who", ["manager", "administrator", "stranger", "other_manager"])
@pytest.mark.parametrize("page", ["detail", "check", "confirm"])
def test_anothers_sheet_is_not_found(office, cast, client, who, page):
    upload = office.upload(a_row())
    client.force_login(cast[who])

    answers = [
        ask(reverse(f"imports:{page}", args=[upload.pk])).status_code
        for ask in (client.get, client.post)
    ]

    assert answers == [404, 404 if page != "detail" else 405]


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("administrator", 200)])
def test_managers_and_administrators_have_sheets_too(office, cast, client, who, status):
    client.force_login(cast[who])

    response = client.get(
        reverse("imports:template"),
        {"upazila": cast.chhagalnaiya.pk, "month": f"{last_month():%Y-%m}"},
    )

    assert response.status_code == status


@pytest.mark.parametrize("asked", [{}, {"upazila": "BD20120002"}, {"month": "1999-01"}])
def test_a_sheet_is_of_ones_own_upazila_and_a_month_of_the_project(office, cast, asked):
    usual = {"upazila": cast.chhagalnaiya.pk, "month": f"{last_month():%Y-%m}"}

    response = office.client.get(reverse("imports:template"), usual | asked if asked else {})

    assert response.status_code == 422
