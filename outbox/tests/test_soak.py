"""The short form of `make soak`, so that it cannot rot; the long one is for releases."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOAK = [sys.executable, "-m", "outbox.tests.soak", "--short"]


def test_nothing_is_lost_or_doubled_whatever_is_killed():
    done = subprocess.run(SOAK, cwd=ROOT, capture_output=True, text=True, timeout=300)

    assert done.returncode == 0, done.stdout + done.stderr
    lines = [line.split()[-7:-1] for line in done.stdout.splitlines()[-3:]]
    assert lines == [
        ["2", "40", "2", "2", "0", "0"],
        ["20", "60", "20", "20", "0", "0"],
        ["40", "40", "40", "40", "0", "0"],
    ]
