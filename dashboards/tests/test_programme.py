"""The public page: what the programme says of itself, and what is logged, kept apart."""

import pytest
from django.urls import reverse

from districts import maps
from districts.models import Upazila
from tests.factories import (
    ActivityFactory,
    OrganisationFactory,
    OutcomeFactory,
    PartnershipFactory,
    ProjectFactory,
    ReportedAchievementFactory,
    TargetGroupFactory,
)

SQUARE = "M10 10l20 0l0 20l-20 0z"


@pytest.fixture
def public(cast):
    cast.project.is_public = True
    cast.project.goal_bn = "পাচার কমবে"
    cast.project.objective_bn = "পাচার চিহ্নিত করা"
    cast.project.save()
    Upazila.objects.update(outline=SQUARE, label_x=20, label_y=20)
    return cast.project


def page(client):
    return client.get(reverse("dashboards:programme"))


def test_it_says_everything_the_programme_says(client, cast, public):
    ypsa = OrganisationFactory(name_bn="ইয়ং পাওয়ার", short_bn="ইপসা", note_bn="কনসালটেটিভ")
    PartnershipFactory(project=public, organisation=ypsa, role="partner")
    OutcomeFactory(project=public, number=1, statement_bn="সচেতনতা বাড়বে")
    ReportedAchievementFactory(
        project=public, statement_bn="এক লক্ষ মানুষকে সচেতন করেছি", value=100_000
    )
    public.target_groups.add(TargetGroupFactory(kind="secondary", name_bn="বিচারক"))

    html = page(client).content.decode()

    for text in [
        public.title_bn,
        "পাচার কমবে",
        "পাচার চিহ্নিত করা",
        "ইয়ং পাওয়ার (ইপসা)",
        "কনসালটেটিভ",
        "সচেতনতা বাড়বে",
        "এক লক্ষ মানুষকে সচেতন করেছি",
        "ঝুঁকিতে থাকা নারী",
        "বিচারক",
        "উঠান বৈঠক",
        "ফেনী সদর",
        "আখাউড়া",
    ]:
        assert text in html
    assert html.count("<h1") == 1


def test_it_shows_the_public_project_whichever_one_works_in(client, cast, public):
    other = ProjectFactory(title_bn="অন্য প্রকল্প", is_demonstration=True)
    client.force_login(cast.officer)

    response = client.get(reverse("dashboards:programme"), {"project": other.slug})

    assert public.title_bn in response.content.decode()
    assert other.title_bn not in response.content.decode()


def test_without_a_public_project_it_says_so(client, db):
    response = page(client)

    assert response.status_code == 200
    assert response.context["programme"] is None


def test_only_approved_activities_are_counted(client, cast, public):
    common = {"project": public, "activity_type": cast.courtyard, "upazila": cast.feni_sadar}
    ActivityFactory(**common, status="approved", women=12)
    ActivityFactory(**common, status="approved", women=30)
    ActivityFactory(**common, status="submitted", women=500)
    ActivityFactory(**common, women=700)

    programme = page(client).context["programme"]

    assert (programme.logged.activities, programme.logged.contacts) == (2, 42)
    assert [(row.type, row.approved) for row in programme.activities] == [(cast.courtyard, 2)]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_number_of_queries(client, cast, public, rows, django_assert_num_queries):
    for _ in range(rows):
        TargetGroupFactory()
        OutcomeFactory(project=public, number=100 + _)
        ReportedAchievementFactory(project=public)
        ActivityFactory(
            project=public, activity_type=cast.courtyard, upazila=cast.akhaura, status="approved"
        )

    with django_assert_num_queries(11):
        page(client)


def test_the_frame_of_a_map_is_that_of_its_outlines():
    assert maps.corners(SQUARE) == ((10, 10), (30, 10), (30, 30), (10, 30))
    assert maps.Frame.around(maps.corners(SQUARE)) == maps.Frame(10, 10, 30, 30)


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (5, 1), (6, 2), (99, 20), (101, 50), (3715, 1000), (5001, 2000)]
)
def test_shades_have_round_thresholds_and_five_hold_the_most(most, step):
    assert maps.rounded_step(most) == step


def test_lettering_stands_where_an_outline_has_room():
    spoon = "M0 40l100 0l0 -40l100 0l0 100l-100 0l0 -40l-100 0z"

    (x, y), wide = maps.room(spoon)

    assert 110 < x < 190
    assert 20 < y < 80
    assert wide >= 100


def test_an_outline_nobody_can_draw_is_left_out(client, cast, public):
    Upazila.objects.update(outline="nonsense")

    assert page(client).context["map"] is None
