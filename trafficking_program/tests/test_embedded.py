"""The embedded PostgreSQL, with real servers in folders of their own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from trafficking_program.postgres.cluster import Cluster
from trafficking_program.postgres.server import Server, StartError, wait_until
from trafficking_program.postgres.throwaway import OPTIONS, throwaway

pytestmark = pytest.mark.long
NOBODY_ELSE = 65533  # a user id without a name or a file

# Starts the server of the folder it is given and ends as if by kill -9.
KILLED_LAUNCHER = """
import os, signal, sys
from pathlib import Path
from trafficking_program.postgres.cluster import Cluster
with Cluster(Path(sys.argv[1])).running():
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def nothing_yet(tmp_path):
    """Data at the end of a path that is closed, long and full of blanks."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return Cluster(closed / ("a long name " * 10) / "postgres", options=OPTIONS)


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Data that were made once, and that nobody serves."""
    cluster = Cluster(tmp_path_factory.mktemp("made") / "postgres", options=OPTIONS)
    with cluster.running():
        pass
    return cluster.data


@pytest.fixture
def cluster(nothing_yet, made):
    """With data that were made before."""
    nothing_yet.data.parent.mkdir(mode=0o700)
    subprocess.run(["cp", "-a", made, nothing_yet.data], check=True)
    return nothing_yet


def ask(url, question):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def killed_launcher(data):
    killed = subprocess.run([sys.executable, "-c", KILLED_LAUNCHER, data])
    assert killed.returncode == -signal.SIGKILL


def test_the_application_owns_its_database_and_is_no_superuser(nothing_yet):
    with nothing_yet.running() as url:
        rights = ask(
            url,
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,"
            " datdba = r.oid, pg_encoding_to_char(encoding)"
            " FROM pg_roles r, pg_database"
            " WHERE rolname = current_user AND datname = current_database()",
        )
    assert rights == [("sutro", False, False, False, False, False, True, "UTF8")]


def test_text_is_compared_alike_on_every_machine(cluster):
    with cluster.running() as url:
        compared = ask(url, "SELECT 'B' < 'a', 'ক' < 'খ', upper('é'), lower('É')")
    assert compared == [(True, True, "É", "é")]


def test_nobody_else_may_sign_in(cluster):
    with cluster.running() as url:
        assert ask(url, "SHOW listen_addresses") == [("",)]
        with pytest.raises(psycopg2.OperationalError, match="no pg_hba"):
            psycopg2.connect(url, user="postgres", dbname="postgres")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try it as another user")
def test_another_user_does_not_even_reach_the_socket(cluster):
    with cluster.running() as url:
        folder = url.partition("?host=")[2]
        attempt = subprocess.run(
            ["/bin/ls", folder], user=NOBODY_ELSE, group=NOBODY_ELSE, extra_groups=[]
        )
        as_owner = subprocess.run(["/bin/ls", folder])
    assert (attempt.returncode, as_owner.returncode) == (2, 0)


def test_folders_outside_stay_as_closed_as_they_were(nothing_yet, tmp_path):
    above = [tmp_path, *tmp_path.parents]
    before = [(folder.stat().st_mode, folder.stat().st_uid) for folder in above]

    with nothing_yet.running() as url:
        assert ask(url, "SELECT 1") == [(1,)]

    assert [(folder.stat().st_mode, folder.stat().st_uid) for folder in above] == before


def test_the_server_runs_until_the_last_one_leaves_and_keeps_its_data(cluster):
    with cluster.running() as first:
        ask(first, "CREATE TABLE note AS SELECT 'উঠান' AS text")
        with cluster.running() as second:
            assert second == first
        assert ask(first, "SELECT text FROM note") == [("উঠান",)]
    with pytest.raises(psycopg2.OperationalError):
        ask(first, "SELECT 1")
    assert not Path(first.partition("?host=")[2]).exists()

    with cluster.running() as again:
        assert ask(again, "SELECT text FROM note") == [("উঠান",)]


def test_a_server_that_outlived_its_launcher_is_used_and_then_stopped(cluster):
    killed_launcher(cluster.data)
    orphan = Server.of(cluster.data)
    assert orphan.lives()

    with cluster.running() as url:
        assert url == orphan.url
        assert ask(url, "SELECT 1") == [(1,)]

    assert not orphan.lives()
    assert not orphan.folder.exists()


def test_a_killed_server_is_started_anew(cluster):
    killed_launcher(cluster.data)
    killed = Server.of(cluster.data)
    os.kill(killed.pid, signal.SIGKILL)
    wait_until(lambda: not killed.lives(), "still there")

    with cluster.running() as url:
        assert ask(url, "SELECT 1") == [(1,)]

    assert not killed.folder.exists()


def test_the_number_of_a_dead_server_may_belong_to_another_program_by_now(cluster):
    killed_launcher(cluster.data)
    left_behind = (cluster.data / "postmaster.pid").read_text()
    dead = Server.of(cluster.data)
    dead.stop()
    (cluster.data / "postmaster.pid").write_text(
        left_behind.replace(str(dead.pid), str(os.getpid()), 1)
    )

    with cluster.running() as url:
        assert ask(url, "SELECT 1") == [(1,)]


def test_data_half_made_by_a_killed_launcher_are_made_again(nothing_yet):
    half_made = nothing_yet.data.with_name("postgres.new")
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18")

    with nothing_yet.running() as url:
        assert ask(url, "SELECT 1") == [(1,)]

    assert not half_made.exists()


def test_data_of_another_version_are_left_alone(cluster):
    with cluster.running():
        pass
    (cluster.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(StartError, match="made by PostgreSQL 12, and this is"), cluster.running():
        pass


def test_what_postgresql_says_is_passed_on_when_it_does_not_start(cluster):
    broken = Cluster(cluster.data, options={"shared_buffers": "nonsense"})

    with pytest.raises(StartError, match="shared_buffers"), broken.running():
        pass

    assert Server.of(cluster.data) is None


def test_a_throwaway_server_may_make_databases_and_leaves_nothing(tmp_path):
    with throwaway(tmp_path) as url:
        assert ask(url, "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") == [
            (True,)
        ]
        assert ask(url, "SHOW fsync") == [("off",)]
    assert list(tmp_path.iterdir()) == []


def test_a_throwaway_server_sweeps_up_after_killed_ones_and_spares_the_living(tmp_path):
    killed_launcher(tmp_path / "throwaway-killed" / "postgres")
    orphan = Server.of(tmp_path / "throwaway-killed" / "postgres")

    with throwaway(tmp_path) as living, throwaway(tmp_path):
        assert not orphan.lives()
        assert not (tmp_path / "throwaway-killed").exists()
        assert ask(living, "SELECT 1") == [(1,)]
