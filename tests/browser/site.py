"""A site of its own, over the database of the test, that can really be stopped."""

import http.client
import os
import socket
import subprocess
import sys

from django.conf import settings
from django.db import connection

from trafficking_program.postgres.server import wait_until


class Site:
    """gunicorn at an address that stays the same, however often it is stopped and started."""

    def __init__(self, media) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.served",
            "DATABASE_OF_THE_TEST": connection.settings_dict["NAME"],
            "MEDIA_ROOT": str(media),
            "OUTBOX_KEYS": settings.OUTBOX_KEYS,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "1",
        }
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--log-level=critical", "trafficking_program.wsgi"],
            cwd=settings.BASE_DIR,
            env=self.environment,
        )
        wait_until(self.answers, "gunicorn does not answer.")

    def answers(self) -> bool:
        try:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None
