"""Starts the system, or a command beside its database: `python -m trafficking_program.launcher`.

It is for one machine and for development. Production does not use it: see docs/deploy.md.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from trafficking_program.postgres.cluster import Cluster
from trafficking_program.postgres.server import StartError, wait_until
from trafficking_program.postgres.template import migrated
from trafficking_program.postgres.throwaway import throwaway

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"  # all data of this installation: database, secret key, uploads
DEMO_ACCOUNTS = "officer, officer2, manager, manager.all, admin"
DEMO_PASSWORD = "protect-2010"
TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(words: Sequence[str] | None = None) -> int:
    arguments = parse(words)
    for number in TO_STOP:
        signal.signal(number, stop)
    try:
        return int(arguments.run(arguments))
    except (StartError, OSError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


def parse(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="launcher")
    commands = parser.add_subparsers(required=True, metavar="serve | dev | exec")
    serving = commands.add_parser("serve", help="prepare everything and serve it with gunicorn")
    serving.set_defaults(run=serve)
    developing = commands.add_parser("dev", help="serve with DEBUG, reloading what changes")
    developing.set_defaults(run=develop)
    executing = commands.add_parser("exec", help="run a command beside the database")
    kind = executing.add_mutually_exclusive_group()
    kind.add_argument("--throwaway", action="store_true", help="beside a new, empty one")
    kind.add_argument("--migrated", action="store_true", help="beside a new one with the tables")
    executing.add_argument("--programs", type=Path, help="folder of another PostgreSQL's initdb")
    executing.add_argument("command", nargs="+", metavar="COMMAND")
    executing.set_defaults(run=execute)
    return parser.parse_args(words)


def serve(arguments: argparse.Namespace) -> int:
    """Prepare all that is needed after a fresh clone, then run the web server until it is stopped.

    Raises StartError if the web server ends by itself.
    """
    port = free_port()
    os.environ["DEBUG"] = "False"
    with environment():
        ready = f"\nসূত্র · Sutro is ready: http://127.0.0.1:{port}/"
        if prepare(static=True):
            ready += f"\nDemonstration accounts, all with the password {DEMO_PASSWORD}:"
            ready += f"\n  {DEMO_ACCOUNTS}"
        command = [sys.executable, "-m", "gunicorn", "--log-level=warning"]
        server = subprocess.Popen(
            [*command, "trafficking_program.wsgi"],
            cwd=PROJECT,
            start_new_session=True,  # Ctrl-C reaches the launcher, which stops the server
            preexec_fn=die_with_launcher,
        )
        try:
            wait_until(
                lambda: is_healthy(port) or server.poll() is not None,
                "The web server does not answer.",
            )
            if server.poll() is None:
                print(f"{ready}\nCtrl-C stops it.", flush=True)
                server.wait()
            raise StartError("The web server has ended.")
        except SystemExit:
            say("Stopping")
            return 0
        finally:
            ignore_signals()
            server.terminate()
            server.wait()


def develop(arguments: argparse.Namespace) -> int:
    port = free_port()
    os.environ["DEBUG"] = "True"
    with environment():
        prepare(static=False)
        return run([sys.executable, "-m", "django", "runserver", f"127.0.0.1:{port}"])


def execute(arguments: argparse.Namespace) -> int:
    database = None
    if arguments.throwaway:
        database = throwaway(VAR, arguments.programs)
    if arguments.migrated:
        database = migrated(VAR, arguments.programs)
    with environment(database):
        return run(arguments.command)


@contextmanager
def environment(database: AbstractContextManager[str] | None = None) -> Iterator[None]:
    """Set the environment variables that the settings need.

    Unless DATABASE_URL is set, run `database` or, without it, the embedded PostgreSQL.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trafficking_program.settings")
    os.environ.setdefault("SECRET_KEY", kept("secret_key", lambda: secrets.token_urlsafe(50)))
    if not {"OUTBOX_KEYS", "OUTBOX_KEYS_FILE"} & set(os.environ):
        kept("outbox_keys.pem", new_outbox_key)
    if "DATABASE_URL" in os.environ:
        yield
        return
    with database or Cluster(VAR / "postgres").running() as url:
        os.environ["DATABASE_URL"] = url
        try:
            yield
        finally:
            ignore_signals()


def kept(name: str, make: Callable[[], str]) -> str:
    """A secret from a file in `var/`, which is made once.

    Other system users cannot read the file, and it is never there half-written.
    """
    VAR.mkdir(mode=0o700, exist_ok=True)
    path = VAR / name
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=VAR) as file, suppress(FileExistsError):
            print(make(), file=file, flush=True)
            os.link(file.name, path)
    return path.read_text().strip()


def new_outbox_key() -> str:
    from outbox.encryption import new_key

    return new_key()


def prepare(*, static: bool) -> bool:
    """Bring the database and the static files up to date; in one process, which is faster.

    Returns whether the demonstration is loaded.
    """
    say("Loading the application")
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    say("Tables")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if static and not static_is_current():
        say("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)
    call_command("process_outbox", verbosity=0)
    has_demonstration = fill()
    connections.close_all()
    return has_demonstration


def fill() -> bool:
    """Load the reference data and, only into a new database, the demonstration.

    So a demonstration that was removed does not come back. Returns whether it is loaded.
    """
    from django.core.management import call_command

    from accounts.models import User
    from districts.models import Division

    if not Division.objects.exists():
        say("Demonstration")
        call_command("load_demo")  # it loads the reference data too, in one transaction
    say("Reference data")
    call_command("load_reference")
    return User.objects.filter(is_demonstration=True, is_active=True).exists()


def static_is_current() -> bool:
    """Whether nothing has changed since the static files were last collected."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    with suppress(FileNotFoundError):
        collected_at = (Path(settings.STATIC_ROOT) / "staticfiles.json").stat().st_mtime
        return all(
            Path(storage.path(path)).stat().st_mtime < collected_at
            for finder in get_finders()
            for path, storage in finder.list([])
        )
    return False


def run(command: Sequence[str]) -> int:
    """Run a command and return its exit code.

    Ctrl-C reaches the command directly, and the command decides what to do.
    """
    with subprocess.Popen(command) as process:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while process.returncode is None:
            try:
                process.wait()
            except SystemExit:
                process.terminate()
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def free_port() -> int:
    wanted = os.environ.setdefault("PORT", "8000")
    if not wanted.isdecimal() or not 0 < int(wanted) < 2**16:
        raise StartError(f"PORT={wanted} is no port: a number below 65536 is needed.")
    port = int(wanted)

    def is_free() -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    return False
                raise
        return True

    # If a launcher was killed a moment ago, its web server may still be stopping.
    wait_until(
        is_free,
        f"Port {port} is in use: by another program, or this system runs already.\n"
        f"Stop that, or choose another port: make run PORT={port + 1}",
        patience=3,
    )
    return port


def is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


def ignore_signals() -> None:
    """Ignore signals while we stop, so that a second Ctrl-C does not leave things half stopped."""
    for number in TO_STOP:
        signal.signal(number, signal.SIG_IGN)


def die_with_launcher() -> None:
    """Stop the web server when the launcher is killed with -9; this works only on Linux."""
    if sys.platform == "linux":
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


BEGUN_AT = time.monotonic()


def say(text: str) -> None:
    print(f"[{time.monotonic() - BEGUN_AT:4.1f} s] {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
