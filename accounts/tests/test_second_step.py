"""A code from an app beside the password."""

from django.core.cache import cache
from django.urls import reverse

from accounts.tests.visits import PASSWORD, code_shown_by_the_app, sign_in
from common.localisation import TO_BANGLA


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
