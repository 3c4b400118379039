from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from projects.models import Project

SESSION_KEY = "project"


class ProjectMiddleware:
    """Put the chosen project on the request: `?project=<slug>`, kept for the visit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.projects = SimpleLazyObject(lambda: offered(request))  # type: ignore[attr-defined]
        request.project = SimpleLazyObject(lambda: chosen(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def offered(request: HttpRequest) -> list[Project]:
    """The projects this visitor may switch between, the running one first."""
    return list(Project.objects.visible_to(request.user).current_first())


def chosen(request: HttpRequest) -> Project | None:
    """The project named in the address, else the one of this visit, else the current one."""
    by_slug: dict[str, Project] = {project.slug: project for project in request.projects}  # type: ignore[attr-defined]
    asked = request.GET.get("project", "")
    if asked in by_slug:
        if request.user.is_authenticated:
            request.session[SESSION_KEY] = asked
        return by_slug[asked]
    kept = by_slug.get(request.session.get(SESSION_KEY, ""))
    return kept or next(iter(by_slug.values()), None)
