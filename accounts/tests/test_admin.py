import datetime
import re
from io import BytesIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from tests.factories import UserFactory


@pytest.fixture
def administration(client, cast):
    client.force_login(cast.administrator)
    return client


def imported(client, text, model="accounts_user", confirm=True):
    """Send a CSV file; returns the preview, and confirms it unless it has faults."""
    file = SimpleUploadedFile("file.csv", text.encode("utf-8-sig"), "text/csv")
    preview = client.post(reverse(f"admin:{model}_import"), {"import_file": file, "format": "0"})
    form = preview.context.get("confirm_form")
    if form and confirm:
        client.post(reverse(f"admin:{model}_process_import"), form.initial)
    return preview


def test_the_administration_is_for_administrators(client, cast):
    address = reverse("admin:index")

    anonymous = client.get(address, follow=True)
    assert anonymous.redirect_chain[-1][0].startswith(reverse("account_login"))
    for name in ("officer", "manager"):
        client.force_login(cast[name])
        assert client.get(address).status_code == 403
    client.force_login(cast.administrator)
    assert client.get(address).status_code == 200


def test_whoever_stops_being_an_administrator_is_out_at_once(administration, cast):
    cast.administrator.role = "manager"
    cast.administrator.save()

    assert administration.get(reverse("admin:index")).status_code == 403


def test_its_own_sign_in_and_password_pages_lead_to_ours(administration):
    assert administration.get("/admin/password_change/")["Location"] == reverse(
        "account_change_password"
    )
    assert administration.get("/admin/login/")["Location"] == reverse("admin:index")


def test_groups_addresses_and_secrets_are_not_there(administration):
    page = administration.get(reverse("admin:index")).content.decode()

    assert "/admin/auth/group/" not in page
    assert "/admin/account/emailaddress/" not in page
    assert "/admin/mfa/authenticator/" not in page


def test_a_user_is_added_with_role_places_and_language(administration, cast):
    response = administration.post(
        reverse("admin:accounts_user_add"),
        {
            "username": "rahima",
            "usable_password": "true",
            "password1": "mohamaya-1971",
            "password2": "mohamaya-1971",
            "role": "field_officer",
            "upazilas": [cast.akhaura.pk],
            "language": "bn",
            "first_name": "রহিমা",
        },
    )

    rahima = User.objects.get(username="rahima")
    assert response.status_code == 302
    assert list(rahima.upazilas.all()) == [cast.akhaura]
    assert rahima.check_password("mohamaya-1971")


def test_nobody_locks_themselves_out(administration, cast):
    me = cast.administrator
    address = reverse("admin:accounts_user_change", args=[me.pk])

    administration.post(address, {"username": me.username, "role": "manager", "language": "en"})

    me.refresh_from_db()
    assert (me.role, me.is_active, me.language) == ("administrator", True, "en")
    delete = reverse("admin:accounts_user_delete", args=[me.pk])
    assert administration.post(delete, {"post": "yes"}).status_code == 403


def test_others_can_be_retired(administration, cast):
    administration.post(
        reverse("admin:accounts_user_change", args=[cast.officer.pk]),
        {"username": "officer", "role": "field_officer", "language": "bn"},
    )

    cast.officer.refresh_from_db()
    assert not cast.officer.is_active


def test_dates_that_are_only_to_be_read_are_in_the_language(administration, cast):
    User.objects.filter(pk=cast.officer.pk).update(
        date_joined=datetime.datetime(2026, 11, 24, 6, tzinfo=datetime.UTC)
    )

    page = administration.get(reverse("admin:accounts_user_change", args=[cast.officer.pk]))

    assert '<div class="readonly">২৪ নভেম্বর ২০২৬</div>' in page.content.decode()


def test_a_new_password_is_set_for_somebody(administration, cast):
    administration.post(
        reverse("admin:auth_user_password_change", args=[cast.officer.pk]),
        {"password1": "mohamaya-1971", "password2": "mohamaya-1971"},
    )

    cast.officer.refresh_from_db()
    assert cast.officer.check_password("mohamaya-1971")


def test_a_lost_second_step_is_turned_off(administration, cast):
    Authenticator.objects.create(user=cast.officer, type="totp", data={"secret": "x"})

    administration.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "turn_off_second_step", "_selected_action": [cast.officer.pk]},
    )

    assert not Authenticator.objects.exists()
    assert LogEntry.objects.filter(object_id=str(cast.officer.pk)).exists()


def test_two_spellings_of_one_user_name_are_one_user(cast):
    with pytest.raises(IntegrityError):
        UserFactory(username="Officer")


def test_the_export_has_places_by_code_and_no_password(administration, cast):
    response = administration.post(
        reverse("admin:accounts_user_export"), {"format": "0", "resource": "0"}
    )

    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert re.search(r"^officer,.*field_officer,\"BD20300014,BD20300029\",", text, re.M)
    assert "password" not in text
    assert "md5$" not in text


@pytest.mark.parametrize("format", ["0", "1"], ids=["csv", "xlsx"])
def test_no_export_is_a_formula_and_what_comes_back_is_what_left(administration, cast, format):
    names = ["=1+1", "@SUM(A1)", "+88017", "-5", "'নাসরিন"]
    users = [UserFactory(first_name=name) for name in names]

    file = administration.post(
        reverse("admin:accounts_user_export"), {"format": format, "resource": "0"}
    ).content
    User.objects.filter(pk__in=[user.pk for user in users]).update(first_name="")
    preview = administration.post(
        reverse("admin:accounts_user_import"),
        {"import_file": SimpleUploadedFile("file", file), "format": format},
    )
    administration.post(
        reverse("admin:accounts_user_process_import"), preview.context["confirm_form"].initial
    )

    if format == "0":
        assert not re.search(r"(^|,)[=@+-]", file.decode("utf-8-sig"), re.M)
    else:
        sheet = load_workbook(BytesIO(file)).active
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [User.objects.get(pk=user.pk).first_name for user in users] == names


def test_users_come_from_a_file_without_a_password(administration, cast):
    imported(
        administration,
        "username,first_name,role,upazilas,language,is_active,email\n"
        "rahima,রহিমা,field_officer,BD20120002,bn,1,\n"
        "officer,,manager,,bn,1,\n",
    )

    rahima = User.objects.get(username="rahima")
    cast.officer.refresh_from_db()
    assert not rahima.has_usable_password()
    assert list(rahima.upazilas.all()) == [cast.akhaura]
    assert cast.officer.role == "manager"
    assert cast.officer.check_password("courtyard-2010")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("rahima,king,BD20120002,bn", "king"),
        ("rahima,field_officer,BD99,bn", "BD99"),
        ("rahima,field_officer,,fr", "fr"),
        ("OFFICER,field_officer,,bn", ""),
        ("administrator,manager,,bn", ""),
        (",manager,,bn", ""),
    ],
)
def test_a_file_with_a_fault_changes_nothing(administration, cast, row, said):
    before = list(User.objects.order_by("pk").values())

    preview = imported(
        administration, f"username,role,upazilas,language\nrahima2,field_officer,,bn\n{row}\n"
    )

    assert preview.context.get("confirm_form") is None
    assert said in preview.content.decode()
    assert list(User.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(("word", "is_active"), [("0", False), ("TRUE", True), ("maybe", True)])
def test_what_is_neither_yes_nor_no_closes_no_account(administration, cast, word, is_active):
    preview = imported(administration, f"username,is_active\nofficer,{word}\n")

    cast.officer.refresh_from_db()
    assert cast.officer.is_active == is_active
    assert ("“maybe” " in preview.content.decode()) == (word == "maybe")


def test_a_file_without_the_key_is_told_so_and_shows_no_program_text(administration):
    page = imported(administration, "first_name\nরহিমা\n").content.decode()

    assert "username" in page
    assert "Traceback" not in page
    assert "site-packages" not in page


def test_a_file_that_is_none_is_refused(administration):
    file = SimpleUploadedFile("file.xlsx", b"\x00\x01\x02")

    response = administration.post(
        reverse("admin:accounts_user_import"), {"import_file": file, "format": "1"}
    )

    assert response.status_code == 200
    assert response.context["form"].errors


def test_the_list_of_users_costs_the_same_for_one_and_for_many(
    administration, django_assert_num_queries
):
    address = reverse("admin:accounts_user_changelist")
    with django_assert_num_queries(7):
        administration.get(address)
    UserFactory.create_batch(3)
    with django_assert_num_queries(7):
        administration.get(address)


def test_an_administrator_who_chose_english_reads_english(administration, cast):
    cast.administrator.language = "en"
    cast.administrator.save()

    for name in ("auth_user_password_change", "accounts_user_change"):
        page = administration.get(reverse(f"admin:{name}", args=[cast.officer.pk]))
        bangla = set(re.findall(r"[\u0980-\u09ff]+", page.content.decode()))
        assert bangla <= {"বাংলা"}


def test_the_preview_shows_what_changes_without_a_style_of_its_own(administration, cast):
    preview = imported(administration, "username,first_name\nofficer,<b>নাসরিন\n", confirm=False)

    page = preview.content.decode()
    assert "<ins>&lt;b&gt;নাসরিন</ins>" in page
    assert "style=" not in page
