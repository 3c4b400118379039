from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox.models import DeliveredFile, Delivery
from outbox.processing import put_with_activity, read_into_log
from outbox.quarantine import try_again


class Command(BaseCommand):
    help = (
        "Read what phones sent and a killed server left unread, put late photos with their "
        "activities, and let go of sealed photos whose record was logged a month ago. Run it when "
        "the server starts and every few minutes, by a systemd timer or cron; it can be run as "
        "often as one likes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="first try again all that could not be opened or read: a key may be back",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            for pk in Delivery.objects.not_opened().values_list("pk", flat=True):
                try_again(pk)
        unread = [*Delivery.objects.cut_short().values_list("pk", flat=True)]
        for pk in unread:
            read_into_log(pk)
        late = DeliveredFile.objects.late().exclude(delivery__activity__status="approved")
        for file in late.defer("content"):
            put_with_activity(file)
        emptied = DeliveredFile.objects.kept_as_evidence().update(content=None)
        if options["verbosity"]:
            self.stdout.write(f"Records read: {len(unread)}. Sealed photos let go of: {emptied}.")
