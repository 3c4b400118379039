"""Photos and scans: what is taken, what is stripped, who sees them."""

import io
import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from activities.models import Evidence
from activities.models.evidence import MOST_FILES
from common.uploads import EXTENSIONS, opened

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def picture(form="JPEG", size=(80, 60), **options):
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, form, **options)
    return drawn.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "Rahima's courtyard"
    exif[0x0112] = 1
    exif.get_ifd(0x8825)[2] = (23.0, 1.0, 2.0)
    return picture(exif=exif)


@pytest.fixture
def send(client, cast, logged):
    """Add files to the officer's draft."""
    activity = logged()
    client.force_login(cast.officer)
    group = f"g{cast.women_at_risk.pk}"

    def post(*files):
        activity.refresh_from_db()
        return client.post(
            reverse("activities:edit", args=[activity.pk]),
            {
                "id": str(activity.pk),
                "version": activity.version,
                "count_method": "head_count",
                "activity_type": cast.courtyard.pk,
                "day": activity.starts_on.isoformat(),
                "upazila": cast.feni_sadar.pk,
                "venue": activity.venue,
                f"{group}-women": "12",
                "photos": [SimpleUploadedFile(name, content) for name, content in files],
                "has_consent": "on",
                "draft": "1",
            },
        )

    post.activity = activity
    return post


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.jpg", picture(), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("sheet.pdf", PDF, "application/pdf"),
        ("wrong-name.exe", picture("PNG"), "image/png"),
    ],
)
def test_photos_and_scans_are_kept(send, cast, name, content, content_type):
    response = send((name, content))

    evidence = Evidence.objects.get()
    assert response.status_code == 302
    assert evidence.content_type == content_type
    stem = name.partition(".")[0]
    assert evidence.name == f"{stem}.{EXTENSIONS[content_type]}"
    assert (evidence.uploaded_by, evidence.has_consent) == (cast.officer, True)


def test_a_photo_tells_neither_place_nor_words_of_its_own(send):
    send(("a.jpg", with_place()))

    stored = Evidence.objects.get().file.read()
    assert dict(Image.open(io.BytesIO(stored)).getexif()) == {}
    assert b"Rahima" not in stored


def test_a_photo_stands_upright(send):
    exif = Image.Exif()
    exif[0x0112] = 6
    send(("a.jpg", picture(exif=exif)))

    assert Image.open(Evidence.objects.get().file).size == (60, 80)


def test_a_damaged_photo_is_kept_or_refused_and_never_an_error():
    whole = with_place()

    for position in range(20, 260):
        damaged = whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :]
        with suppress(ValidationError):
            kept = opened(SimpleUploadedFile("a.jpg", damaged))
            assert kept.content_type == "image/jpeg"


def test_the_phone_learns_from_the_page_how_many_a_record_keeps(officer):
    page = officer.get("/activities/new/").content.decode()

    assert f'data-most="{MOST_FILES}"' in page


def test_a_large_photo_is_made_smaller(send):
    send(("a.jpg", picture(size=(4000, 3000))))

    assert Image.open(Evidence.objects.get().file).size == (2400, 1800)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.jpg", picture()[:200]),
        ("empty.jpg", b""),
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("half.pdf", PDF[:20]),
        ("animation.gif", picture("GIF")),
        ("large.pdf", PDF + b"\x00" * (10 * 1024 * 1024) + b"%%EOF"),
    ],
)
def test_a_file_that_is_no_photo_and_no_scan_is_refused_by_name(send, name, content):
    response = send((name, content))

    assert response.status_code == 422
    assert name in response.content.decode()
    assert not Evidence.objects.exists()


def test_at_most_ten_files_a_record(send):
    photos = [(f"{n}.png", picture("PNG", size=(10 + n, 10))) for n in range(11)]

    assert send(*photos).status_code == 422
    assert send(*photos[:10]).status_code == 302
    assert send(photos[10]).status_code == 422
    assert Evidence.objects.count() == 10


def test_the_same_photo_twice_is_kept_once(send, media):
    send(("a.jpg", picture()))
    send(("b.jpg", picture()))

    assert Evidence.objects.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("manager", 404),  # the activity is still a draft
        ("stranger", 404),
        ("other_manager", 404),
    ],
)
def test_a_file_is_served_to_whoever_sees_its_activity(client, cast, send, who, status):
    send(("a.jpg", picture()))
    address = Evidence.objects.get().get_absolute_url()
    client.force_login(cast[who])

    assert client.get(address).status_code == status


def test_a_file_is_served_without_being_guessed_at(client, cast, send):
    send(("sheet.pdf", PDF))

    response = client.get(Evidence.objects.get().get_absolute_url())

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_file_is_not_found_under_another_activity(client, cast, send, logged):
    send(("a.jpg", picture()))
    evidence = Evidence.objects.get()

    response = client.get(reverse("activities:evidence", args=[logged().pk, evidence.pk]))
    nothing = client.get(reverse("activities:evidence", args=[send.activity.pk, uuid.uuid4()]))

    assert (response.status_code, nothing.status_code) == (404, 404)


def test_a_file_is_taken_away_after_a_page_that_asks(
    client, send, media, django_capture_on_commit_callbacks
):
    send(("a.jpg", picture()))
    evidence = Evidence.objects.get()
    address = reverse("activities:evidence_delete", args=[send.activity.pk, evidence.pk])

    asked = client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)

    assert asked.status_code == 200
    assert not Evidence.objects.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_what_a_reviewer_has_not_seen_is_not_approved(client, cast, send):
    send(("a.jpg", picture()))
    activity = send.activity
    activity.refresh_from_db()
    activity.submit(version=activity.version)
    seen = activity.version
    client.post(
        reverse("activities:evidence_delete", args=[activity.pk, Evidence.objects.get().pk])
    )
    client.force_login(cast.manager)

    client.post(reverse("activities:approve", args=[activity.pk]), {"version": seen})

    activity.refresh_from_db()
    assert activity.status == "submitted"


def test_deleting_a_draft_takes_its_files_along(
    client, send, media, django_capture_on_commit_callbacks
):
    send(("a.jpg", picture()))

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("activities:delete", args=[send.activity.pk]))

    assert not [path for path in media.rglob("*") if path.is_file()]
