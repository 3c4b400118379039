from typing import Any

from django.http import HttpRequest, HttpResponse


def activity_list(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_list")


def activity_new(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_new")


def activity_review(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_review")


def activity_detail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_detail")


def activity_edit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_edit")


def activity_delete(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_delete")


def activity_submit(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_submit")


def activity_approve(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_approve")


def activity_return(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_return")


def activity_reopen(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("activity_reopen")


def evidence_file(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("evidence_file")

