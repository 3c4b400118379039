"""Rows at the other end of a relation."""

from typing import Any

from django.db import models


def related_rows(model: type[models.Model], relation: str) -> Any:
    """The queryset of all rows that `relation` leads to, whichever end declares it.

    Querysets use it, because they cannot import models: models import their querysets.
    """
    related: Any = model._meta.get_field(relation).related_model
    return related._default_manager.all()
