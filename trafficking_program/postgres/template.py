"""The database with which tests begin: it is migrated once for each state of the migrations.

It is kept in `var/templates/`, as the data folder of a server that does not run. Each run of the
tests copies that folder and serves the copy, so that two runs at once do not disturb each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trafficking_program.postgres.cluster import Cluster, embedded_programs
from trafficking_program.postgres.server import NAME, StartError
from trafficking_program.postgres.throwaway import throwaway

PROJECT = Path(__file__).resolve().parents[2]
# Nobody uses it while it is made. It is kept, so fsync stays on, which a throwaway turns off.
OPTIONS = {"synchronous_commit": "off", "autovacuum": "off"}
MIGRATE = [sys.executable, "manage.py", "migrate", "--verbosity=0"]


@contextmanager
def migrated(parent: Path, programs: Path | None = None) -> Iterator[str]:
    """The URL of a throwaway server whose database has all migrations."""
    programs = programs or embedded_programs()
    with throwaway(parent, programs, Template(parent / "templates", programs).copy_to) as url:
        os.environ["MIGRATED_DATABASE"] = NAME
        yield url


class Template:
    """The kept data folder. A lock lets only one process at a time make, copy or remove it."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder = folder
        self.programs = programs
        self.version = Cluster(folder, programs).version
        self.data = folder / f"{self.version}-{fingerprint()}"

    def copy_to(self, data: Path) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.data.exists():
                self._make()
            subprocess.run(["cp", "-a", f"{self.data}/.", data], check=True)

    def _make(self) -> None:
        """Make the data folder under another name first, so that a half-made one is never copied.

        What a killed run has left, and folders of older migrations, are removed. Raises StartError
        if the migration fails.
        """
        new = self.folder / "new"
        cluster = Cluster(new / "postgres", self.programs, OPTIONS, role_may="CREATEDB")
        cluster.stop_if_unused()
        for old in (new, *self.folder.glob(f"{self.version}-*")):
            shutil.rmtree(old, ignore_errors=True)
        print("Migrating a database for the tests, once", flush=True)
        with cluster.running() as url:
            migrated = subprocess.run(MIGRATE, cwd=PROJECT, env=os.environ | {"DATABASE_URL": url})
            if migrated.returncode:
                raise StartError("The database for the tests could not be migrated.")
        cluster.data.rename(self.data)
        shutil.rmtree(new)


def fingerprint() -> str:
    """A hash that changes whenever `migrate` may make another database."""
    digest = hashlib.sha256()
    for path in (PROJECT / "requirements.txt", *sorted(PROJECT.glob("*/migrations/*.py"))):
        digest.update(f"{path.relative_to(PROJECT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
