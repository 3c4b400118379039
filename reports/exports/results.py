"""The files there are of results, live or as they were frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from common.spreadsheets import csv_response, xlsx_response
from reports.exports.iati import iati_file
from reports.exports.indicators import indicators_table
from reports.shapes import Contents

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ResultFile:
    """As `files.File`, but made of the contents of a report."""

    name: str
    title: StrOrPromise
    says: StrOrPromise
    made: Callable[[Contents], HttpResponseBase]

    @property
    def format(self) -> str:
        return self.name.rpartition(".")[2].upper()


def saved_as(contents: Contents, what: str) -> str:
    place = contents["place"]
    where = "part" if place["kind"] == "part" else place["pcode"] or "all"
    days = f"{contents['period']['start']}-{contents['period']['end']}"
    return f"{contents['project']['slug']}-{where}-{what}-{days}"


def indicators_csv(contents: Contents) -> HttpResponseBase:
    table = indicators_table(contents)
    name = saved_as(contents, "indicators")
    return csv_response(name, table.header, table.rows, table.tags)


def indicators_xlsx(contents: Contents) -> HttpResponseBase:
    return xlsx_response(saved_as(contents, "indicators"), [indicators_table(contents)])


def iati(contents: Contents) -> HttpResponseBase:
    response = HttpResponse(iati_file(contents), content_type="application/xml; charset=utf-8")
    name = saved_as(contents, "iati")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    return response


RESULTS = (
    ResultFile(
        "indicators.csv",
        _("Indicators"),
        _(
            "Every indicator: promised, done and awaiting review, by upazila, sex, age band and "
            "target group, in whole quarters; and the three figures of reach, each with its "
            "method. With HXL tags in the second row."
        ),
        indicators_csv,
    ),
    ResultFile(
        "indicators.xlsx",
        _("Indicators"),
        _("The same table for Excel, with filters and a heading that stays in sight."),
        indicators_xlsx,
    ),
    ResultFile(
        "iati.xml",
        _("The project and its results"),
        _("In the standard of donors, IATI 2.03: organisations, places, targets, achievements."),
        iati,
    ),
)
BY_NAME = {file.name: file for file in RESULTS}
