"""A site of its own: gunicorn and a PostgreSQL that forgets nothing, in a folder that goes."""

from __future__ import annotations

import http.client
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil

from outbox.encryption import new_key
from trafficking_program.launcher import VAR
from trafficking_program.postgres.cluster import Cluster, embedded_programs
from trafficking_program.postgres.server import Server, StartError, wait_until
from trafficking_program.postgres.template import Template

WORKERS = 3


class Site:
    """PostgreSQL and gunicorn, each of which can be killed and comes back at the same address."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.stack = stack
        template = Template(VAR / "templates", embedded_programs())
        self.cluster = Cluster(folder / "postgres", fill=template.copy_to)
        self.socket = folder / "socket"
        self.start_database()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        os.environ |= {
            "DATABASE_URL": f"postgresql://sutro@/sutro?host={self.socket}",
            "DJANGO_SETTINGS_MODULE": "trafficking_program.settings",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "OUTBOX_KEYS": new_key(2048),
            "OUTBOX_RATE": "1000000",
            "MEDIA_ROOT": str(folder / "media"),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(WORKERS),
        }
        self.web: subprocess.Popen[bytes] | None = None

    def start_database(self) -> None:
        while True:
            with suppress(StartError):  # what is left of a killed one has not gone yet
                self.stack.enter_context(self.cluster.running())
                break
        server = Server.of(self.cluster.data)
        assert server
        link = self.socket.with_name("new")
        link.symlink_to(server.folder)
        link.rename(self.socket)

    def start_web(self) -> None:
        self.web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--log-level=critical", "trafficking_program.wsgi"],
            stderr=subprocess.DEVNULL,
        )
        wait_until(self.answers, "gunicorn does not answer.")

    def answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill(self, what: str) -> None:
        """SIGKILL a worker, gunicorn's master or PostgreSQL; the last two are started again."""
        assert self.web
        if what == "worker":
            with suppress(psutil.NoSuchProcess, IndexError):
                random.choice(psutil.Process(self.web.pid).children()).kill()
        elif what == "master":
            self.web.kill()
            self.web.wait()
            wait_until(self.port_is_free, "The workers of a killed gunicorn stay.")
            self.start_web()
        else:
            server = Server.of(self.cluster.data)
            assert server
            os.kill(server.pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(server.pid, 0)
            self.start_database()

    def port_is_free(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", self.port))
                return True
        return False

    def stop(self) -> None:
        if self.web:
            self.web.terminate()
            self.web.wait()
