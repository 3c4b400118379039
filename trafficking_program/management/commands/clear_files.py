import datetime
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.utils import timezone

from activities.models import Evidence
from projects.models import Measurement

OF_RECORDS = {"evidence": Evidence, "measurements": Measurement}
KEPT_FOR = datetime.timedelta(days=30)  # a restored database may refer to them again


class Command(BaseCommand):
    help = (
        "Let go of photos and scans that no record has named for a month: what a saving left "
        "behind that failed, or was killed. Run it with the nightly backup, after it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = [*left_behind()]
        for name in gone:
            default_storage.delete(name)
        if options["verbosity"]:
            self.stdout.write(f"Files let go of: {len(gone)}.")


def left_behind() -> Iterator[str]:
    long_ago = timezone.now() - KEPT_FOR
    for folder, model in OF_RECORDS.items():
        named = set(model._default_manager.values_list("file", flat=True))
        for name in files_in(folder):
            if name not in named and default_storage.get_modified_time(name) < long_ago:
                yield name


def files_in(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from files_in(f"{folder}/{name}")
