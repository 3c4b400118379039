"""What each upazila adds up to, on the map: GeoJSON (RFC 7946)."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse

import figures
from activities.models import ActivityType
from districts.boundaries import polygons
from districts.models import Upazila
from figures import Selection
from figures.places import PlaceRow
from figures.reach import Reach

SOURCE = (
    "Bangladesh Bureau of Statistics and OCHA, COD-AB v03 through the Humanitarian Data Exchange "
    "(CC BY 3.0 IGO); simplified, for display only"
)


def upazilas_geojson(asked: Selection, name: str) -> JsonResponse:
    """A feature for every upazila of the work area, and for others with activities."""
    response = JsonResponse(
        collection(asked),
        json_dumps_params={"ensure_ascii": False},
        content_type="application/geo+json",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.geojson"'
    return response


def collection(asked: Selection) -> dict[str, Any]:
    logged = figures.activity_counts(asked, list(ActivityType.objects.all()))
    where = figures.area(asked)
    rows = figures.by_upazila(asked, where, logged, figures.reporting_matrix(asked, where))
    reached = figures.reach_by_upazila(asked, [row.upazila for row in rows])
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.upazila.pcode,
                "geometry": geometry(row.upazila),
                "properties": properties(asked, row, reached[row.upazila.pcode]),
            }
            for row in rows
        ],
        "source": SOURCE,
    }


def properties(asked: Selection, row: PlaceRow, reached: Reach) -> dict[str, Any]:
    """Approved figures; of reach, each with how it was counted in the reader's language.

    Of an upazila of which nothing is reported they are null.
    """
    place = row.upazila
    values: dict[str, Any] = {
        "pcode": place.pcode,
        "name_en": place.name_en,
        "name_bn": place.name_bn,
        "district_pcode": place.district.pcode,
        "district_en": place.district.name_en,
        "district_bn": place.district.name_bn,
        "project": asked.project.slug,
        "from": asked.period.start,
        "to": asked.period.end,
        "silent_months": row.silent_months,
        "activities_approved": row.tally.approved if row.is_reported else None,
        "activities_awaiting": row.tally.awaiting if row.is_reported else None,
    }
    for figure in reached.figures:
        value = figure.value if row.is_reported else None
        values |= {figure.code: value, f"{figure.code}_method": str(figure.method)}
    return values


def geometry(upazila: Upazila) -> dict[str, Any]:
    """Its outline where we have one in degrees, else its centre; longitude stands first."""
    if rings := polygons().get(upazila.pcode):
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "Point", "coordinates": [upazila.longitude, upazila.latitude]}
