"""The facts every installation begins with: the places of Bangladesh, the programme itself.

The JSON files hold the facts; NOTICE says where they come from. Loading creates what is
missing and touches nothing that is there, so what an administrator has edited stays
edited. What is no longer wanted is retired in the administration: a row that was deleted
comes back with the next loading.
"""

from collections import Counter

from django.db import transaction

from trafficking_program.reference.places import load_places
from trafficking_program.reference.programme import load_programme


@transaction.atomic
def load() -> Counter[str]:
    """Create what is missing. Returns how many rows of each kind, by its plural in English."""
    return load_places() + load_programme()
