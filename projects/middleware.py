from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from projects.models import Project

COOKIE = "project"


class ProjectMiddleware:
    """Put the chosen project on the request.

    `?project=<slug>` chooses a project, and a cookie keeps the choice for the visit. A page that
    the service worker fetches (`?shell=1`) has the project of its address, but does not change the
    cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.projects = SimpleLazyObject(lambda: offered(request))  # type: ignore[attr-defined]
        request.project = SimpleLazyObject(lambda: chosen(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        asked = "" if "shell" in request.GET else request.GET.get("project", "")
        if asked != request.COOKIES.get(COOKIE, "") and is_offered(request, asked):
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, asked, secure=secure, httponly=True, samesite="Lax")
        return response


def offered(request: HttpRequest) -> list[Project]:
    """The projects that this visitor can switch between, the running one first."""
    return list(Project.objects.visible_to(request.user).current_first())


def is_offered(request: HttpRequest, slug: str) -> bool:
    return bool(slug) and any(project.slug == slug for project in request.projects)  # type: ignore[attr-defined]


def chosen(request: HttpRequest) -> Project | None:
    """The project in the address, else the one in the cookie, else the current one.

    Returns None if the visitor may see no project.
    """
    by_slug: dict[str, Project] = {project.slug: project for project in request.projects}  # type: ignore[attr-defined]
    asked, kept = request.GET.get("project", ""), request.COOKIES.get(COOKIE, "")
    return by_slug.get(asked) or by_slug.get(kept) or next(iter(by_slug.values()), None)
