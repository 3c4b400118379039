from typing import Any

from django.core.management.base import BaseCommand

from outbox.models import DeliveredFile, Delivery
from outbox.services import read_into_log


class Command(BaseCommand):
    help = (
        "Read what phones sent and a killed server left unread, and let go of sealed photos whose "
        "record was logged a month ago. Run it when the server starts and every few minutes, by a "
        "systemd timer or cron; it can be run as often as one likes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        unread = [*Delivery.objects.cut_short().values_list("pk", flat=True)]
        for pk in unread:
            read_into_log(pk)
        emptied = DeliveredFile.objects.kept_as_evidence().update(content=None)
        if options["verbosity"]:
            self.stdout.write(f"Records read: {len(unread)}. Sealed photos let go of: {emptied}.")
