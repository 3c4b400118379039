"""One e-mail a day, in one's language, and to the others when one fails."""

import io
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.utils import timezone

from dashboards.reminders import remind
from dashboards.tests.reminders.conftest import ago, held, send


class RefusingBackend(EmailBackend):
    """A server that takes no mail for the officer, and says so with the address."""

    def send_messages(self, messages):
        if "officer@example.org" in messages[0].to:
            raise OSError("550 officer@example.org: no such mailbox")
        return super().send_messages(messages)


def test_who_has_nothing_to_do_gets_no_mail(cast):
    assert send() == ("Reminders sent: 0.\n", [])
    assert not type(cast.officer).objects.filter(reminded_on__isnull=False).exists()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_everybody_is_written_to_in_their_own_language(cast, quiet, language):
    type(cast.officer).objects.filter(pk=cast.officer.pk).update(language=language)
    held(cast, status="returned", starts_on=timezone.localdate())

    send()

    message = next(message for message in mail.outbox if message.to == ["officer@example.org"])
    text = re.sub(r"https://\S+", "", f"{message.subject}\n{message.body}")
    if language == "bn":
        assert "উঠান বৈঠক, ফেনী সদর" in text
        assert "ছাগলনাইয়া" in text
        assert not re.search("[0-9]", text)
    else:
        assert "Courtyard meeting, Feni Sadar" in text
        assert not re.search("[০-৯]", text)
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert "&" not in text


def test_running_it_twice_sends_once_and_again_on_the_next_day(cast):
    held(cast, status="returned")

    assert [send()[1], send()[1]] == [[["officer@example.org"]], []]

    type(cast.officer).objects.update(reminded_on=ago(1))
    assert send()[1] == [["officer@example.org"]]


def test_two_that_send_at_once_send_once(cast):
    held(cast, status="returned")
    one, other = (type(cast.officer).objects.get(pk=cast.officer.pk) for _ in range(2))

    assert [remind(one), remind(other)] == [True, False]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("before", [None, ago(3)])
def test_if_one_mail_fails_the_others_get_theirs_and_the_run_says_so(cast, settings, before):
    type(cast.officer).objects.filter(pk=cast.officer.pk).update(reminded_on=before)
    held(cast, status="returned")
    held(cast, officer=cast.manager, reviewer=cast.administrator, status="returned")
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    said = io.StringIO()

    with pytest.raises(CommandError, match="Reminders not sent: 1"):
        call_command("send_reminders", stdout=said, stderr=said)

    assert [message.to for message in mail.outbox] == [["manager@example.org"]]
    cast.officer.refresh_from_db()
    assert cast.officer.reminded_on == before
    assert f"Account {cast.officer.pk}: not sent (OSError)." in said.getvalue()
    for secret in ("example.org", "officer", "উঠান"):
        assert secret not in said.getvalue()


def test_what_failed_is_sent_by_the_next_run_and_nothing_else(cast, settings):
    held(cast, status="returned")
    held(cast, officer=cast.manager, reviewer=cast.administrator, status="returned")
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.RefusingBackend"
    with pytest.raises(CommandError):
        send()

    settings.EMAIL_BACKEND = works

    assert send()[1] == [["officer@example.org"]]


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_without_an_address_or_without_access_there_is_no_mail(cast, change):
    held(cast, status="returned")
    type(cast.officer).objects.filter(pk=cast.officer.pk).update(**change)

    assert send()[1] == []
