"""A form that is sent after the session ended: its words come back after signing in, for every form that there is."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.limits.models import Mark
from stedennet.site import unsent_forms
from tests.builders.editions import adopt, make_edition
from tests.builders.people import speaks_for
from tests.core.clock import set_by_hand

pytestmark = pytest.mark.django_db
WORDS = "Zeldzame woorden over laadpalen\r\nen een tweede regel “met” <b>tekens</b>"
SHOWN = "Zeldzame woorden over laadpalen"
OPEN = {
    "account_login", "account_signup", "account_logout", "account_inactive", "account_reauthenticate",
    "account_confirm_email", "account_email_verification_sent", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "mfa_authenticate", "mfa_reauthenticate", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "unsent_discard",
}  # fmt: skip
"""Below /account/ without a session: to sign in, and to throw away what was kept."""
NO_FORMS = {
    "mfa_index", "wagtailadmin_javascript_catalog", "wagtailadmin_login", "wagtailadmin_logout",
    "wagtailadmin_password_reset", "wagtailadmin_password_reset_complete", "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_done", "wagtailadmin_sprite",
}  # fmt: skip
SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "6f2c1f0a-3f1e-4a0e-9a53-0f0c5f3f2f10"}


def all_patterns(resolver, prefix=""):
    """Every address of the site with a sample for each part: what it is called, and the path."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield one.name, route
        else:
            yield from all_patterns(one, route)


def sample(route):
    """A path that fits the route; None for one that is written as a regular expression."""
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda part: SAMPLES[part[1] or "str"], route)
    path = path.removeprefix("^").removesuffix("$").removesuffix("\\Z")
    return None if set(path) & set("()^$?[\\") else f"/{path}"


FORMS = sorted(
    {
        (name or "", sample(route))
        for name, route in all_patterns(get_resolver())
        if route.startswith(("beheer/", "account/")) and sample(route)
    }
)


def send(client, path, **more):
    return client.post(path, {"description": WORDS, "password": "geheim-1", **more})


def test_there_are_as_many_forms_as_we_think():
    assert len(FORMS) > 200


@pytest.mark.parametrize(("name", "path"), FORMS, ids=[path for _name, path in FORMS])
def test_every_form_without_a_session_gives_its_words_back_after_signing_in(client, settings, name, path):
    settings.REQUIRE_SECOND_FACTOR = False
    answer = send(client, path)
    if name in OPEN | NO_FORMS or answer.status_code == 405:
        return
    assert answer.status_code == 302, (name, answer.status_code)
    assert unsent_forms.COOKIE in answer.cookies, (name, answer["Location"])
    client.force_login(create_person(email="b@example.org", name="B", password=None, by=SYSTEM, is_superuser=True))
    page = client.get(path).content.decode()
    assert SHOWN in page
    assert "geheim-1" not in page


def test_every_form_outside_them_that_asks_to_sign_in_keeps_its_words_as_well(client):
    found = set()
    for name, route in all_patterns(get_resolver()):
        path = sample(route)
        if path and not route.startswith(("beheer/", "account/", "media/")):
            answer = send(client, path)
            if unsent_forms.is_sign_in_page(answer.get("Location", "").partition("?")[0]):
                assert unsent_forms.COOKIE in answer.cookies, path
                found.add(name)
    assert {"reaction_remove", "initiative_reuse", "initiative_reuses"} <= found


@pytest.fixture
def own(client, eindhoven):
    """The address at which a city keeps an action, and who does so."""
    adopt(make_edition(eindhoven))
    return "/account/acties/SM-1/", speaks_for(eindhoven)


def offered(page):
    """The fields that the page sends again."""
    rows = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.split("<form")[-2])
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in rows}


def test_progress_that_was_typed_is_stored_after_all(client, own):
    path, person = own
    typed = {"wat": "voortgang", "text": "x" * 650, "behalf": "x"}
    answer = client.post(path, typed)
    assert "/account/inloggen/" in answer["Location"]
    client.force_login(person)
    page = client.get(path).content.decode()
    assert "x" * 650 in page
    client.post(path, typed)
    assert "Uw tekst is er nog" not in client.get(path).content.decode(), "sent: nothing waits any more"


def test_nothing_is_shown_to_who_did_not_sign_in_or_has_another_browser(client, own):
    path, person = own
    send(client, path)
    assert SHOWN not in client.get(path, follow=True).content.decode()
    other = Client()
    other.force_login(person)
    assert SHOWN not in other.get(path).content.decode()
    client.force_login(person)
    assert SHOWN not in client.get("/account/").content.decode(), "only on its own address"
    assert SHOWN in client.get(path).content.decode()


def test_the_database_does_not_give_the_words_away(client, own):
    send(client, own[0])
    assert not [mark for mark in Mark.objects.all() if "laadpalen" in mark.value + mark.key]
    assert Mark.objects.count()


def test_it_is_gone_after_an_hour(client, own, monkeypatch):
    path, person = own
    clock = set_by_hand(monkeypatch)
    send(client, path)
    clock.moment += dt.timedelta(minutes=61)
    client.force_login(person)
    assert SHOWN not in client.get(path).content.decode()


def test_it_can_be_thrown_away(client, own):
    path, person = own
    send(client, path)
    client.force_login(person)
    assert client.post("/account/niet-verstuurd/")["Location"] == path
    assert SHOWN not in client.get(path).content.decode()


def test_a_forged_cookie_is_nothing(client, own):
    path, person = own
    client.cookies[unsent_forms.COOKIE] = "x" * 43
    client.force_login(person)
    assert client.get(path).status_code == 200


def test_what_is_too_long_or_sent_too_often_is_not_kept(client, own):
    assert unsent_forms.COOKIE not in client.post(own[0], {"text": "x" * 1_000_001}).cookies
    for _ in range(unsent_forms.MOST_AN_HOUR):
        send(client, own[0])
    assert unsent_forms.COOKIE not in Client().post(own[0], {"text": "Woorden"}).cookies


def test_a_script_keeps_its_own_page(client, own):
    assert unsent_forms.COOKIE not in client.post(own[0], {"text": WORDS}, headers={"Sec-Fetch-Mode": "cors"}).cookies


@pytest.fixture
def strict(lead):
    """A browser whose forms need a token that is right."""
    cache.clear()
    return Client(enforce_csrf_checks=True)


JOIN = "/themas/smart-mobility/meedoen/"
HERE = {"Origin": "http://testserver"}


def test_a_form_with_an_old_token_is_shown_again_with_its_words(strict):
    answer = strict.post(JOIN, {"message": WORDS, "csrfmiddlewaretoken": "x" * 64}, headers=HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert SHOWN in page
    assert "&lt;b&gt;tekens" in page
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    assert strict.post(JOIN, {"message": WORDS, "csrfmiddlewaretoken": token}, headers=HERE).status_code == 422


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Referer": "http://evil.example/x"}])
def test_words_of_another_site_are_not_offered(strict, headers):
    answer = strict.post(JOIN, {"message": WORDS}, headers=headers)
    assert answer.status_code == 403
    assert SHOWN not in answer.content.decode()


def test_a_page_to_sign_in_never_repeats_what_was_typed(strict):
    answer = strict.post("/account/inloggen/", {"login": "a@example.org", "password": "geheim-1"}, headers=HERE)
    assert answer.status_code == 403
    assert "a@example.org" not in answer.content.decode()
    assert "/account/inloggen/" in answer.content.decode()
