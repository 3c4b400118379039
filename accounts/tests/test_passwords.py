"""Changing a password, and choosing a new one by way of the mailbox."""

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.tests.visits import PASSWORD, is_signed_in, sign_in


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
