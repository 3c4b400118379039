from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demonstration import PASSWORD, SLUG
from demonstration.accounts import ACCOUNTS, NameTaken
from demonstration.loading import SlugTaken, load
from demonstration.removal import remove


class Command(BaseCommand):
    help = (
        "Load a demonstration project with invented sample data and accounts, to learn and to "
        "show the system with. Run it once, on a machine where a published password does no "
        "harm; a second run does nothing. Run it with --remove before real work begins."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="Take the demonstration away, all of it."
        )

    def handle(self, *args: Any, remove: bool, **options: Any) -> None:
        if remove:
            self.take_away()
        else:
            self.load()

    def load(self) -> None:
        try:
            loaded = load()
        except SlugTaken:
            raise CommandError(f"A real project is called “{SLUG}”; it is left alone.") from None
        except NameTaken as error:
            raise CommandError(
                f"Real accounts bear names of the demonstration: {error}. They are left alone, "
                "and nothing was loaded."
            ) from None
        if loaded is None:
            self.stdout.write(
                "Demonstration: it is there already. To begin it anew: --remove, then load again."
            )
            return
        names = ", ".join(account.username for account in ACCOUNTS if account.can_sign_in)
        self.stdout.write(
            self.style.SUCCESS(
                f"Demonstration loaded: {loaded.activities:,} activities, "
                f"{loaded.contacts:,} contacts. Accounts: {names}; password: {PASSWORD}."
            )
        )

    def take_away(self) -> None:
        removed = remove()
        if not removed:
            self.stdout.write("There is no demonstration to remove.")
            return
        self.stdout.write(
            self.style.SUCCESS(
                f"Demonstration removed: {removed.activities:,} activities, "
                f"{removed.accounts} accounts."
            )
        )
        if removed.kept:
            self.stdout.write(
                "Deactivated and kept, because of what they did outside the demonstration: "
                f"{', '.join(removed.kept)}."
            )
