"""A PostgreSQL process of ours: found, asked and stopped. embedded.py starts it."""

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

NAME = "sutro"  # of the role and of its database
PATIENCE = 60  # seconds to start or to stop, enough to recover after a power cut


class StartError(Exception):
    """It can't be started. The text is for the person who ran the command."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL process and the private folder it was started with."""

    pid: int
    folder: Path

    @classmethod
    def of(cls, data: Path) -> Server | None:
        """The one that wrote `postmaster.pid`, which a killed one leaves behind."""
        with suppress(FileNotFoundError, IndexError, ValueError):
            lines = (data / "postmaster.pid").read_text().splitlines()
            return cls(pid=int(lines[0]), folder=Path(lines[4]))
        return None

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={self.folder}"

    def lives(self) -> bool:
        """Whether the process is there and still PostgreSQL: numbers are used again."""
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
        """Cut its connections, let it write all down and wait until it is gone."""
        if self.lives():
            os.kill(self.pid, signal.SIGINT)
            wait_until(lambda: not self.lives(), "PostgreSQL does not stop.")
            with suppress(ChildProcessError):
                os.waitpid(self.pid, 0)
        self.remove_folder()

    def remove_folder(self) -> None:
        # Its path was read from a file that is not root's: remove nothing but a folder of ours.
        if self.folder.parent in map(Path, ("/tmp", "/var/tmp")) and self.folder.match("sutro-*"):
            shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(done: Callable[[], bool], complaint: str, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not done():
        if time.monotonic() > deadline:
            raise StartError(complaint)
        time.sleep(0.03)
