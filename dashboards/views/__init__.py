"""Pages that change no data. Each view gets its figures from `figures` for a template."""

from dashboards.views.committees import committee, committees
from dashboards.views.dashboard import district, project, upazila
from dashboards.views.home import home, programme
from dashboards.views.plan import plan
from dashboards.views.reporting import reporting
from dashboards.views.targets import targets

__all__ = [
    "committee",
    "committees",
    "district",
    "home",
    "plan",
    "programme",
    "project",
    "reporting",
    "targets",
    "upazila",
]
