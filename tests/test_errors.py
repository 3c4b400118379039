"""Whatever is thrown at it, the answer is a page of ours that says what to do."""

import json
import re

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.template import loader
from django.test import RequestFactory
from django.urls import reverse

from trafficking_program import views
from trafficking_program.wsgi import application


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def test_nothing_at_this_address_for_anybody(client, cast):
    anonymous = client.get("/nothing/")
    client.force_login(cast.officer)
    officer = client.get("/nothing/")

    assert (anonymous.status_code, officer.status_code) == (404, 404)
    assert '<p class="hint mb-1">৪০৪</p>' in officer.content.decode()
    assert reverse("account_login") in anonymous.content.decode()
    assert reverse("activities:list") in officer.content.decode()


def test_errors_are_in_the_language_of_the_reader(client, cast):
    cast.officer.language = "en"
    cast.officer.save()
    client.force_login(cast.officer)

    assert "There is nothing at this address" in client.get("/nothing/").content.decode()


def test_an_expired_form_says_that_nothing_was_kept(client, db):
    client.handler.enforce_csrf_checks = True

    response = client.post(reverse("account_login"), {"login": "officer"})

    assert response.status_code == 403
    assert "ফর্মটির মেয়াদ ফুরিয়ে গেছে" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/%00/",
        "/activities/%00/",
        "/dashboard/districts/%00/",
        "/?project=%00",
        "/admin/accounts/user/?role__exact=%00",
        "/activities/?q=%00",
    ],
)
def test_nul_characters_in_an_address_are_refused(client, cast, path):
    client.force_login(cast.administrator)

    assert client.get(path).status_code == 400


def test_nul_characters_in_a_cookie_are_refused(client, db):
    response = client.get("/home/", headers={"cookie": 'sessionid="aaaaaaaa\\000"'})

    assert response.status_code == 400


@pytest.mark.parametrize("path", ["/%E0%A6", "/activities/%E0%A6/", "/%FF%FE/"])
def test_half_a_letter_in_an_address_is_nowhere(client, cast, path):
    client.force_login(cast.officer)

    assert client.get(path).status_code == 404


def test_half_a_letter_in_a_question_is_a_letter_nobody_wrote(client, cast):
    client.force_login(cast.administrator)

    assert client.get("/activities/?q=%E0%A6&project=%E0%A6").status_code == 200


def test_a_form_that_is_none_is_refused(client, db):
    response = client.post(
        reverse("account_login"), b"garbage", content_type="multipart/form-data; boundary="
    )

    assert response.status_code == 400
    assert "অনুরোধটি বোঝা গেল না" in response.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1"])
def test_only_utf_8_is_read(client, db, charset):
    response = client.get("/", headers={"content-type": f"text/html; charset={charset}"})

    assert response.status_code == 400


def test_a_character_set_that_is_no_text_does_not_break_the_request():
    assert application.request_class is not WSGIRequest

    environ = RequestFactory()._base_environ(CONTENT_TYPE="text/html; charset=hex")
    assert application.request_class(environ).content_params == {"charset": "hex"}


def test_a_foreign_host_is_refused(client, db):
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    ("path", "headers"), [("/?q=%00", {}), ("/", {"host": "elsewhere.example"})]
)
def test_what_is_refused_before_the_reader_is_known_is_refused_in_both_languages(
    client, cast, path, headers
):
    client.force_login(cast.officer)

    page = client.get(path, headers=headers).content.decode()

    assert "অনুরোধটি বোঝা গেল না" in page
    assert '<div lang="en">' in page
    assert "The request could not be understood" in page


@pytest.mark.parametrize("length", [str(200 * 1024 * 1024), "9" * 4000])
def test_a_request_too_large_is_refused_before_it_is_read(client, db, length):
    response = client.post(reverse("account_login"), headers={"content-length": length})

    assert response.status_code == 413
    assert "ফাইল বেশি বড়" in response.content.decode()


def test_a_form_too_large_is_refused(client, db, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert client.post(reverse("account_login"), {"login": "x" * 100}).status_code == 413


@pytest.mark.parametrize(
    ("error", "status"),
    [(RequestDataTooBig(), 413), (TooManyFilesSent(), 413), (SuspiciousOperation(), 400)],
)
def test_django_is_told_apart_by_what_went_wrong(rf, error, status):
    assert views.bad_request(rf.get("/"), error).status_code == status


def test_the_last_page_asks_for_nothing(rf, django_assert_num_queries):
    """Without a request in its context it cannot touch session, user or database."""
    response = views.server_error(rf.get("/"))

    page = response.content.decode()
    assert response.status_code == 500
    assert "সমস্যা হয়েছে" in page
    assert "Something went wrong" in page
    assert "<script" not in page
    assert "style=" not in page


def test_it_links_the_files_that_are_kept_under_their_hashed_names(settings, tmp_path):
    names = ("mark.svg", "bootstrap/bootstrap.min.css", "theme.css")
    kept = {name: name.replace(".", ".c0ffee.", 1) for name in names}
    manifest = {"version": "1.1", "hash": "", "paths": kept}
    (tmp_path / "staticfiles.json").write_text(json.dumps(manifest))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }

    page = loader.render_to_string("500.html")

    assert re.findall('href="/static/(.*?)"', page) == list(kept.values())


def test_a_fault_of_ours_gets_the_last_page(client, cast, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr("accounts.middleware.LanguageMiddleware.language", broken)

    response = client.get("/")

    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429"])
def test_each_error_page_needs_no_user_and_no_session(rf, name):
    page = loader.render_to_string(f"{name}.html", {}, rf.get("/"))

    assert page.count("<h1") == 1


def test_a_page_of_somebody_elses_role_is_403(client, cast):
    client.force_login(cast.officer)

    response = client.get(reverse("admin:index"), follow=True)

    assert response.status_code == 403
    assert "এই কাজের অনুমতি আপনার নেই" in response.content.decode()


def test_404_is_raised_as_404(rf):
    assert views.page_not_found(rf.get("/"), Http404()).status_code == 404
