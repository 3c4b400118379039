"""Signing in as somebody does on the page."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

PASSWORD = "courtyard-2010"


def sign_in(client, username, password=PASSWORD, **options):
    data = {"login": username, "password": password}
    return client.post(reverse("account_login"), data, **options)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_shown_by_the_app(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))
