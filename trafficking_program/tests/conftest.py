import os

import pytest
from django.db import connection


@pytest.fixture
def own_database(transactional_db):
    """The address of this test's own database, for a process beside it."""
    server, _name = os.environ["DATABASE_URL"].partition("?")[0].rsplit("/", 1)
    options = os.environ["DATABASE_URL"].partition("?")[2]
    return f"{server}/{connection.settings_dict['NAME']}?{options}"
