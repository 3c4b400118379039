"""Is anything lost or doubled, whatever is killed? `make test-slow` tries it; this prints a table.

Fails if a record that was acknowledged is missing, or one is there twice.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from outbox.tests.phone import Record
from outbox.tests.soak.people import World
from outbox.tests.soak.site import Site

AT_ONCE = 20
KILLED = ("worker", "worker", "worker", "master", "PostgreSQL")


@dataclass(frozen=True)
class Size:
    rounds: int  # of twenty equal posts at once
    records: int  # each sent `replays` times, in any order
    replays: int
    under_fire: int  # records sent while something is killed
    pause: float  # seconds a client waits at most before each, so that the fire meets them all
    clients: int
    kills: int


FULL = Size(rounds=50, records=1000, replays=10, under_fire=2000, pause=0.5, clients=8, kills=50)
SHORT = Size(rounds=2, records=20, replays=3, under_fire=40, pause=1.2, clients=4, kills=5)


@dataclass(frozen=True)
class Outcome:
    """A line of the table: records sent, acknowledged, in the log; and how long it took."""

    name: str
    records: int
    posts: int
    acknowledged: int
    logged: int
    missing: int  # acknowledged and not in the log, or not whole
    doubled: int  # in the log more than once, or under two receipts
    seconds: float

    @property
    def is_good(self) -> bool:
        return not self.missing and not self.doubled and self.logged == self.records


class Trial:
    """One way of sending records; `receipts` holds every receipt that was given for each."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.begun = time.monotonic()
        self.posts = 0
        self.receipts: dict[str, set[str]] = {}
        self.records: list[Record] = []

    def new_record(self, number: int, *, with_photo: bool = False) -> tuple[int, Record]:
        officer = self.world.officers[number % len(self.world.officers)]
        record = self.world.record(officer, with_photo=with_photo)
        self.records.append(record)
        return number, record

    def deliver(self, work: tuple[int, Record]) -> None:
        number, record = work
        officer = self.world.officers[number % len(self.world.officers)]
        receipt = officer.deliver(record)
        self.posts += 1
        self.receipts.setdefault(record.uuid, set()).add(receipt["receipt"])

    def outcome(self) -> Outcome:
        logged = self.world.in_the_log(self.records)
        again = Counter(code for codes in self.receipts.values() for code in codes)
        return Outcome(
            name=self.name,
            records=len(self.records),
            posts=self.posts,
            acknowledged=len(self.receipts),
            logged=len(logged),
            missing=len(set(self.receipts) - set(logged)),
            doubled=sum(count > 1 for count in logged.values())
            + sum(count > 1 for count in again.values())
            + sum(len(codes) > 1 for codes in self.receipts.values()),
            seconds=time.monotonic() - self.begun,
        )


def equal_posts_at_once(world: World, size: Size) -> Outcome:
    trial = Trial(world, f"{AT_ONCE} equal posts at once, {size.rounds} rounds")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number in range(size.rounds):
            list(pool.map(trial.deliver, [trial.new_record(number)] * AT_ONCE))
    return trial.outcome()


def shuffled_replays(world: World, size: Size) -> Outcome:
    trial = Trial(world, f"every record {size.replays} times, shuffled")
    work = [trial.new_record(number) for number in range(size.records)] * size.replays
    random.shuffle(work)
    with ThreadPoolExecutor(size.clients) as pool:
        list(pool.map(trial.deliver, work))
    return trial.outcome()


def under_fire(world: World, size: Size, site: Site) -> Outcome:
    """Something is killed at a random moment, again and again, until all are acknowledged."""
    killed: Counter[str] = Counter()
    trial = Trial(world, "")
    work = [
        trial.new_record(number, with_photo=number % 5 == 0) for number in range(size.under_fire)
    ]

    def fire() -> None:
        while killed.total() < size.kills:
            time.sleep(random.uniform(0.05, 1.0))
            what = KILLED[killed.total() % len(KILLED)]
            site.kill(what)
            killed[what] += 1

    def deliver_in_time(work: tuple[int, Record]) -> None:
        time.sleep(random.uniform(0, size.pause))
        trial.deliver(work)

    shooter = threading.Thread(target=fire)
    shooter.start()
    with ThreadPoolExecutor(size.clients) as pool:
        list(pool.map(deliver_in_time, work))
    shooter.join()
    trial.name = "killed meanwhile: " + ", ".join(f"{what} {n}" for what, n in killed.items())
    return trial.outcome()


def table(outcomes: list[Outcome]) -> str:
    heads = ("records", "posts", "acknowledged", "logged", "missing", "doubled", "seconds")
    width = max(len(outcome.name) for outcome in outcomes)
    lines = [" " * width + "".join(f"{head:>14}" for head in heads)]
    for outcome in outcomes:
        values = (getattr(outcome, head) for head in heads)
        lines.append(outcome.name.ljust(width) + "".join(f"{value:>14.0f}" for value in values))
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="soak")
    parser.add_argument("--short", action="store_true", help="a few of each, in half a minute")
    size = SHORT if parser.parse_args().short else FULL
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-")))
        site = Site(folder, stack)
        world = World(site.port)
        site.start_web()
        stack.callback(site.stop)
        outcomes = [
            equal_posts_at_once(world, size),
            shuffled_replays(world, size),
            under_fire(world, size, site),
        ]
    print(table(outcomes))
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
