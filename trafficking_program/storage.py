import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from common.shell import without_comments

OURS = re.compile(r"outbox/\w+\.js|log\.js")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Gives static files a hash in their names, also in the imports of JavaScript modules.

    Comments are removed from our own scripts: they are for readers of the source, and phones should
    not have to load them.
    """

    support_js_module_import_aggregation = True

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        if name and OURS.fullmatch(name):
            content = ContentFile(without_comments(content.read().decode()))
        saved: str = super().save(name, content, max_length)
        return saved

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Hash and compress our own scripts as `save` has stored them, without their comments."""
        ours = {name: (self, name) for name in paths if OURS.fullmatch(name)}
        yield from super().post_process(paths | ours, dry_run, **options)  # type: ignore[no-untyped-call]
