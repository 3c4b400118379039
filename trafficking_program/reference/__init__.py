"""The facts with which every installation begins: the places of Bangladesh, and the programme.

The JSON files have the facts; NOTICE says where they come from. Loading creates the rows that are
missing and changes no others, so what an administrator has edited stays as it is. Rows that are no
longer wanted are retired in the administration: a row that was deleted comes back with the next
loading.
"""

from collections import Counter

from django.db import transaction

from trafficking_program.reference.places import load_places
from trafficking_program.reference.programme import load_programme


@transaction.atomic
def load() -> Counter[str]:
    """Create missing rows; returns how many of each kind, by the plural of its English name."""
    return load_places() + load_programme()
