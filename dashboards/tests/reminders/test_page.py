"""What is named in a digest is named on the page of work as well."""

import pytest
from django.urls import reverse

from dashboards.tests.reminders.conftest import HOME, aged, ago, held, in_english


def panel_of(response):
    html = response.content.decode()
    panel = html[html.index('id="reminders"') :]
    return panel[: panel.index("</section>")]


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
