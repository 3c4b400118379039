"""The database that each run of the tests begins with, made of one small migration."""

import os
import signal
import subprocess
import sys

import pytest

from trafficking_program.postgres import template
from trafficking_program.postgres.server import Server, StartError
from trafficking_program.tests.test_embedded import ask

pytestmark = pytest.mark.long
MIGRATION = """
import os, psycopg2
connection = psycopg2.connect(os.environ["DATABASE_URL"])
connection.cursor().execute("CREATE TABLE village AS SELECT gen_random_uuid() AS made")
connection.commit()
"""

# Ends as if by kill -9 while the migrations run.
KILLED = """
import os, signal, sys
from pathlib import Path
from trafficking_program.postgres import template
kill = "import os, signal; os.kill(os.getppid(), signal.SIGKILL)"
template.MIGRATE = [sys.executable, "-c", kill]
with template.migrated(Path(sys.argv[1])):
    pass
"""


@pytest.fixture(autouse=True)
def one_migration(tmp_path, monkeypatch):
    """A project with one file of migrations; `MIGRATED_DATABASE` is as it was, afterwards."""
    project = tmp_path / "project"
    (project / "villages" / "migrations").mkdir(parents=True)
    migration = project / "villages" / "migrations" / "0001_initial.py"
    migration.write_text(MIGRATION)
    (project / "requirements.txt").write_text("Django==5.2.0\n")
    monkeypatch.setattr(template, "PROJECT", project)
    monkeypatch.setattr(template, "MIGRATE", [sys.executable, migration])
    monkeypatch.setenv("MIGRATED_DATABASE", "none")
    return migration


@pytest.fixture
def var(tmp_path):
    return tmp_path / "var"


def kept(var):
    return {path.name for path in (var / "templates").iterdir()}


def test_it_is_made_once_and_every_run_has_a_copy_of_its_own(var):
    made = "SELECT made FROM village"
    with template.migrated(var) as one, template.migrated(var) as other:
        assert ask(one, made) == ask(other, made)
        ask(one, "DELETE FROM village")
        assert len(ask(other, made)) == 1
        assert os.environ["MIGRATED_DATABASE"] == "sutro"

        with template.migrated(var) as later:
            assert ask(later, made) == ask(other, made)
            assert ask(later, "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'sutro'") == [
                (True,)
            ]

    assert {path.name for path in var.iterdir()} == {"templates", "templates.lock"}


def test_another_migration_makes_another_and_lets_go_of_the_old_one(var, one_migration):
    with template.migrated(var):
        old = kept(var)
    one_migration.with_name("0002_more.py").write_text("")

    with template.migrated(var) as url:
        assert ask(url, "SELECT count(*) FROM village") == [(1,)]

    assert len(kept(var)) == 1
    assert kept(var) != old


def test_another_requirement_is_another_state_too():
    before = template.fingerprint()
    (template.PROJECT / "requirements.txt").write_text("Django==5.2.1\n")

    assert template.fingerprint() != before


def test_half_of_one_that_a_killed_run_left_is_made_again(var):
    killed = subprocess.run([sys.executable, "-c", KILLED, var])
    assert killed.returncode == -signal.SIGKILL
    assert kept(var) == {"new"}
    orphan = Server.of(var / "templates" / "new" / "postgres")

    with template.migrated(var) as url:
        assert ask(url, "SELECT count(*) FROM village") == [(1,)]

    assert not orphan.lives()
    assert "new" not in kept(var)
    assert not list(var.glob("throwaway-*"))


def test_migrations_that_fail_leave_none(var, one_migration):
    one_migration.write_text("raise SystemExit(1)")

    with pytest.raises(StartError, match="could not be migrated"), template.migrated(var):
        pass

    one_migration.write_text(MIGRATION)
    with template.migrated(var) as url:
        assert ask(url, "SELECT count(*) FROM village") == [(1,)]
