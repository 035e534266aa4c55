"""Signing up, confirming, signing in, seeing the account and signing out, in both languages."""

import re

import pytest
from django.urls import reverse

from stedennet.accounts import flows
from stedennet.accounts.models import User
from stedennet.core.access import SYSTEM

pytestmark = pytest.mark.django_db
PASSWORD = "een-heel-lang-wachtwoord"


@pytest.fixture
def person():
    return flows.create_person(email="anna@example.org", name="Anna de Wit", password=PASSWORD, by=SYSTEM)


def test_sign_up_confirm_and_sign_in(client, mails, sign_in):
    form = {"email": "Piet@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/account/registreren/", form).status_code == 302
    [mail] = mails
    assert mail.to == ["piet@example.org"]
    path = re.search(r"/account/e-mail/bevestigen/\S+/", mail.body).group()
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302
    client.post(reverse("account_logout"))
    assert sign_in("PIET@example.org").headers["Location"] == reverse("account_home")
    assert User.objects.get().language == "nl"


def test_wrong_password_is_told_and_the_address_kept(client, person, sign_in):
    answer = sign_in("anna@example.org", "fout")
    assert answer.status_code == 200
    assert "anna@example.org" in answer.content.decode()


def test_account_home_is_for_who_signed_in(client, person, sign_in):
    assert client.get("/account/").status_code == 302
    sign_in("anna@example.org")
    page = client.get("/account/").content.decode()
    assert "Anna de Wit" in page
    assert "anna@example.org" in page
    assert reverse("wagtailadmin_home") not in page


def test_an_editor_finds_the_way_to_the_admin(client, person, sign_in):
    flows.make_editor(person, by=SYSTEM)
    sign_in("anna@example.org")
    assert f'href="{reverse("wagtailadmin_home")}"' in client.get("/account/").content.decode()


def test_leaving_takes_a_confirmation(client, person, sign_in):
    sign_in("anna@example.org")
    assert client.get("/account/verwijderen/").headers["Location"].startswith(reverse("account_reauthenticate"))
    sign_in("anna@example.org", sure=True)
    assert client.get("/account/verwijderen/").status_code == 200
    assert User.objects.count() == 1
    assert client.post("/account/verwijderen/").status_code == 302
    assert User.objects.count() == 0
    assert client.get("/account/").status_code == 302


def test_a_forgotten_password_is_set_anew(client, person, mails):
    client.post("/account/wachtwoord/vergeten/", {"email": "anna@example.org"})
    path = re.search(r"/account/wachtwoord/vergeten/\S+/", mails[0].body).group()
    form_page = client.get(path, follow=True)
    new = "een-nog-langer-wachtwoord"
    client.post(form_page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert client.login(email="anna@example.org", password=new)


OPEN_PAGES = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
OWN_PAGES = ["account_home", "account_email", "account_change_password", "account_logout", "account_delete"]
OWN_PAGES += ["account_reauthenticate", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("name", OPEN_PAGES + OWN_PAGES)
def test_every_page_obeys_the_strict_policy(client, person, sign_in, name, prefix):
    if name in OWN_PAGES:
        sign_in("anna@example.org", sure=True)
    answer = client.get(prefix + reverse(name))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)
    assert ('lang="en"' if prefix else 'lang="nl"') in page
