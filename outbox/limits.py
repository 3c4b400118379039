"""How often one user may call the outbox. The limit lets a day's backlog of records and
photos pass.

Each process of the server counts its own calls. That is enough to stop a flood, and no call waits
for a shared counter.
"""

import time

from django.conf import settings
from django.core.cache import caches

from accounts.models import User

WINDOW = 600  # seconds


def has_called_too_often(user: User) -> bool:
    """Count this call. Returns True if there are more than `OUTBOX_RATE` in these ten minutes."""
    key = f"outbox-{user.pk}-{time.time() // WINDOW:.0f}"
    calls = caches["calls"]
    calls.add(key, 0, WINDOW)
    try:
        return bool(calls.incr(key) > settings.OUTBOX_RATE)
    except ValueError:  # the cache dropped the counter between the two lines
        return False


def seconds_to_wait() -> int:
    return WINDOW - int(time.time()) % WINDOW
