"""The committees as CSV: codes, both languages, plain Latin digits."""

from __future__ import annotations

from django.http import StreamingHttpResponse

from common.bilingual import Bilingual
from common.spreadsheets import csv_response
from districts.models import District, Upazila
from figures import Committees, Selection
from figures.scope import download_name


def committees_csv(asked: Selection, found: Committees) -> StreamingHttpResponse:
    """One row a committee; readers can compute the share of women from its two numbers."""
    header = [
        "committee_id",
        "level",
        "district_pcode",
        "district_en",
        "district_bn",
        "upazila_pcode",
        "upazila_en",
        "upazila_bn",
        "union_en",
        "union_bn",
        "formed_on",
        "in_use",
        "seats",
        "seats_sex_recorded",
        "women",
        "last_meeting",
        f"meetings_{found.year.start.year}",
        "meetings_awaiting_review",
        "open_decisions",
        "overdue_decisions",
    ]
    rows = (
        (
            row.committee.pk,
            row.committee.level,
            *_codes(row.committee.district),
            *_codes(row.committee.upazila),
            *_names(row.committee.union),
            row.committee.formed_on or "",
            int(row.committee.is_active),
            row.seats,
            row.sex_recorded,
            row.women,
            row.last_on or "",
            row.this_year,
            row.awaiting,
            row.open,
            row.overdue,
        )
        for row in found.rows
    )
    return csv_response(download_name(asked, "committees", with_days=False), header, list(rows))


def _codes(place: District | Upazila | None) -> tuple[str, str, str]:
    return (place.pcode, *_names(place)) if place else ("", "", "")


def _names(place: Bilingual | None) -> tuple[str, str]:
    return (place.name_en, place.name_bn) if place else ("", "")
