"""The photo or scan of where a typed value is written."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from projects.models import Measurement
from projects.services import stamp_of
from tests.factories import MeasurementFactory

AKHAURA = "/targets/measurements/cases/BD20120002/2026/3/"
FILE = AKHAURA + "file/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path, monkeypatch):
    """Files of their own, in autumn 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(2026, 10, 5))
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def send(client, cases, of_all, django_capture_on_commit_callbacks):
    """What the page sends of the value 12, in the version that is stored."""
    client.force_login(of_all)

    def post(name=None, content=PDF, **fields):
        sent = {"value": "12", "source": "register", "seen": stamp_of(Measurement.objects.first())}
        if name:
            sent["upload"] = SimpleUploadedFile(name, content)
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(AKHAURA, sent | fields)

    return post


def stored(media):
    return [path for path in media.rglob("*") if path.is_file()]


def photo(**options):
    drawn = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(drawn, "JPEG", **options)
    return drawn.getvalue()


def test_a_scan_is_kept_and_handed_to_who_may_read_the_source(client, send, media):
    send("থানার রেজিস্টার.pdf")

    response = client.get(FILE)

    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "থানার রেজিস্টার.pdf" in client.get(AKHAURA).content.decode()
    assert FILE in client.get(AKHAURA).content.decode()
    assert len(stored(media)) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("officer", 403), ("manager", 404), ("other_manager", 200), ("administrator", 200)],
)
def test_others_are_not_given_it(client, cast, send, who, status):
    send("a.pdf")
    client.force_login(cast[who])

    assert client.get(FILE).status_code == status


def test_a_photo_tells_nothing_of_its_own(send, media):
    exif = Image.Exif()
    exif[0x010E] = "Rahima's house"

    send("a.exe", photo(exif=exif))

    (path,) = stored(media)
    assert Measurement.objects.get().file_name == "a.jpg"
    assert dict(Image.open(path).getexif()) == {}
    assert b"Rahima" not in path.read_bytes()


def test_what_is_no_photo_and_no_scan_is_refused_and_the_rest_stays(send, media):
    response = send("page.html", b"<script>alert(1)</script>", source="my register")

    page = response.content.decode()
    assert response.status_code == 422
    assert "page.html" in page
    assert "my register" in page
    assert "Choose the file once more" in page
    assert (Measurement.objects.count(), stored(media)) == (0, [])


def test_a_file_without_a_number_is_refused(send, media):
    response = send("a.pdf", value="", source="")

    assert response.status_code == 422
    assert "Write the number the file is the source of." in response.content.decode()
    assert stored(media) == []


def test_a_new_file_takes_the_place_of_the_old_one(client, send, media):
    send("a.pdf")

    send("b.jpg", photo())

    assert len(stored(media)) == 1
    assert Measurement.objects.get().file_name == "b.jpg"
    assert client.get(FILE).headers["Content-Type"] == "image/jpeg"


def test_a_file_stays_until_it_is_taken_away(client, send, media):
    send("a.pdf")
    send(value="13")
    kept = len(stored(media))

    send(value="13", without_file="on")

    found = Measurement.objects.get()
    assert (kept, stored(media)) == (1, [])
    assert (found.value, found.file_name) == (13, "")
    assert client.get(FILE).status_code == 404


def test_a_value_that_is_not_recorded_any_more_takes_its_file_along(send, media):
    send("a.pdf")

    send(value="", source="")

    assert (Measurement.objects.count(), stored(media)) == (0, [])


def test_the_same_page_sent_twice_is_kept_once(send, media):
    send("a.pdf", seen="")

    again = send("a.pdf", seen="")

    assert again.status_code == 302
    assert len(stored(media)) == 1


def test_a_stale_page_stores_no_file_and_shows_the_one_there_is(send, cast, cases, media):
    MeasurementFactory(
        indicator=cases, upazila=cast.akhaura, quarter=datetime.date(2026, 7, 1), value=4
    )

    response = send("a.pdf", seen="")

    assert response.status_code == 409
    assert "Choose the file once more" in response.content.decode()
    assert stored(media) == []


def test_deleted_in_the_administration_its_file_goes_too(
    client, cast, send, media, django_capture_on_commit_callbacks
):
    send("a.pdf")
    client.force_login(cast.administrator)
    page = reverse("admin:projects_measurement_delete", args=[Measurement.objects.get().pk])

    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"post": "yes"})

    assert (Measurement.objects.count(), stored(media)) == (0, [])
