"""What is exchanged is made of the log and of reports: their fixtures are those of reports."""

from reports.tests.conftest import download, logged, media, programme

__all__ = ["download", "logged", "media", "programme"]
