"""The files there are of the log: each with its name, what is in it, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from activities.exports import activities_table
from activities.querysets import EVERYBODY
from common.spreadsheets import Sheet, csv_response, xlsx_response
from figures import Selection
from figures.scope import saved_as
from reports.exports.cells import cells_table
from reports.exports.geojson import upazilas_geojson

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class File:
    """`name` is the last part of its address; `made` answers with a download."""

    name: str
    title: StrOrPromise
    says: StrOrPromise
    made: Callable[[Selection], HttpResponseBase]

    @property
    def format(self) -> str:
        suffix = self.name.rpartition(".")[2]
        return "GeoJSON" if suffix == "geojson" else suffix.upper()


def activities(asked: Selection) -> Sheet:
    rows = asked.activities().for_list().order_by("starts_on", "pk")
    return activities_table(asked.project, rows, EVERYBODY)


def activities_csv(asked: Selection) -> HttpResponseBase:
    table = activities(asked)
    return csv_response(saved_as(asked, "activities"), table.header, table.rows, table.tags)


def activities_xlsx(asked: Selection) -> HttpResponseBase:
    """Made whole before it is sent, some 2,000 activities a second; the CSV begins at once."""
    return xlsx_response(saved_as(asked, "activities"), [activities(asked)])


def cells_csv(asked: Selection) -> HttpResponseBase:
    table = cells_table(asked)
    return csv_response(saved_as(asked, "cells"), table.header, table.rows, table.tags)


def geojson(asked: Selection) -> HttpResponseBase:
    return upazilas_geojson(asked, saved_as(asked, "upazilas"))


FILES = (
    File(
        "activities.csv",
        _("Activities"),
        _(
            "One row for each activity: day, place, status, everybody who came by sex and age, "
            "materials. With HXL tags in the second row."
        ),
        activities_csv,
    ),
    File(
        "activities.xlsx",
        _("Activities"),
        _("The same table for Excel, with filters and a heading that stays in sight."),
        activities_xlsx,
    ),
    File(
        "cells.csv",
        _("Participants"),
        _(
            "One row for each number: an activity, a target group, a sex and an age band. For "
            "pivot tables and statistics programs."
        ),
        cells_csv,
    ),
    File(
        "upazilas.geojson",
        _("Upazilas on the map"),
        _(
            "Each upazila with its outline, its activities and its reach, each figure with how it "
            "was counted. For map programs such as QGIS."
        ),
        geojson,
    ),
)
BY_NAME = {file.name: file for file in FILES}
