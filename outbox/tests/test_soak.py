"""The soak, short enough for each run of the tests, and at full size for releases."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
SOAK = [sys.executable, "-m", "outbox.tests.soak"]
# Records, posts, acknowledged, logged, missing and doubled: of equal posts at once, of shuffled
# replays, and while something is killed.
SHORT = [
    ["2", "40", "2", "2", "0", "0"],
    ["20", "60", "20", "20", "0", "0"],
    ["40", "40", "40", "40", "0", "0"],
]
FULL = [
    ["50", "1000", "50", "50", "0", "0"],
    ["1000", "10000", "1000", "1000", "0", "0"],
    ["2000", "2000", "2000", "2000", "0", "0"],
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(["--short"], SHORT, id="short"),
        pytest.param([], FULL, id="full", marks=pytest.mark.slow),
    ],
)
def test_nothing_is_lost_or_doubled_whatever_is_killed(options, expected, measured):
    done = subprocess.run([*SOAK, *options], cwd=ROOT, capture_output=True, text=True, timeout=1800)

    assert done.returncode == 0, done.stdout + done.stderr
    found = [line.rsplit(maxsplit=7) for line in done.stdout.splitlines()[-3:]]
    for what, records, posts, _acknowledged, _logged, missing, doubled, seconds in found:
        how_much = f"{records} records, {posts} posts"
        measured(what, how_much, f"{missing} missing, {doubled} doubled", float(seconds))
    assert [line[1:7] for line in found] == expected
