"""Files that no record names go after a month; every other file stays."""

import os
import time
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from tests.factories import EvidenceFactory, MeasurementFactory

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def left(name, days):
    """A file that was written so many days ago."""
    default_storage.save(name, ContentFile(b"x"))
    grow_old(name, days)
    return name


def grow_old(name, days):
    then = time.time() - days * DAY
    os.utime(default_storage.path(name), (then, then))


def run():
    out = StringIO()
    call_command("clear_files", stdout=out)
    return out.getvalue()


def test_what_nothing_has_named_for_a_month_goes():
    photo, scan = left("evidence/a/b.jpg", 31), left("measurements/1/2/scan.pdf", 31)
    lately = left("evidence/a/c.jpg", 29)

    assert run() == "Files let go of: 2.\n"
    assert [default_storage.exists(name) for name in (photo, scan, lately)] == [False, False, True]
    assert run() == "Files let go of: 0.\n"


def test_what_a_record_names_stays_however_old():
    names = [
        EvidenceFactory().file.name,
        MeasurementFactory(file=SimpleUploadedFile("scan.pdf", b"%PDF-1.4")).file.name,
    ]
    for name in names:
        grow_old(name, 999)

    assert run() == "Files let go of: 0.\n"
    assert all(default_storage.exists(name) for name in names)


def test_what_lies_beside_our_folders_is_not_ours():
    other = left("kept-by-hand/letter.pdf", 999)

    run()

    assert default_storage.exists(other)


def test_without_a_single_file_there_is_nothing_to_do():
    assert run() == "Files let go of: 0.\n"
