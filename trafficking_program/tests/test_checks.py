"""`check --deploy` and the demonstration accounts."""

from django.core.checks import Tags, run_checks
from django.db import connection

from tests.factories import UserFactory
from trafficking_program.checks import no_demonstration_accounts


def ours() -> list[str]:
    messages = run_checks(tags=[Tags.security], include_deployment_checks=True)
    return [message.id for message in messages if message.id.startswith("trafficking_program.")]


def test_deploying_with_demonstration_accounts_is_warned_of(db):
    UserFactory(is_demonstration=True)

    assert ours() == ["trafficking_program.W001"]


def test_nothing_is_said_where_there_are_none_or_only_closed_ones(db):
    UserFactory()
    UserFactory(is_demonstration=True, is_active=False)

    assert ours() == []


def test_it_is_no_matter_of_every_day(db):
    UserFactory(is_demonstration=True)

    assert no_demonstration_accounts not in run_checks.__self__.get_checks()


def test_a_database_without_tables_is_no_reason_to_fail(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user RENAME TO accounts_somebody")

    messages = no_demonstration_accounts(None)

    assert [message.id for message in messages] == ["trafficking_program.I001"]
    assert "accounts_user" in messages[0].hint
