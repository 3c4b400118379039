"""A report as a file: its figures are those of the page, in the language asked for."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from reports.assembly import details_of
from reports.models import ReportPhoto
from reports.services import freeze
from reports.tests.quarter import correct
from tests.factories import EvidenceFactory, NarrativeFactory, ReportFactory

pytestmark = pytest.mark.long


@pytest.fixture
def final(cast, logged):
    frozen = freeze(
        user=cast.manager, project=cast.project, quarter=logged.quarter.start, district=cast.feni
    )
    return ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=frozen.quarter,
        snapshot=frozen,
        title="Feni told",
        created_by=cast.manager,
    )


@pytest.fixture
def download(client, cast, final):
    client.force_login(cast.manager)

    def get(kind, report=final, **asked):
        return client.get(reverse("reports:file", args=[report.pk, kind]), asked)

    return get


@pytest.fixture
def photo(cast, logged, final):
    """A photo of the first meeting, larger than a page needs, that lies on its side."""
    activity = logged.first
    activity.refresh_from_db()
    activity.reopen(by=cast.manager, version=activity.version, note="ছবি দিন")
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    Image.new("RGB", (3000, 1000), "teal").save(file, "WEBP", exif=exif)
    evidence = EvidenceFactory(
        activity=activity,
        has_consent=True,
        content_type="image/webp",
        file=ContentFile(file.getvalue(), "yard.webp"),
    )
    activity.submit(version=activity.version)
    activity.approve(by=cast.manager, version=activity.version)
    return ReportPhoto.objects.create(report=final, evidence=evidence, caption="The yard")


def everything_in(workbook):
    """Every cell of every sheet, as text."""
    sheets = load_workbook(io.BytesIO(workbook)).worksheets
    return [str(cell) for sheet in sheets for row in sheet.values for cell in row if cell]


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize("language", ["bn", "en"])
def test_there_is_a_file_of_each_kind_in_each_language(download, logged, kind, language):
    response = download(kind, lang=language)

    start, end = logged.quarter.start, logged.quarter.end
    name = f"report-BD2030-{start}-{end}-{language}.{kind}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    if kind == "pdf":
        assert len(PdfReader(io.BytesIO(response.content)).pages) >= 2
    else:
        assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None


def test_without_a_language_it_is_that_of_the_page(download):
    assert "-bn.xlsx" in download("xlsx").headers["Content-Disposition"]


@pytest.mark.parametrize(("kind", "language"), [("odt", "en"), ("pdf", "fr"), ("", "en")])
def test_there_is_no_other_kind_and_no_other_language(client, cast, final, kind, language):
    client.force_login(cast.manager)

    response = client.get(f"/reports/{final.pk}/report.{kind}?lang={language}")

    assert response.status_code == 404


def test_a_frozen_one_keeps_its_figures_and_one_of_the_moment_does_not(
    cast, logged, final, download
):
    live = ReportFactory(
        project=cast.project,
        district=cast.feni,
        first_quarter=logged.quarter.start,
        created_by=cast.manager,
    )

    correct(logged.first, cast, women=10)

    frozen_file, live_file = (
        everything_in(download("xlsx", report, lang="en").content) for report in (final, live)
    )
    assert "37" in frozen_file
    assert "35" in live_file
    assert "37" not in live_file
    assert final.snapshot.check_code in frozen_file
    assert any("Not final" in text for text in live_file)


def test_words_and_photos_go_with_it(cast, logged, final, photo):
    NarrativeFactory(report=final, text="Welcome.")
    NarrativeFactory(report=final, outcome=logged.outcome, text="It grew.")

    said = details_of(final, cast.manager)

    assert (said.introduction, said.narratives) == ("Welcome.", {1: "It grew."})
    assert (said.title, said.is_final, said.code) == (
        "Feni told",
        True,
        final.snapshot.check_code,
    )
    (shown,) = said.photos
    with Image.open(io.BytesIO(shown.image)) as image:
        assert (image.format, image.size) == ("JPEG", (533, 1600))
    assert shown.caption == "The yard"


def test_a_photo_that_cannot_be_read_is_named_on_the_page(client, cast, final, photo, download):
    photo.evidence.file.delete(save=False)
    cast.manager.language = "en"
    cast.manager.save()

    response = download("pdf")

    page = client.get(response.headers["Location"]).content.decode()
    assert response.headers["Location"] == final.get_absolute_url()
    assert "The photo “photo.jpg” cannot be read." in page
