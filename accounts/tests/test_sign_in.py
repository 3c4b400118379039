import re
import subprocess
import sys
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from trafficking_program.bangla import TO_BANGLA

PASSWORD = "courtyard-2010"


def sign_in(client, username, password=PASSWORD, **options):
    data = {"login": username, "password": password}
    return client.post(reverse("account_login"), data, **options)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_shown_by_the_app(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


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

    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


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


# Guessing.


@pytest.mark.parametrize(
    ("language", "said"),
    [("bn", "অনেকবার ভুল হয়েছে"), ("en", "Too many failed login attempts")],
)
def test_the_sixth_guess_is_refused_even_if_it_is_right(client, cast, language, said):
    client.cookies["django_language"] = language
    for _ in range(5):
        sign_in(client, "officer", "wrong")

    response = sign_in(client, "officer")

    assert said in response.content.decode()
    assert not is_signed_in(client)


def test_the_lock_opens_when_the_window_ends(client, cast, monkeypatch):
    for _ in range(6):
        sign_in(client, "officer", "wrong")
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", in_five_minutes())

    sign_in(client, "officer")

    assert is_signed_in(client)


def in_five_minutes():
    then = time.time() + 301
    return lambda: then


@pytest.mark.parametrize("spelling", ["OFFICER", "officer ", "ｏfficer"])
def test_another_spelling_of_the_name_is_no_new_set_of_guesses(client, cast, spelling):
    for _ in range(5):
        sign_in(client, "officer", "wrong")

    sign_in(client, spelling)

    assert not is_signed_in(client)


def test_another_port_in_the_host_is_no_new_set_of_guesses(client, cast):
    for port in range(8000, 8005):
        sign_in(client, "officer", "wrong", headers={"host": f"localhost:{port}"})

    sign_in(client, "officer", headers={"host": "localhost:9000"})

    assert not is_signed_in(client)


def test_an_office_behind_one_address_is_not_locked_out_by_one_of_its_people(client, cast):
    for _ in range(60):
        sign_in(client, "officer", "wrong")

    sign_in(client, "manager")

    assert is_signed_in(client)


def test_a_training_room_signs_in_at_once(client, cast):
    for _ in range(4):
        for n in range(20):
            sign_in(client, f"trainee{n}", "wrong")

    sign_in(client, "officer")

    assert is_signed_in(client)


def test_wrong_guesses_are_counted_across_processes(client, cast, settings):
    """They are rows of the database, which every worker reads, and enough of them are kept."""
    sign_in(client, "officer", "wrong")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 2
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 10_000


def test_a_flood_of_sign_ins_is_told_to_wait(client, cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "officer", "wrong")

    response = sign_in(client, "officer")

    assert response.status_code == 429
    assert "কয়েক মিনিট পরে" in response.content.decode()


def test_a_proxy_is_believed_only_if_the_settings_say_so():
    program = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    environment = {"DATABASE_URL": "postgres:///x", "SECRET_KEY": "x", "TRUSTED_PROXIES": "1"}
    environment["DJANGO_SETTINGS_MODULE"] = "trafficking_program.settings"

    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True
    )

    assert said.stdout.strip() == b"1"


# The password.


def test_changing_the_password_keeps_this_visit_and_ends_the_others(client, cast):
    client.force_login(cast.officer)
    elsewhere = type(client)()
    elsewhere.force_login(cast.officer)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "mohamaya-1971", "password2": "mohamaya-1971"},
    )

    assert client.get(reverse("account_change_password")).status_code == 200
    assert elsewhere.get(reverse("account_change_password")).status_code == 302


def test_a_short_password_is_refused_in_our_digits(client, cast):
    """A Latin 8 would be read as ৪, four."""
    client.force_login(cast.officer)

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "উঠান", "password2": "উঠান"},
    ).content.decode()

    said = re.sub("<[^>]+>", " ", re.search("<main.*</main>", page, re.S)[0])
    assert "৮" in said
    assert "8" not in said


def test_a_forgotten_password_is_replaced_by_way_of_the_mailbox(client, cast):
    cast.officer.email = "Officer@example.org"
    cast.officer.save()

    client.post(reverse("account_reset_password"), {"email": "officer@example.org"})
    [letter] = mail.outbox
    link = re.search(r"http://\S+", letter.body)[0]
    form = client.get(link, follow=True)
    client.post(
        form.redirect_chain[-1][0], {"password1": "mohamaya-1971", "password2": "mohamaya-1971"}
    )

    assert letter.to == ["Officer@example.org"]
    assert "officer" in letter.body
    sign_in(client, "officer", "mohamaya-1971")
    assert is_signed_in(client)
    assert "আর কাজ করে না" in type(client)().get(link).content.decode()


def test_asking_for_a_new_password_never_tells_who_has_an_account(client, cast):
    cast.officer.email = "officer@example.org"
    cast.officer.save()

    answers = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in ("officer@example.org", "nobody@example.org")
    ]

    said = [re.search("<main.*</main>", answer.content.decode(), re.S)[0] for answer in answers]
    assert said[0] == said[1]
    assert "প্রশাসককে" in said[0]
    assert [letter.to for letter in mail.outbox] == [["officer@example.org"]]


def test_only_the_address_on_the_account_counts(client, cast):
    cast.officer.email = "new@example.org"
    cast.officer.save()
    EmailAddress.objects.create(user=cast.officer, email="old@example.org", verified=True)

    client.post(reverse("account_reset_password"), {"email": "old@example.org"})

    assert mail.outbox == []


def test_the_letter_is_in_the_language_of_its_reader(client, cast):
    cast.officer.email, cast.officer.language = "officer@example.org", "en"
    cast.officer.save()

    client.post(reverse("account_reset_password"), {"email": "officer@example.org"})

    assert mail.outbox[0].subject == "A new password for Sutro"


# The second step.


def turn_on_the_second_step(client, user):
    """Returns the secret the app would hold."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_shown_by_the_app(secret)})
    client.logout()
    cache.clear()
    return secret


def test_turning_on_the_second_step_asks_for_the_password(client, cast):
    client.force_login(cast.administrator)

    response = client.get(reverse("mfa_activate_totp"))

    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_with_a_second_step_the_password_alone_does_not_open_the_admin(client, cast):
    secret = turn_on_the_second_step(client, cast.administrator)

    asked = sign_in(client, "administrator")
    assert asked["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("admin:index")).status_code == 302

    code = code_shown_by_the_app(secret).translate(TO_BANGLA)
    client.post(reverse("mfa_authenticate"), {"code": f"{code[:3]} {code[3:]}"})
    assert client.get(reverse("admin:index")).status_code == 200


def test_every_page_of_the_second_step_opens(client, cast):
    turn_on_the_second_step(client, cast.officer)
    client.force_login(cast.officer)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert client.get(reverse(name), follow=True).status_code == 200

    client.post(reverse("mfa_deactivate_totp"))
    assert not cast.officer.authenticator_set.exists()
