"""The commands behind the Makefile, run as it runs them."""

import os
import signal
import socket
import stat
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.core.management import call_command

from demonstration import schedule
from projects.models import Project
from tests.factories import DivisionFactory
from trafficking_program import launcher
from trafficking_program.postgres.server import Server, StartError, wait_until

pytestmark = pytest.mark.long
LAUNCHER = [sys.executable, "-m", "trafficking_program.launcher"]


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def var(tmp_path, monkeypatch):
    """A data folder of its own, and nothing said about a database."""
    monkeypatch.setattr(launcher, "VAR", tmp_path / "var")
    for name in ("DATABASE_URL", "SECRET_KEY"):
        monkeypatch.delenv(name)
    return tmp_path / "var"


@pytest.fixture(autouse=True)
def _signals():
    """The launcher changes what signals do; give the test runner its own back."""
    before = {number: signal.getsignal(number) for number in launcher.TO_STOP}
    yield
    for number, action in before.items():
        signal.signal(number, action)


@contextmanager
def serving(port, database):
    """`make run` on this database, ready to be visited."""
    with subprocess.Popen(
        [*LAUNCHER, "serve"],
        cwd=launcher.PROJECT,
        env={**os.environ, "DATABASE_URL": database, "PORT": str(port), "DEBUG": "True"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            while "Ctrl-C" not in process.stdout.readline():
                assert process.poll() is None
            yield process
        finally:
            process.kill()


def test_a_command_finds_its_database_and_its_exit_code_comes_back(var):
    question = (
        "import os, psycopg2, sys;"
        "psycopg2.connect(os.environ['DATABASE_URL']); assert os.environ['SECRET_KEY'];"
        "sys.exit(7)"
    )

    assert launcher.main(["exec", "--", sys.executable, "-c", question]) == 7

    assert Server.of(var / "postgres") is None


def test_a_command_that_was_killed_counts_as_failed(var):
    assert (
        launcher.main(["exec", "--throwaway", "--", "sh", "-c", "kill -9 $$"])
        == 128 + signal.SIGKILL
    )


def test_a_command_that_is_not_there_is_named(var, capsys):
    assert launcher.main(["exec", "--", "no-such-command"]) == 1
    assert "no-such-command" in capsys.readouterr().err


def test_a_database_that_was_named_is_used_instead(var, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql:///theirs")

    check = '[ "$DATABASE_URL" = postgresql:///theirs ]'
    assert launcher.main(["exec", "--", "sh", "-c", check]) == 0

    assert not (var / "postgres").exists()


def test_a_secret_is_made_once_and_for_its_owner_only(var):
    key = launcher.kept("secret_key", lambda: "made first")

    assert key == "made first"
    assert launcher.kept("secret_key", lambda: "made again") == key
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600
    assert [file.name for file in var.iterdir()] == ["secret_key"]


def test_a_port_in_use_is_named_with_what_to_do(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        monkeypatch.setenv("PORT", str(taken))
        with pytest.raises(StartError, match=f"Port {taken} is in use.*\n.*PORT={taken + 1}"):
            launcher.free_port()


def test_a_port_that_is_no_number_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("PORT", "eight")
    assert launcher.main(["serve"]) == 1
    assert "PORT=eight" in capsys.readouterr().err


def test_a_new_database_gets_the_demonstration_and_a_removed_one_stays_away(db, monkeypatch):
    monkeypatch.setattr(schedule, "ACTIVITIES", 200)

    assert launcher.fill()
    call_command("load_demo", "--remove")

    assert not launcher.fill()
    assert not Project.objects.filter(is_demonstration=True).exists()
    assert Project.objects.filter(slug="pvht-2007").exists()


def test_serving_is_ready_when_it_says_so_and_ends_without_leaving_anything(port, own_database):
    DivisionFactory()  # somebody's data: then no demonstration is loaded
    for number in (signal.SIGINT, signal.SIGTERM):
        with serving(port, own_database) as process:
            assert launcher.is_healthy(port)

            process.send_signal(number)

            assert process.wait(timeout=20) == 0
            assert not launcher.is_healthy(port)

    with serving(port, own_database) as process:
        process.kill()

        wait_until(lambda: not launcher.is_healthy(port), "The web server is there.", patience=10)
