"""A report: made of a frozen quarter or of the moment, read, taken away."""

import pytest
from django.db import InternalError, connection, transaction
from django.urls import reverse

from reports.assembly import contents_of
from reports.models import Report, ReportPhoto, Snapshot
from reports.services import freeze
from reports.tests.quarter import correct
from tests.factories import ActivityFactory, EvidenceFactory, NarrativeFactory, ReportFactory

NEW = reverse("reports:new")


@pytest.fixture(autouse=True)
def in_english(client, cast):
    for who in ("manager", "other_manager", "administrator"):
        cast[who].language = "en"
        cast[who].save()
    client.force_login(cast.manager)


@pytest.fixture
def frozen(cast, logged):
    return freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )


@pytest.fixture
def report(cast, logged):
    """Of Feni in the last quarter, not final."""
    return ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=logged.quarter.start,
        title="Feni, July to September",
        created_by=cast.manager,
    )


@pytest.fixture
def final(cast, frozen):
    return ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=frozen.quarter,
        snapshot=frozen,
        created_by=cast.manager,
    )


# Making one.


def test_it_is_made_of_a_frozen_quarter(client, cast, frozen):
    response = client.post(
        f"{NEW}?snapshot={frozen.pk}", {"title": "Sadar", "place": cast.feni_sadar.pk}
    )

    made = Report.objects.get()
    assert response.headers["Location"] == reverse("reports:edit", args=[made.pk])
    assert (made.snapshot, made.upazila, made.district) == (frozen, cast.feni_sadar, None)
    assert made.period == frozen.period


def test_it_is_made_of_the_moment_for_several_quarters(client, cast, logged):
    form = client.get(NEW).context["form"]
    before = form.fields["first"].choices[-1][0]

    client.post(
        NEW,
        {
            "title": "All of it",
            "place": cast.feni.pk,
            "first": before,
            "last": logged.quarter.start.isoformat(),
        },
    )

    made = Report.objects.get()
    assert not made.is_final
    assert made.period.start == cast.project.starts_on
    assert made.period.end == logged.quarter.end


def test_quarters_the_wrong_way_round_are_refused(client, cast, logged):
    form = client.get(NEW).context["form"]

    response = client.post(
        NEW,
        {
            "title": "Backwards",
            "place": cast.feni.pk,
            "first": logged.quarter.start.isoformat(),
            "last": form.fields["last"].choices[-1][0],
        },
    )

    assert response.status_code == 422
    assert "The last quarter cannot be before the first." in response.content.decode()


@pytest.mark.parametrize("place", ["all", "BD2012", "BD20120002", "nowhere"])
def test_no_report_is_made_of_a_place_one_does_not_see(client, cast, logged, frozen, place):
    quarter = logged.quarter.start.isoformat()
    sent = {"title": "Elsewhere", "place": place, "first": quarter, "last": quarter}

    answers = [client.post(address, sent) for address in (NEW, f"{NEW}?snapshot={frozen.pk}")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert not Report.objects.exists()


def test_no_report_is_made_of_a_snapshot_one_does_not_see(client, cast, frozen):
    client.force_login(cast.other_manager)

    assert client.get(f"{NEW}?snapshot={frozen.pk}").status_code == 404
    assert client.get(f"{NEW}?snapshot=nothing").status_code == 404


# Its figures.


def test_one_of_a_snapshot_keeps_its_figures_and_one_of_the_moment_does_not(
    cast, logged, final, report
):
    before = [contents_of(one, cast.manager)["people"]["contacts"] for one in (final, report)]

    correct(logged.first, cast, women=10)

    after = [contents_of(one, cast.manager)["people"]["contacts"] for one in (final, report)]
    assert (before, after) == ([37, 37], [37, 35])


@pytest.mark.parametrize("which", ["final", "report"])
def test_only_the_one_that_is_not_final_says_so(client, which, request):
    found = request.getfixturevalue(which)

    page = client.get(found.get_absolute_url()).content.decode()

    assert ("Not final" in page) is (which == "report")
    assert (f"<dd>{found.snapshot.check_code}</dd>" in page) if found.snapshot else True


def test_the_page_tells_everything(client, cast, logged, final):
    NarrativeFactory(report=final, text="We came far.\n\nAnd further.")
    NarrativeFactory(report=final, outcome=logged.outcome, text="More women spoke.")

    response = client.get(final.get_absolute_url())

    page = response.content.decode()
    assert "<p>We came far.</p>" in page
    assert "More women spoke." in page
    assert "Attendances added up" in page
    assert logged.meetings.name_en in page
    assert "Behind plan" in page
    assert "3 approved activities, 37 contacts" in page
    assert logged.second.get_absolute_url() in page
    assert logged.far.get_absolute_url() not in page
    assert "YPSA" in page


def test_the_page_of_an_upazila_holds_only_what_happened_there(client, cast, logged, frozen):
    of_sadar = ReportFactory(
        project=cast.project,
        upazila=cast.feni_sadar,
        snapshot=frozen,
        first_quarter=frozen.quarter,
        created_by=cast.manager,
    )

    page = client.get(of_sadar.get_absolute_url()).content.decode()

    assert "2 approved activities, 17 contacts" in page
    assert logged.first.get_absolute_url() in page
    assert logged.second.get_absolute_url() not in page


@pytest.mark.parametrize("more", [1, 3])
def test_its_page_asks_the_same_of_the_database_however_much_was_held(
    client, cast, logged, report, more, django_assert_num_queries
):
    for _ in range(more):
        activity = ActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=cast.feni_sadar,
            officer=cast.officer,
            starts_on=logged.quarter.start,
            women=5,
            group=cast.women_at_risk,
        )
        photo = EvidenceFactory(activity=activity, has_consent=True)
        ReportPhoto.objects.create(report=report, evidence=photo)
        activity.submit(version=1)
        activity.approve(by=cast.manager, version=2)

    with django_assert_num_queries(40):
        client.get(report.get_absolute_url())


# Its end, and its limits.


def test_deleting_asks_and_leaves_what_was_frozen(client, final):
    address = reverse("reports:delete", args=[final.pk])
    assert final.title in client.get(address).content.decode()

    client.post(address)

    assert not Report.objects.exists()
    assert Snapshot.objects.exists()


def test_the_database_does_not_let_figures_be_exchanged_under_the_words(report):
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("update reports_report set last_quarter = '2030-01-01'")


def test_each_is_seen_by_those_who_see_all_of_its_place(cast, report):
    whole = ReportFactory(project=cast.project, created_by=cast.administrator)
    sadar = ReportFactory(project=cast.project, upazila=cast.feni_sadar, created_by=cast.manager)

    seen = {
        who: set(Report.objects.visible_to(cast[who]).values_list("pk", flat=True))
        for who in ("officer", "manager", "other_manager", "administrator")
    }

    assert seen == {
        "officer": set(),
        "manager": {report.pk, sadar.pk},
        "other_manager": set(),
        "administrator": {report.pk, sadar.pk, whole.pk},
    }


def test_a_figure_that_is_no_sum_leads_to_where_it_is_taken_apart(client, cast, logged, report):
    cast.project.indicators.filter(code="contacts").update(across_places="max")

    page = client.get(report.get_absolute_url()).content.decode()

    days = f"from={logged.quarter.start}&amp;to={logged.quarter.end}"
    targets = f"{reverse('dashboards:targets')}?project=courtyards&amp;place=BD2030&amp;{days}"
    assert f'href="{targets}#of-contacts"' in page
    assert "indicator=meetings" in page
    assert "indicator=contacts" not in page
