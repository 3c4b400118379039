"""Wrong guesses of a password: how many, by whom, from where."""

import subprocess
import sys
import time

import pytest
from django.db import connection

from accounts.tests.visits import is_signed_in, sign_in


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
