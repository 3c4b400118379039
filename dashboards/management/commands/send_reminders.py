from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from dashboards.reminders import remind


class Command(BaseCommand):
    help = (
        "Send everybody who has an e-mail address one digest of what waits for them. Run it once "
        "a day, by cron or a systemd timer; a second run on the same day sends only what failed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sent, failed = 0, []
        for user in User.objects.filter(is_active=True).exclude(email=""):
            try:
                sent += remind(user)
            except Exception as error:  # any error: the others must get theirs
                failed.append(user.pk)
                # The text of a mail server's refusal names the address: it stays out of the log.
                self.stderr.write(f"Account {user.pk}: not sent ({type(error).__name__}).")
        self.stdout.write(f"Reminders sent: {sent}.")
        if failed:
            raise CommandError(f"Reminders not sent: {len(failed)}. Run it again.")
