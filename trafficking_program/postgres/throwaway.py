"""A server for tests, which is gone after them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trafficking_program.postgres.cluster import Cluster, embedded_programs

OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # Tests are rolled back. Between two of them it would find the tables empty, and the queries of
    # the next test would be planned for empty tables.
    "autovacuum": "off",
}


@contextmanager
def throwaway(
    parent: Path, programs: Path | None = None, fill: Callable[[Path], None] | None = None
) -> Iterator[str]:
    """The URL of a new server for tests, which is fast and loses its data if the machine fails.

    It is empty, or has the data that `fill` puts into its folder. It is removed afterwards, and so
    is what killed runs have left in `parent`.
    """
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left_behind in parent.glob("throwaway-*"):
        if Cluster(left_behind / "postgres").stop_if_unused():
            shutil.rmtree(left_behind)
    with tempfile.TemporaryDirectory(prefix="throwaway-", dir=parent) as folder:
        cluster = Cluster(
            Path(folder) / "postgres",
            programs or embedded_programs(),
            OPTIONS,
            role_may="CREATEDB",
            fill=fill,
        )
        with cluster.running() as url:
            yield url
