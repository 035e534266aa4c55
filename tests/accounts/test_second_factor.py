"""People with a role need a second factor before the admin opens; setting one up works."""

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse

from stedennet.accounts import flows
from stedennet.accounts.models import User
from stedennet.accounts.rules import needs_second_factor
from stedennet.core.access import SYSTEM

PASSWORD = "een-heel-lang-wachtwoord"


@pytest.mark.parametrize(
    ("roles", "required", "needs"),
    [
        ((False, False, False), True, False),
        ((True, False, False), True, True),
        ((False, True, False), True, True),
        ((False, False, True), True, True),
        ((True, True, True), False, False),
    ],
)
def test_who_needs_one(roles, required, needs):
    assert needs_second_factor(*roles, required) is needs


@pytest.fixture
def editor(db):
    person = flows.create_person(email="red@example.org", name="Red", password=PASSWORD, by=SYSTEM)
    return flows.make_editor(person, by=SYSTEM)


@pytest.fixture
def signed_in(client, editor, sign_in):
    sign_in(editor.email, sure=True)
    return client


def set_up(client):
    """Do what the app on the telephone does: read the secret from the page, answer with its code."""
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code(secret)})


def code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_an_editor_without_one_is_sent_to_set_it_up(signed_in, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = signed_in.get("/beheer/")
    assert answer.headers["Location"] == reverse("mfa_index")
    assert "tweede factor nodig" in signed_in.get(answer.headers["Location"]).content.decode()


def test_an_english_editor_is_sent_to_the_english_page(signed_in, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    User.objects.update(language="en")
    assert signed_in.get("/beheer/").headers["Location"] == "/en" + reverse("mfa_index")


def test_after_setting_it_up_the_admin_opens(signed_in, editor, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    assert set_up(signed_in).status_code == 302
    assert is_mfa_enabled(editor)
    answer = signed_in.get("/beheer/")
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]


def test_next_time_the_code_is_asked(signed_in, editor, sign_in):
    set_up(signed_in)
    signed_in.post(reverse("account_logout"))
    answer = sign_in(editor.email)
    assert answer.headers["Location"].startswith(reverse("mfa_authenticate"))
    assert signed_in.get(answer.headers["Location"]).status_code == 200
    assert signed_in.get("/account/").status_code == 302, "not signed in yet"


def test_the_demo_has_none(signed_in, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert signed_in.get("/beheer/").status_code == 200


def test_a_reader_gets_no_cookie(client, db, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    answer = client.get("/nergens/")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Dit mag u niet zien"), ("en", "You do not have access to this page")]
)
def test_who_is_signed_in_without_a_role_is_told_that_the_admin_is_not_for_them(client, db, language, words):
    person = flows.create_person(email="lid@example.org", name="Lid", password=None, by=SYSTEM)
    User.objects.update(language=language)
    client.force_login(person)
    answer = client.get("/beheer/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (403, [])
    assert words in answer.content.decode()
