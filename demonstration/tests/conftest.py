import pytest

from demonstration import schedule


@pytest.fixture
def few(monkeypatch):
    """A demonstration of a tenth of the size, to be quick."""
    monkeypatch.setattr(schedule, "ACTIVITIES", 200)
