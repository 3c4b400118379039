import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.tests.test_admin import imported
from districts.models import District, Union, Upazila
from tests.factories import ActivityFactory, UnionFactory


@pytest.fixture
def administration(client, cast):
    client.force_login(cast.administrator)
    return client


def rows(response):
    return [str(row) for row in response.context["cl"].result_list]


@pytest.mark.parametrize("words", ["Chhagal", "ছাগল", "Sagolnaiya", "BD20300014"])
def test_places_are_found_in_both_languages_by_alias_and_by_code(administration, cast, words):
    cast.chhagalnaiya.aliases = ["Sagolnaiya", "Chagalnaya"]
    cast.chhagalnaiya.save()

    response = administration.get(reverse("admin:districts_upazila_changelist"), {"q": words})

    assert rows(response) == ["ছাগলনাইয়া"]


def test_letters_typed_in_two_parts_are_found(administration, cast):
    """য় may arrive as one character or as two."""
    response = administration.get(
        reverse("admin:districts_upazila_changelist"), {"q": "ছাগলনাই\u09df\u09be"}
    )

    assert rows(response) == ["ছাগলনাইয়া"]


def test_the_list_has_both_languages_side_by_side(administration, cast):
    page = administration.get(reverse("admin:districts_upazila_changelist")).content.decode()

    assert "Chhagalnaiya" in page
    assert "ছাগলনাইয়া" in page


def test_a_long_list_has_pages_that_keep_the_search(administration, cast):
    UnionFactory.create_batch(51, upazila=cast.akhaura)

    page = administration.get(
        reverse("admin:districts_union_changelist"), {"q": "BD20120002", "is_active__exact": 1}
    ).content.decode()
    assert '<span class="this-page">১</span>' in page
    address = re.search(r'<a href="([^"]*)">২</a>', page)[1]

    second = administration.get(reverse("admin:districts_union_changelist") + unescape(address))
    assert len(rows(second)) == 1


def test_a_p_code_stays_once_it_is_made(administration, cast):
    page = administration.get(reverse("admin:districts_district_change", args=["BD2030"]))

    assert 'name="pcode"' not in page.content.decode()
    assert (
        'name="pcode"'
        in administration.get(reverse("admin:districts_district_add")).content.decode()
    )


@pytest.mark.parametrize("used_by", ["activity", "user", "project"])
def test_what_is_in_use_is_kept_and_the_page_says_what_uses_it(administration, cast, used_by):
    akhaura = cast.akhaura
    if used_by != "project":
        cast.project.upazilas.remove(akhaura)
    if used_by != "user":
        cast.stranger.upazilas.clear()
    if used_by == "activity":
        ActivityFactory(upazila=akhaura, project=cast.project, status="submitted")
    address = reverse("admin:districts_upazila_delete", args=[akhaura.pk])

    page = administration.get(address).content.decode()
    administration.post(address, {"post": "yes"})

    said = {"activity": "সভা", "user": "stranger", "project": "উঠান"}[used_by]
    assert said in page
    assert "টিক তুলে দিন" in page
    assert Upazila.objects.filter(pk=akhaura.pk).exists()


def test_what_is_not_in_use_goes(administration, cast):
    union = UnionFactory(upazila=cast.akhaura)

    administration.post(reverse("admin:districts_union_delete", args=[union.pk]), {"post": "yes"})

    assert not Union.objects.filter(pk=union.pk).exists()


def test_nothing_is_deleted_in_bulk(administration, cast):
    page = administration.get(reverse("admin:districts_union_changelist"))

    assert "delete_selected" not in page.content.decode()


def test_the_retired_stay_in_the_list(administration, cast):
    cast.akhaura.is_active = False
    cast.akhaura.save()

    assert "আখাউড়া" in rows(administration.get(reverse("admin:districts_upazila_changelist")))


def test_a_place_is_renamed_from_a_file_and_the_rest_is_left(administration, cast):
    preview = imported(
        administration,
        'pcode,name_en,name_bn,aliases\nBD2030,Feni,ফেনি,"Pheni, Fenny"\n'
        "BD2012,Brahmanbaria,ব্রাহ্মণবাড়িয়া,\n",
        "districts_district",
    )

    feni = District.objects.get(pk="BD2030")
    assert (feni.name_bn, feni.aliases) == ("ফেনি", ["Pheni", "Fenny"])
    assert preview.context["result"].totals["skip"] == 1
    assert preview.context["result"].totals["update"] == 1


def test_a_union_from_a_file_is_known_by_upazila_and_bangla_name(administration, cast):
    text = "upazila,name_en,name_bn\nBD20300014,Maha Maya,মহামায়া\nBD20300014,Radhanagar,রাধানগর\n"

    imported(administration, text, "districts_union")
    imported(administration, text, "districts_union")

    assert list(Union.objects.order_by("name_en").values_list("name_en", flat=True)) == [
        "Maha Maya",
        "Radhanagar",
    ]


@pytest.mark.parametrize("latitude", ["nan", "inf", "north", "91", "-91"])
def test_a_place_from_a_file_lies_on_the_earth(administration, cast, latitude):
    text = f"pcode,latitude\nBD20300014,{latitude}\n"

    preview = imported(administration, text, "districts_upazila")

    assert preview.context.get("confirm_form") is None
    assert Upazila.objects.get(pk="BD20300014").latitude == cast.chhagalnaiya.latitude


def test_text_from_a_file_is_stored_in_one_form(administration, cast):
    imported(administration, "pcode,name_bn\nBD20300014,ছাগলনাই\u09df\u09be\n", "districts_upazila")

    assert Upazila.objects.get(pk="BD20300014").name_bn == "ছাগলনাই\u09af\u09bc\u09be"


def test_changes_have_a_history(administration, cast):
    union = cast.mohamaya
    administration.post(
        reverse("admin:districts_union_change", args=[union.pk]),
        {
            "upazila": union.upazila_id,
            "name_en": "Mahamaya",
            "name_bn": union.name_bn,
            "aliases": "",
            "is_active": "on",
        },
    )

    page = administration.get(reverse("admin:districts_union_history", args=[union.pk]))
    assert "administrator" in page.content.decode()
    assert "Mahamaya" in Union.objects.get(pk=union.pk).name_en
