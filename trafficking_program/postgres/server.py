"""A PostgreSQL process of ours: how to find it, ask it, and stop it. cluster.py starts it."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

NAME = "sutro"  # the name of the role and of its database
PATIENCE = 60  # seconds to wait for a start or a stop; enough to recover after a power cut


class StartError(Exception):
    """The system cannot be started. The text is for the person who ran the command."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL process, and the private folder with which it was started."""

    pid: int
    folder: Path

    @classmethod
    def of(cls, data: Path) -> Server | None:
        """The server that wrote `postmaster.pid` in the data folder; None if there is no such file.

        A killed server leaves the file behind, so ask `lives` too.
        """
        with suppress(FileNotFoundError, IndexError, ValueError):
            lines = (data / "postmaster.pid").read_text().splitlines()
            return cls(pid=int(lines[0]), folder=Path(lines[4]))
        return None

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={self.folder}"

    def lives(self) -> bool:
        """Whether the process runs and is PostgreSQL; another program may have its number."""
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
        return False

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=5).close()
        except psycopg2.OperationalError:
            return False
        return True

    def stop(self) -> None:
        """Close its connections, let it write its data, and wait until it has stopped."""
        if self.lives():
            os.kill(self.pid, signal.SIGINT)
            wait_until(lambda: not self.lives(), "PostgreSQL does not stop.")
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        self.remove_folder()

    def remove_folder(self) -> None:
        # The path comes from a file that others than root can write: remove only a folder of ours.
        if self.folder.parent in map(Path, ("/tmp", "/var/tmp")) and self.folder.match("sutro-*"):
            shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(done: Callable[[], bool], complaint: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            raise StartError(complaint)
        time.sleep(0.03)
