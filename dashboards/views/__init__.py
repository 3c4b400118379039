"""Pages that only read. Each asks `figures` and hands the answers to a template."""

from dashboards.views.dashboard import district, project, upazila
from dashboards.views.home import home, programme

__all__ = ["district", "home", "programme", "project", "upazila"]
