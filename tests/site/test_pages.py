"""Every page answers, in both languages, without a cookie and without anything from elsewhere."""

import re

import pytest
from django.conf import settings

from stedennet.demo import loader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_rows", "_demo")]

PAGES = [
    "/",
    "/themas/",
    "/themas/smart-mobility/",
    "/themas/smart-mobility-g40/",
    "/organisaties/",
    "/organisaties/?soort=municipality&groep=g5",
    "/organisaties/eindhoven/",
    "/organisaties/provincie-utrecht/",
    "/verbreding/",
    "/artikelen/",
    "/artikelen/vng-en-g5-werken-aan-nl-smart-city-strategie/",
    "/evenementen/",
    "/evenementen/2024-04-18-datapeldoorn/",
    "/evenementen/webinars-licht/",
    "/evenementen/kalender/",
    "/data/",
    "/over/",
    "/privacy/",
    "/toegankelijkheid/",
]


@pytest.fixture
def _demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_page_answers_without_a_cookie(client, page, language):
    response = client.get(language + page)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert f'<html lang="{language[1:] or "nl"}">' in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_brings_nothing_from_elsewhere(client, page):
    response = client.get(page)
    html = response.content.decode()
    assert not re.findall(r'<(?:script|img|iframe|link rel="stylesheet")[^>]*(?:src|href)="(?:https?:)?//', html)
    assert " style=" not in html
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    ("theme", "city"),
    [
        ("smart-mobility", "Eindhoven"),
        ("safety-security", "Den Haag"),
        ("healthy-urban-living", "Utrecht"),
        ("circularity", "Amsterdam"),
        ("sustainability", "Rotterdam"),
        ("smart-living", "Dordrecht"),
        ("smart-governance", "Zwolle"),
        ("smart-citizen", "Heerlen"),
        ("smart-environment", "Amersfoort"),
        ("smart-mobility-g40", "Apeldoorn"),
        ("smart-economy", "Helmond"),
    ],
)
def test_the_division_is_the_real_one(client, theme, city):
    rows = [row for one in client.get("/themas/").context["schemes"] for row in one["themes"]]
    assert {row["theme"]["slug"]: row["lead"]["name"] for row in rows}[theme] == city


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_few_queries(client, page, django_assert_max_num_queries):
    # What editors write has more parts than the register: 15 for lists, 25 for an article.
    # Home, a theme and an organisation show what the other rooms have.
    shows_rooms = (
        "/artikelen/",
        "/evenementen/",
        "/themas/s",
        "/organisaties/eindhoven/",
        "/organisaties/provincie-utrecht/",
    )
    most = 25 if page.startswith("/artikelen/v") else 15 if page.startswith(shows_rooms) or page == "/" else 12
    client.get(page)
    with django_assert_max_num_queries(most):
        client.get(page)


def test_loading_twice_changes_nothing():
    said = []
    loader.load_demo(said.append)
    assert all(" 0 added" in line for line in said), said
    assert not [line for line in said if "changed" in line and " 0 changed" not in line], said


def test_the_filters_combine(client):
    response = client.get("/organisaties/?soort=municipality&groep=g5&thema=circularity&rol=lead")
    assert [one["name"] for one in response.context["organisations"]] == ["Amsterdam"]


def test_what_does_not_exist_is_a_page_in_the_reader_s_language(client):
    response = client.get("/en/nothing/")
    assert response.status_code == 404
    assert '<html lang="en">' in response.content.decode()


def test_an_office_has_its_name_in_the_reader_s_language(client):
    assert "wethouder" in client.get("/themas/smart-living/").content.decode()
    assert "alderman" in client.get("/en/themas/smart-living/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("", "Er ging iets mis"), ("/en", "Something went wrong")])
def test_an_error_of_ours_is_a_page_in_the_reader_s_language(client, monkeypatch, language, words):
    def broken(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("stedennet.site.views.home.Growth.load", broken)
    client.raise_request_exception = False
    response = client.get(f"{language}/")
    assert response.status_code == 500
    assert words in response.content.decode()
    assert "broken" not in response.content.decode()


def test_an_editors_page_is_not_for_everybody(client):
    assert client.get("/beheer/")["Location"].startswith("/account/inloggen/")


@pytest.mark.parametrize("path", ["/contact/", "/en/contact/"])
def test_contact_has_a_form_and_so_only_the_cookie_that_every_form_needs(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert set(response.cookies) == {settings.CSRF_COOKIE_NAME}
