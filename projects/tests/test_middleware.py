"""Which project a visit is about."""

import datetime

import pytest

from tests.factories import ProjectFactory

LIST = "/activities/"


@pytest.fixture
def over(cast):
    return ProjectFactory(
        slug="over", starts_on=datetime.date(2007, 8, 1), ends_on=datetime.date(2010, 10, 31)
    )


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.officer)
    return client


def project_of(response):
    return response.wsgi_request.project.slug


def test_it_is_the_one_running_today(officer, cast, over):
    assert project_of(officer.get(LIST)) == cast.project.slug


def test_it_is_the_latest_where_none_is_running(officer, cast, over):
    cast.project.ends_on = cast.project.starts_on
    cast.project.save()

    assert project_of(officer.get(LIST)) == cast.project.slug


def test_another_one_is_chosen_by_the_address_and_kept_for_the_visit(officer, over):
    assert project_of(officer.get(LIST, {"project": "over"})) == "over"
    assert project_of(officer.get(LIST)) == "over"


def test_the_choice_ends_with_the_visit(officer, over):
    officer.get(LIST, {"project": "over"})

    assert not officer.cookies["project"]["max-age"]
    assert officer.cookies["project"]["httponly"]


def test_a_project_that_does_not_exist_is_not_kept(officer, cast, over):
    response = officer.get(LIST, {"project": "nowhere"})

    assert project_of(response) == cast.project.slug
    assert "project" not in officer.cookies


def test_choosing_writes_nothing_to_the_database(officer, over, django_assert_max_num_queries):
    with django_assert_max_num_queries(10) as queries:
        officer.get(LIST, {"project": "over"})

    writes = ("INSERT", "UPDATE", "DELETE")
    assert not [query for query in queries if query["sql"].startswith(writes)]
