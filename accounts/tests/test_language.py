import pytest
from django.urls import reverse


def lang(response):
    return response.headers["Content-Language"]


def choose(client, language, next="/accounts/login/"):
    return client.post(reverse("language"), {"language": language, "next": next})


def test_bangla_is_spoken_until_somebody_chooses(client, db):
    response = client.get(reverse("account_login"), headers={"accept-language": "en-GB,en;q=0.9"})

    assert lang(response) == "bn"
    assert '<html lang="bn">' in response.content.decode()


def test_a_visitor_chooses_english_and_stays_on_the_page(client, db):
    response = choose(client, "en", "/accounts/password/reset/?next=/home/")

    assert response["Location"] == "/accounts/password/reset/?next=/home/"
    assert lang(client.get(reverse("account_login"))) == "en"


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example", "", "\0"])
def test_the_switch_never_leads_to_another_site(client, db, next):
    assert choose(client, "en", next)["Location"] == reverse("dashboards:programme")


@pytest.mark.parametrize("language", ["fr", "", "en\0", "bn-BD"])
def test_other_languages_are_not_kept(client, db, language):
    response = choose(client, language)

    assert "django_language" not in response.cookies
    assert lang(client.get(reverse("account_login"))) == "bn"


def test_a_tampered_cookie_is_bangla(client, db):
    client.cookies["django_language"] = "../../etc"

    assert lang(client.get(reverse("account_login"))) == "bn"


def test_the_choice_goes_with_the_user_to_another_phone(client, cast):
    client.force_login(cast.officer)
    choose(client, "en")
    another_phone = type(client)()

    another_phone.post(reverse("account_login"), {"login": "officer", "password": "courtyard-2010"})

    assert lang(another_phone.get(reverse("account_change_password"))) == "en"


def test_the_users_choice_is_stronger_than_the_cookie_of_the_phone(client, cast):
    choose(client, "en")
    client.force_login(cast.officer)

    assert lang(client.get(reverse("account_change_password"))) == "bn"


def test_only_a_post_changes_the_language(client, cast):
    assert client.get(reverse("language")).status_code == 405
