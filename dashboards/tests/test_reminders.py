"""Nothing is forgotten: one e-mail a day, in one's language, and the same on the page of work."""

import datetime
import io
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from activities.models import Activity
from dashboards.reminders import digest, remind
from trafficking_program.tests.factories import (
    ActivityFactory,
    NothingToReportFactory,
    ProjectFactory,
    UserFactory,
)

HOME = reverse("dashboards:home")


class RefusingBackend(EmailBackend):
    """A server that takes no mail for the officer, and says so with the address."""

    def send_messages(self, messages):
        if "officer@example.org" in messages[0].to:
            raise OSError("550 officer@example.org: no such mailbox")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://sutro.example.org"


@pytest.fixture
def cast(cast):
    """The same people, with addresses; and something was held everywhere last week."""
    for name in ("officer", "manager", "administrator"):
        cast[name].email = f"{name}@example.org"
        cast[name].save()
    for upazila in (cast.feni_sadar, cast.chhagalnaiya, cast.akhaura):
        held(cast, upazila=upazila, officer=cast.stranger, status="approved", starts_on=ago(7))
    return cast


def ago(days):
    return timezone.localdate() - datetime.timedelta(days=days)


def held(cast, **fields):
    return ActivityFactory(
        **{
            "project": cast.project,
            "activity_type": cast.courtyard,
            "upazila": cast.feni_sadar,
            "officer": cast.officer,
            "reviewer": cast.manager,
            "women": 10,
            **fields,
        }
    )


def aged(activity, days, field="updated_at"):
    Activity.objects.filter(pk=activity.pk).update(
        **{field: timezone.now() - datetime.timedelta(days=days)}
    )
    return activity


def send():
    """What the command says, and to whom it wrote."""
    mail.outbox.clear()
    said = io.StringIO()
    call_command("send_reminders", stdout=said, stderr=said)
    return said.getvalue(), [message.to for message in mail.outbox]


def in_english(user):
    user.language = "en"
    user.save()


def test_who_has_nothing_to_do_gets_no_mail(cast):
    assert send() == ("Reminders sent: 0.\n", [])
    assert not type(cast.officer).objects.filter(reminded_on__isnull=False).exists()


def test_an_officer_is_reminded_of_what_came_back_and_of_old_drafts(cast):
    in_english(cast.officer)
    back = held(cast, status="returned", venue="রাশেদার উঠান")
    old = aged(held(cast, upazila=cast.chhagalnaiya), 8)
    aged(held(cast), 7)
    colleague = UserFactory(upazilas=[cast.feni_sadar])
    held(cast, officer=colleague, status="returned")

    said, to = send()

    assert (said, to) == ("Reminders sent: 1.\n", [["officer@example.org"]])
    (message,) = mail.outbox
    assert message.subject == "Sutro: 2 matters wait for you"
    site = "https://sutro.example.org"
    addresses = re.findall(r"https://\S+", message.body)
    assert addresses == [
        site + reverse("activities:edit", args=[back.pk]),
        site + reverse("activities:edit", args=[old.pk]),
        site + HOME,
    ]
    assert "Courtyard meeting, Feni Sadar" in message.body
    assert "রাশেদার" not in message.body
    assert back.review_note not in message.body


def test_a_manager_is_reminded_of_reviews_that_wait_for_more_than_a_week(cast):
    in_english(cast.manager)
    late = aged(held(cast, status="submitted"), 8, "submitted_at")
    aged(held(cast, status="submitted"), 7, "submitted_at")
    aged(held(cast, status="submitted", officer=cast.manager), 20, "submitted_at")
    aged(
        held(cast, status="submitted", upazila=cast.akhaura, officer=cast.stranger),
        20,
        "submitted_at",
    )

    remind(cast.manager)

    (message,) = mail.outbox
    assert "1 activity has waited for your review for more than 7 days:" in message.body
    assert f"https://sutro.example.org{late.get_absolute_url()}?queue=1" in message.body
    assert len(digest(cast.administrator)[0].first_overdue) == 3


def test_of_many_reviews_the_oldest_ten_are_named(cast):
    in_english(cast.manager)
    waiting = [
        aged(held(cast, status="submitted"), 10 + number, "submitted_at") for number in range(12)
    ]

    remind(cast.manager)

    body = mail.outbox[0].body
    assert "12 activities have waited" in body
    assert body.count("?queue=1") == 10
    assert str(waiting[-1].pk) in body
    assert str(waiting[0].pk) not in body
    assert f"{reverse('activities:review')}?project=courtyards" in body


@pytest.fixture
def quiet(cast):
    """A second project, where nothing has been held in Chhagalnaiya and Akhaura."""
    project = ProjectFactory(title_en="Quiet", title_bn="নীরব", slug="quiet")
    project.upazilas.add(cast.chhagalnaiya, cast.akhaura)
    return project


def silent_places(user):
    return [place.upazila.name_en for each in digest(user) for place in each.silent]


def test_everybody_is_told_of_silence_in_their_own_places(cast, quiet):
    held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(30), status="submitted")

    assert silent_places(cast.officer) == ["Chhagalnaiya"]
    assert silent_places(cast.manager) == ["Chhagalnaiya"]
    assert silent_places(cast.other_manager) == ["Akhaura"]
    assert silent_places(cast.administrator) == ["Akhaura", "Chhagalnaiya"]


def test_thirty_days_are_not_yet_over_after_twenty_nine(cast, quiet):
    held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(29), status="submitted")

    assert silent_places(cast.officer) == []


def test_where_somebody_said_that_nothing_was_held_it_is_not_silent(cast, quiet):
    NothingToReportFactory(project=quiet, upazila=cast.chhagalnaiya)
    long_ago = ago(70).replace(day=1)
    NothingToReportFactory(project=quiet, upazila=cast.akhaura, month=long_ago)

    assert silent_places(cast.officer) == []
    assert silent_places(cast.other_manager) == ["Akhaura"]


def test_a_digest_speaks_of_every_running_project_and_of_no_other(cast, quiet):
    over = ProjectFactory(starts_on="2007-08-01", ends_on="2010-10-31")
    over.upazilas.add(cast.chhagalnaiya)
    held(cast, status="returned")
    held(cast, project=over, starts_on="2010-01-01", status="returned")
    in_english(cast.officer)

    assert {each.project for each in digest(cast.officer)} == {cast.project, quiet}

    remind(cast.officer)
    body = mail.outbox[0].body
    assert "Courtyards" in body
    assert "Quiet" in body
    assert "Chhagalnaiya, nothing logged yet" in body
    address = reverse("dashboards:upazila", args=["BD20300014"])
    assert f"https://sutro.example.org{address}?project=quiet" in body


def test_invented_data_is_for_invented_people(cast, quiet):
    quiet.is_demonstration = True
    quiet.save()
    assert silent_places(cast.officer) == []

    cast.officer.is_demonstration = True

    assert silent_places(cast.officer) == ["Chhagalnaiya"]


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


@pytest.mark.parametrize("count", [1, 3])
def test_a_digest_costs_the_same_whatever_the_amount(cast, django_assert_num_queries, count):
    for _ in range(count):
        held(cast, officer=cast.manager, reviewer=cast.administrator, status="returned")
        aged(held(cast, officer=cast.manager), 9)
        aged(held(cast, status="submitted"), 9, "submitted_at")

    with django_assert_num_queries(7):
        (found,) = digest(cast.manager)

    assert found.count == 3 * count


# The same on the page of work.


def test_an_officers_page_names_old_drafts_and_silent_places(client, cast, quiet):
    in_english(cast.officer)
    old = aged(held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(40)), 8)
    new = held(cast, project=quiet, upazila=cast.chhagalnaiya, starts_on=ago(40))
    client.force_login(cast.officer)

    response = client.get(HOME, {"project": "quiet"})

    panel = panel_of(response)
    assert "Still a draft: Courtyard meeting, Chhagalnaiya" in panel
    assert reverse("activities:edit", args=[old.pk]) in panel
    assert reverse("activities:edit", args=[new.pk]) not in panel
    assert "No news from Chhagalnaiya for 800 days" in panel
    assert f"{reverse('activities:nothing')}?upazila=BD20300014" in panel


def test_a_managers_page_names_late_reviews_and_what_is_their_own(client, cast):
    in_english(cast.manager)
    aged(held(cast, status="submitted"), 8, "submitted_at")
    back = held(cast, officer=cast.manager, reviewer=cast.administrator, status="returned")
    client.force_login(cast.manager)

    panel = panel_of(client.get(HOME))

    assert "1 activity has waited for your review for more than 7 days" in panel
    assert "Returned to you: Courtyard meeting, Feni Sadar" in panel
    assert reverse("activities:edit", args=[back.pk]) in panel


@pytest.mark.parametrize("who", ["officer", "manager"])
def test_who_has_forgotten_nothing_sees_no_panel(client, cast, who):
    client.force_login(cast[who])

    assert 'id="reminders"' not in client.get(HOME).content.decode()


def panel_of(response):
    html = response.content.decode()
    panel = html[html.index('id="reminders"') :]
    return panel[: panel.index("</section>")]
