from typing import Any

from django.core.management.base import BaseCommand

from trafficking_program import reference


class Command(BaseCommand):
    help = (
        "Load the places of Bangladesh and the programme's own facts. Run it after every "
        "migrate: it creates what is missing, and never changes or doubles what is there."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        created = reference.load()
        if created:
            counts = ", ".join(f"{count} {what}" for what, count in created.items())
            self.stdout.write(self.style.SUCCESS(f"Reference data created: {counts}."))
        else:
            self.stdout.write("Reference data: everything is there, nothing to create.")
