"""How Babel finds the strings of a Django template (see babel.cfg)."""

from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from typing import Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def templates(
    file: BytesIO, keywords: Mapping[str, Any], tags: Collection[str], options: Any
) -> Iterable[Any]:
    """Extract the texts of a template.

    Django turns the template into text that is like Python except for its indentation, which is
    removed here.
    """
    source = templatize(file.read().decode())
    flat = "\n".join(line.strip() for line in source.splitlines())
    return extract_python(BytesIO(flat.encode()), keywords, tags, options)
