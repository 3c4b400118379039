"""Reads the files of facts, and creates rows from them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


def read(name: str) -> Any:
    """The content of `<name>.json` in this folder."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def create_missing(rows: Iterable[M], model: type[M], key: str) -> list[M]:
    """Insert the rows whose value of `key` no stored row has yet; returns the inserted rows."""
    stored = set(model._default_manager.values_list(key, flat=True))
    return model._default_manager.bulk_create(
        [row for row in rows if getattr(row, key) not in stored]
    )
