"""The files there are: each with its name, what is in it, and how it is made.

Those of the log are made of its rows. Those of results are made of the contents of a report, live
or as they were frozen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from activities.exports import activities_table
from activities.querysets import ALL_PARTICIPATIONS
from common.spreadsheets import Sheet, csv_response, xlsx_response
from exchange.geojson import upazilas_geojson
from exchange.hxl_indicators import indicators_table
from exchange.iati import iati_file
from exchange.participants import cells_table
from figures import Selection
from figures.scope import download_name
from reports.contents.build import build_contents
from reports.contents.schema import Contents

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class File:
    """`name` is the last part of its address; `made` answers with a download.

    `from_contents` makes the same file of a report's contents; None if it is made of the log.
    """

    name: str
    title: StrOrPromise
    description: StrOrPromise
    made: Callable[[Selection], HttpResponseBase]
    from_contents: Callable[[Contents], HttpResponseBase] | None = None

    @property
    def format(self) -> str:
        suffix = self.name.rpartition(".")[2]
        return "GeoJSON" if suffix == "geojson" else suffix.upper()


def activities(asked: Selection) -> Sheet:
    rows = asked.activities().for_list().order_by("starts_on", "pk")
    return activities_table(asked.project, rows, ALL_PARTICIPATIONS)


def activities_csv(asked: Selection) -> HttpResponseBase:
    table = activities(asked)
    return csv_response(download_name(asked, "activities"), table.header, table.rows, table.tags)


def activities_xlsx(asked: Selection) -> HttpResponseBase:
    """Made whole before it is sent, some 2,000 activities a second; the CSV begins at once."""
    return xlsx_response(download_name(asked, "activities"), [activities(asked)])


def cells_csv(asked: Selection) -> HttpResponseBase:
    table = cells_table(asked)
    return csv_response(download_name(asked, "cells"), table.header, table.rows, table.tags)


def geojson(asked: Selection) -> HttpResponseBase:
    return upazilas_geojson(asked, download_name(asked, "upazilas"))


def results_download_name(contents: Contents, what: str) -> str:
    place = contents["place"]
    where = "part" if place["kind"] == "part" else place["pcode"] or "all"
    days = f"{contents['period']['start']}-{contents['period']['end']}"
    return f"{contents['project']['slug']}-{where}-{what}-{days}"


def indicators_csv(contents: Contents) -> HttpResponseBase:
    table = indicators_table(contents)
    name = results_download_name(contents, "indicators")
    return csv_response(name, table.header, table.rows, table.tags)


def indicators_xlsx(contents: Contents) -> HttpResponseBase:
    return xlsx_response(
        results_download_name(contents, "indicators"), [indicators_table(contents)]
    )


def iati(contents: Contents) -> HttpResponseBase:
    response = HttpResponse(iati_file(contents), content_type="application/xml; charset=utf-8")
    name = results_download_name(contents, "iati")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    return response


def of_results(
    name: str,
    title: StrOrPromise,
    description: StrOrPromise,
    made: Callable[[Contents], HttpResponseBase],
) -> File:
    return File(name, title, description, lambda asked: made(build_contents(asked)), made)


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
    of_results(
        "indicators.csv",
        _("Indicators"),
        _(
            "Every indicator: promised, done and awaiting review, by upazila, sex, age band and "
            "target group, in whole quarters; and the three figures of reach, each with its "
            "method. With HXL tags in the second row."
        ),
        indicators_csv,
    ),
    of_results(
        "indicators.xlsx",
        _("Indicators"),
        _("The same table for Excel, with filters and a heading that stays in sight."),
        indicators_xlsx,
    ),
    of_results(
        "iati.xml",
        _("The project and its results"),
        _("In the standard of donors, IATI 2.03: organisations, places, targets, achievements."),
        iati,
    ),
)
BY_NAME = {file.name: file for file in FILES}
