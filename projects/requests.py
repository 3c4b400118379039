from django.http import HttpRequest

from accounts.models import User
from projects.models import Project


class StaffRequest(HttpRequest):
    """A request after our middleware: somebody is signed in and a project is chosen."""

    user: User
    project: Project
    projects: list[Project]
