"""Two at the same moment, one of whom has to wait for the other."""

import time

import pytest
from django.db import connection

WAITING_HERE = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def wait_until_somebody_waits():
    """Until another connection stands before a lock that the test holds."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            # Or a transaction would see its first look for ever.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING_HERE)
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.02)
    pytest.fail("Nobody waits.")
