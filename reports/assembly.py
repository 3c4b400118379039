"""A report put together: its figures, frozen or of now, and what a manager adds to them."""

from __future__ import annotations

from io import BytesIO

from django.db.models import QuerySet
from PIL import Image, ImageOps

from accounts.models import User
from activities.models import Activity, Evidence
from figures import Selection
from reports.contents.build import build_contents
from reports.contents.schema import Contents
from reports.models import Report, ReportPhoto
from reports.rendering.document import Details, Photo

LONGEST_SIDE = 1600


class UnreadablePhoto(Exception):
    """The file of a chosen photo is gone or damaged; says which."""


def selection_of(report: Report, user: User) -> Selection:
    return Selection(user, report.project, report.period, report.place)


def contents_of(report: Report, user: User) -> Contents:
    """As they were frozen; of a report that is not final as the user sees them now."""
    if report.snapshot:
        return report.snapshot.contents_of(report.pcode)
    return build_contents(selection_of(report, user))


def photos_offered(report: Report, user: User) -> QuerySet[Evidence]:
    """Photos of approved activities of the place and days, if the people in them agreed."""
    rows = Evidence.objects.visible_to(user).filter(
        activity__project=report.project,
        activity__status=Activity.Status.APPROVED,
        activity__starts_on__range=(report.period.start, report.period.end),
        content_type__startswith="image/",
        has_consent=True,
    )
    if report.pcode:
        rows = rows.in_place(report.pcode)
    of_what = ("activity__activity_type", "activity__upazila", "activity__union")
    return rows.select_related(*of_what).order_by("-activity__starts_on", "created_at", "pk")


def photos_shown(report: Report, user: User) -> QuerySet[ReportPhoto]:
    """The chosen ones, as long as they may still be offered."""
    offered = photos_offered(report, user).order_by().values("pk")
    return report.photos.filter(evidence__in=offered).select_related("evidence__activity")


def texts_of(report: Report) -> dict[int, str]:
    """What is written, by the number of the outcome; the introduction under 0."""
    rows = report.narratives.select_related("outcome")
    return {row.outcome.number if row.outcome else 0: row.text for row in rows}


def details_of(report: Report, user: User) -> Details:
    """For a file: narratives, photos, who froze the figures. Raises UnreadablePhoto."""
    texts = texts_of(report)
    introduction = texts.pop(0, "")
    frozen = report.snapshot
    return Details(
        title=report.title,
        is_final=report.is_final,
        frozen_at=frozen.frozen_at if frozen else None,
        frozen_by=str(frozen.frozen_by) if frozen else "",
        code=frozen.check_code if frozen else "",
        introduction=introduction,
        narratives=texts,
        photos=[
            Photo(_as_jpeg(photo.evidence), photo.caption) for photo in photos_shown(report, user)
        ],
    )


def _as_jpeg(evidence: Evidence) -> bytes:
    """Upright, no larger than a page needs, and in a format that every reader knows."""
    written = BytesIO()
    try:
        with evidence.file.open("rb") as file, Image.open(file) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright.save(written, "JPEG", quality=85)
    except OSError as error:
        raise UnreadablePhoto(evidence.name) from error
    return written.getvalue()
