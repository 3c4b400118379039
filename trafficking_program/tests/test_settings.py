import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.urls import reverse

from outbox.encryption import new_key

pytestmark = pytest.mark.long
PRODUCTION = {
    "DATABASE_URL": "postgresql:///none",
    "SECRET_KEY": "a-long-one-3f8b0a5f6c7d4e2b9a1c0d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a",
    "ALLOWED_HOSTS": "sutro.example.org",
    "SECURE_TLS": "1",
    "SITE_URL": "https://sutro.example.org",
    "OUTBOX_KEYS": new_key(2048),
    "DEBUG": "0",
    "PATH": os.environ["PATH"],
}


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_settings_leave_nothing_to_warn_of(own_database):
    result = manage("check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=own_database)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changed", "warned_of"),
    [
        ({"SECRET_KEY": "short"}, "security.W009"),
        ({"DEBUG": "1"}, "security.W018"),
        ({"SITE_URL": "http://localhost:8000"}, "trafficking_program.W002"),
        ({"OUTBOX_KEYS": "none"}, "trafficking_program.W003"),
    ],
)
def test_that_check_can_fail(changed, warned_of):
    result = manage("check", "--deploy", "--fail-level", "WARNING", **changed)

    assert result.returncode == 1
    assert warned_of in result.stderr


def test_without_a_secret_nothing_starts():
    environment = {key: value for key, value in PRODUCTION.items() if key != "SECRET_KEY"}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "SECRET_KEY" in result.stderr


def test_behind_tls_cookies_are_secure_and_browsers_stay_with_it():
    program = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE,"
        "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS >= 31536000, s.SESSION_COOKIE_HTTPONLY)"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR,
        env=PRODUCTION | {"DJANGO_SETTINGS_MODULE": "trafficking_program.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.split() == ["True"] * 6


@pytest.mark.parametrize("name", ["dashboards:programme", "account_login"])
def test_every_page_carries_the_strict_policy(client, db, name):
    response = client.get(reverse(name))

    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_the_administration_carries_it_too(client, cast):
    client.force_login(cast.administrator)

    response = client.get(reverse("admin:accounts_user_add"))

    assert "unsafe" not in response.headers["Content-Security-Policy"]
