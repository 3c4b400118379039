"""Looking up what was copied into the register."""

from importlib import import_module

import pytest
from django.db import connection

from activities.models import Activity
from common.localisation import localised_digits, spaced
from outbox.models import Delivery
from outbox.receipts import new_code
from tests.factories import ActivityFactory, DeliveryFactory

pytestmark = pytest.mark.django_db


def page_of(client, who, code):
    client.force_login(who)
    return client.get(f"/outbox/receipts/{code}/")


@pytest.mark.parametrize("write", [str, spaced, lambda code: localised_digits(spaced(code))])
def test_a_receipt_is_found_in_either_script_with_or_without_gaps(
    client, cast, kept, send, write, the_activity
):
    record = kept()
    send(record)
    receipt = Delivery.objects.get().receipt

    page = page_of(client, cast.officer, write(receipt)).content.decode()

    assert the_activity(record).get_absolute_url() in page
    assert the_activity(record).get_status_display() in page
    assert localised_digits(spaced(receipt)) in page


def test_a_number_that_is_miswritten_is_said_to_be(client, cast, kept, send):
    send(kept())
    receipt = Delivery.objects.get().receipt
    wrong = receipt[:-1] + str((int(receipt[-1]) + 1) % 10)

    answer = page_of(client, cast.officer, wrong)

    assert answer.status_code == 404
    assert "invalid-feedback" in answer.content.decode()


@pytest.mark.parametrize("who", ["stranger", "other_manager"])
def test_what_is_not_ones_own_to_see_is_answered_like_what_is_not_there(
    client, cast, kept, send, who
):
    send(kept())
    other = new_code()

    hidden = page_of(client, cast[who], Delivery.objects.get().receipt)
    unknown = page_of(client, cast[who], other)

    def said(answer):
        page = answer.content.decode()
        return page[page.index("<main") :].partition('value="')[0]

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert said(hidden) == said(unknown)


@pytest.mark.parametrize("who", ["officer", "manager", "administrator"])
def test_it_is_seen_by_its_author_and_by_who_looks_after_them(client, cast, kept, send, who):
    send(kept())

    assert page_of(client, cast[who], Delivery.objects.get().receipt).status_code == 200


def test_a_draft_is_not_shown_to_its_manager(client, cast, kept, send, the_activity):
    record = kept(submit=None, draft="1")
    send(record)
    receipt = Delivery.objects.get().receipt

    page = page_of(client, cast.manager, receipt).content.decode()

    assert the_activity(record).get_absolute_url() not in page


def test_each_state_has_its_words(client, cast, kept, send, jpeg):
    send(kept(jpeg()), files=False)
    delivery = Delivery.objects.get()
    rows = Delivery.objects.filter(pk=delivery.pk)
    pages = [page_of(client, cast.officer, delivery.receipt).content]
    for changes in (
        {"state": "received"},
        {"state": "quarantined", "trouble": "form"},
        {"state": "rejected", "note": "দুইবার লেখা", "decided_by": cast.manager},
        {"state": "logged"},
    ):
        rows.update(**changes)
        pages.append(page_of(client, cast.officer, delivery.receipt).content)

    assert len(set(pages)) == 5
    assert "দুইবার লেখা" in pages[3].decode()


def test_the_form_leads_to_the_receipt(client, cast, kept, send):
    send(kept())
    receipt = Delivery.objects.get().receipt
    written = localised_digits(spaced(receipt))

    answer = client.get("/outbox/receipts/", {"code": written})

    assert (answer.status_code, answer.url) == (302, f"/outbox/receipts/{receipt}/")


@pytest.mark.parametrize("written", ["", "12", "১২৩ ৪৫৬", "abc/../def", "0" * 500])
def test_the_form_says_what_is_wrong(client, cast, written):
    client.force_login(cast.officer)

    answer = client.get("/outbox/receipts/", {"code": written})

    assert answer.status_code == 422
    assert "invalid-feedback" in answer.content.decode()


def test_the_page_of_the_activity_names_the_receipt_to_copy(client, cast, kept, send):
    send(kept())
    written = localised_digits(Delivery.objects.get().code)

    page = client.get(Activity.objects.get().get_absolute_url()).content.decode()

    assert written in page


@pytest.mark.parametrize("status", ["draft", "approved"])
def test_so_does_that_of_an_activity_logged_before_it_had_a_receipt(client, cast, status):
    activity = ActivityFactory(
        officer=cast.officer, upazila=cast.feni_sadar, project=cast.project, status=status
    )
    delivery = DeliveryFactory(activity=activity, state="logged", trouble="")
    steps = Activity.pgh_event_model.objects.count()

    with connection.cursor() as cursor:
        cursor.execute(
            import_module("outbox.migrations.0006_receipts_of_activities").COPY_THE_RECEIPTS
        )

    client.force_login(cast.officer)
    page = client.get(activity.get_absolute_url()).content.decode()
    assert localised_digits(delivery.code) in page
    assert Activity.pgh_event_model.objects.count() == steps


def test_an_author_who_works_elsewhere_by_now_is_not_told_of_a_draft(client, cast, kept, send):
    send(kept())
    cast.officer.upazilas.remove(cast.chhagalnaiya)
    cast.officer.language = "en"
    cast.officer.save()

    page = page_of(client, cast.officer, Delivery.objects.get().receipt).content.decode()
    listed = client.get("/outbox/").content.decode()

    assert "in a place whose activities you do not see" in page
    assert "draft" not in page
    assert Delivery.objects.get().get_absolute_url() in listed
    assert Activity.objects.get().get_absolute_url() not in listed + page
