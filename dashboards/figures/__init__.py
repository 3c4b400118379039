"""Every figure anyone is shown is worked out here, once; pages, charts and CSV ask the same."""

from dashboards.figures.public import Programme, public_programme

__all__ = ["Programme", "public_programme"]
