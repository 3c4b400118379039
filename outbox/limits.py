"""How often one user may call the outbox: a day's backlog of records and photos passes.

Each process of the server counts for itself: a flood is stopped, and nobody waits for a counter.
"""

import time

from django.conf import settings
from django.core.cache import caches

from accounts.models import User

WINDOW = 600  # seconds


def has_called_too_often(user: User) -> bool:
    """Count this call; True once there are more of them than `OUTBOX_RATE` in ten minutes."""
    key = f"outbox-{user.pk}-{time.time() // WINDOW:.0f}"
    calls = caches["calls"]
    calls.add(key, 0, WINDOW)
    try:
        return bool(calls.incr(key) > settings.OUTBOX_RATE)
    except ValueError:  # forgotten between the two lines
        return False


def seconds_to_wait() -> int:
    return WINDOW - int(time.time()) % WINDOW
