"""Signing in and out."""

import re

from django.urls import reverse

from accounts.tests.visits import PASSWORD, is_signed_in, sign_in


def test_an_officer_signs_in_and_lands_on_their_work(client, cast):
    response = sign_in(client, "officer")

    assert (response.status_code, response["Location"]) == (302, reverse("dashboards:home"))


def test_the_phone_may_capitalise_the_user_name(client, cast):
    sign_in(client, " Officer ")

    assert is_signed_in(client)


def test_the_field_helps_a_thumb(client, db):
    page = client.get(reverse("account_login")).content.decode()

    field = re.search(r'<input[^>]*name="login"[^>]*>', page)[0]
    assert 'autocapitalize="none"' in field
    assert 'autocomplete="username"' in field


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(client, cast):
    pages = [
        sign_in(client, username, "wrong").content.decode() for username in ("officer", "nobody")
    ]

    said = [re.search(r'<div class="alert.*?</div>', page, re.S)[0] for page in pages]
    assert said[0] == said[1]


def test_the_visit_ends_with_the_browser_unless_one_asks_to_be_remembered(client, cast):
    forgotten = sign_in(client, "officer").cookies["sessionid"]["max-age"]
    client.logout()
    remembered = client.post(
        reverse("account_login"), {"login": "officer", "password": PASSWORD, "remember": "on"}
    ).cookies["sessionid"]["max-age"]

    assert (forgotten, remembered) == ("", 30 * 24 * 60 * 60)


def test_one_goes_where_one_wanted_to_go_but_never_to_another_site(client, cast):
    wanted = sign_in(client, "officer", query_params={"next": "/activities/"})
    client.logout()
    foreign = sign_in(client, "officer", query_params={"next": "https://elsewhere.example/"})

    assert (wanted["Location"], foreign["Location"]) == ("/activities/", "/home/")


def test_signing_out_asks_first(client, cast):
    client.force_login(cast.officer)

    asked = client.get(reverse("account_logout"))
    assert asked.status_code == 200
    assert is_signed_in(client)

    left = client.post(reverse("account_logout"))
    assert not is_signed_in(client)
    assert (asked.headers.get("Clear-Site-Data"), left["Clear-Site-Data"]) == (None, '"cache"')


def test_the_administration_signs_out_by_the_page_that_lets_the_phone_forget(client, cast):
    client.force_login(cast.administrator)

    page = client.get(reverse("admin:index")).content.decode()
    left = client.post(reverse("admin:logout"))

    assert f'href="{reverse("account_logout")}"' in page
    assert left.url == reverse("account_logout")
    assert is_signed_in(client)


def test_there_is_no_signing_up_and_no_list_of_addresses(client, cast):
    client.force_login(cast.officer)

    for address in ("signup/", "email/", "confirm-email/", "login/code/confirm/", "social/"):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_a_closed_account_is_told_so_only_with_the_right_password(client, cast):
    cast.officer.is_active = False
    cast.officer.save()

    assert sign_in(client, "officer", "wrong").status_code == 200
    assert sign_in(client, "officer")["Location"] == reverse("account_inactive")
    assert not is_signed_in(client)
