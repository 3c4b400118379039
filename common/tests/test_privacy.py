"""What is shown to somebody signed in is kept by nobody on the way."""

import pytest
from django.urls import reverse

from tests.factories import ActivityFactory


@pytest.mark.parametrize("name", ["dashboards:home", "activities:list", "dashboards:programme"])
def test_a_page_of_somebody_signed_in_is_theirs(client, cast, name):
    client.force_login(cast.officer)

    assert client.get(reverse(name)).headers["Cache-Control"] == "private, no-cache"


def test_so_is_a_page_that_says_no(client, cast):
    client.force_login(cast.stranger)
    draft = ActivityFactory(upazila=cast.feni_sadar, project=cast.project, status="draft")

    response = client.get(draft.get_absolute_url())

    assert response.status_code == 404
    assert response.headers["Cache-Control"] == "private, no-cache"


def test_a_view_may_ask_for_more(client, cast):
    client.force_login(cast.administrator)

    assert "no-store" in client.get(reverse("admin:index")).headers["Cache-Control"]


def test_the_public_page_is_anybodys(client, cast):
    assert "Cache-Control" not in client.get(reverse("dashboards:programme")).headers
