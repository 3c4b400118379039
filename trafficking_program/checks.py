"""Checks of this system that `check --deploy` runs beside Django's own."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from accounts.models import User
from outbox.encryption import keys


@register(Tags.security, deploy=True)
def no_demonstration_accounts(
    app_configs: Sequence[Any] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn if demonstration accounts are active, since their password is published."""
    try:
        open_ones = User.objects.filter(is_demonstration=True, is_active=True).count()
    except Error as error:
        # People also run `check --deploy` before the first migrate, and while the database is down.
        return [
            Info(
                "Whether there are demonstration accounts could not be looked up.",
                hint=f"The database said: {str(error).splitlines()[0]}",
                id="trafficking_program.I001",
            )
        ]
    if not open_ones:
        return []
    return [
        Warning(
            f"Active demonstration accounts: {open_ones}; the password of some is published.",
            hint="Run `manage.py load_demo --remove` before real work begins.",
            id="trafficking_program.W001",
        )
    ]


@register(Tags.urls, deploy=True)
def site_address(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn if links in reminders do not begin with an https:// address."""
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Warning(
            f"Links in reminders begin with {settings.SITE_URL}.",
            hint="Set SITE_URL to the https:// address people open the site at.",
            id="trafficking_program.W002",
        )
    ]


@register(Tags.security, deploy=True)
def keys_of_the_outbox(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn if there is no key: phones cannot seal records, and nobody can open sealed ones."""
    try:
        keys()
    except ImproperlyConfigured as error:
        return [
            Warning(
                str(error),
                hint="Make a key as docs/deploy.md says; name its file in OUTBOX_KEYS_FILE.",
                id="trafficking_program.W003",
            )
        ]
    return []
