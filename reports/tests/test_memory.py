"""However long the log grows, a download takes no more memory: rows are sent as they are read.

Each file is read by a process of its own through the whole site; it says how much memory it took
at most. It asks the kernel for the peak of its own memory: `ru_maxrss` begins with that of the
process that started it. With 200,000 activities (172 MB of CSV) the peak is as it is with 5,000.
"""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from activities.cells import CELLS

FEW = 1_000
MOST, NEARLY_NOTHING = 150, 8
"""Megabytes: of the process, and what it may grow by with ten, or 200, times the rows."""

READER = """
import re, sys
from pathlib import Path
import django
from django.conf import settings

name, last_day, settings.DATABASES["default"]["NAME"] = sys.argv[1:]
django.setup()
from django.test import Client
from accounts.models import User

client = Client(headers={"host": "localhost"})
client.force_login(User.objects.get(username="administrator"))
response = client.get(f"/exports/{name}", {"to": last_day})
lines = sum(chunk.count(b"\\n") for chunk in response)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(lines, int(peak[1]) // 1024)
"""

# With the triggers it would take minutes; they have tests of their own.
MAKE = [
    "ALTER TABLE activities_activity DISABLE TRIGGER USER",
    "ALTER TABLE activities_participation DISABLE TRIGGER USER",
    """
    INSERT INTO activities_activity (
        id, project_id, activity_type_id, upazila_id, officer_id, venue, starts_on, ends_on,
        count_method, summary, decisions, status, version, created_at, updated_at, submitted_at,
        review_note, receipt
    )
    SELECT gen_random_uuid(), %(project)s, %(kind)s, %(upazila)s, %(officer)s,
        'স্কুলের পাশের উঠান', %(day)s, %(day)s, 'head_count',
        repeat('পাচারের কৌশল নিয়ে কথা হয়েছে। ', 5), '', 'submitted', 1, now(), now(), now(), '', ''
    FROM generate_series(1, %(count)s)
    """,
    f"""
    INSERT INTO activities_participation (
        activity_id, target_group_id, {", ".join(CELLS.values())}, first_time, with_disability
    )
    SELECT a.id, g.id, 12, 9, 3, {", ".join("0" for _cell in list(CELLS)[3:])}, 3, 1
    FROM activities_activity a CROSS JOIN beneficiaries_targetgroup g
    WHERE a.starts_on = %(day)s
    """,
    "ALTER TABLE activities_activity ENABLE TRIGGER USER",
    "ALTER TABLE activities_participation ENABLE TRIGGER USER",
]


def fill(cast, count, day):
    """So many activities of one day, awaiting review, each of one target group."""
    with connection.cursor() as cursor:
        for statement in MAKE:
            cursor.execute(
                statement,
                {
                    "project": cast.project.pk,
                    "kind": cast.courtyard.pk,
                    "upazila": cast.feni_sadar.pk,
                    "officer": cast.officer.pk,
                    "day": day,
                    "count": count,
                },
            )


def download(name, last_day):
    """Lines and megabytes of a process that reads the file up to that day."""
    done = subprocess.run(
        [sys.executable, "-c", READER, name, str(last_day), connection.settings_dict["NAME"]],
        env=os.environ | {"PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        check=True,
        text=True,
    )
    lines, megabytes = done.stdout.split()
    return int(lines), int(megabytes)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux for the peak")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "many", [10_000, pytest.param(200_000, marks=pytest.mark.slow)], ids="{:,}".format
)
def test_ten_times_the_rows_take_no_more_memory(cast, many, measured):
    today = timezone.localdate()
    before = today - datetime.timedelta(days=10)
    fill(cast, FEW, before)
    fill(cast, many - FEW, today)
    header_and_tags, numbers_of_one = 2, 5

    found = {
        (name, day): download(name, day)
        for name in ("activities.csv", "cells.csv")
        for day in (before, today)
    }

    assert {asked: lines for asked, (lines, _megabytes) in found.items()} == {
        ("activities.csv", before): FEW + header_and_tags,
        ("activities.csv", today): many + header_and_tags,
        ("cells.csv", before): FEW * numbers_of_one + header_and_tags,
        ("cells.csv", today): many * numbers_of_one + header_and_tags,
    }
    for name in ("activities.csv", "cells.csv"):
        with_few, with_many = found[name, before][1], found[name, today][1]
        measured(f"memory of {name}", f"{many:,} activities", f"{with_few} MB, then {with_many}")
        assert with_many - with_few < NEARLY_NOTHING
        assert with_many < MOST
