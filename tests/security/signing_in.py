"""People and sessions for the tests about doors: who has which role, and what a session proved."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.accounts.proofs import record_new_factor
from stedennet.core.access import SYSTEM

PASSWORD = "een-heel-lang-wachtwoord"
ROLES = {"editor": {"is_editor": True}, "moderator": {"is_moderator": True}, "administrator": {"is_superuser": True}}


def make_person(name, **extra):
    """Somebody with a password, and the role of that name when there is one."""
    return create_person(
        email=f"{name}@example.org", name=name.title(), password=PASSWORD, by=SYSTEM, **(ROLES.get(name, {}) | extra)
    )


def give_app(person):
    """An app that gives codes, set up some other time; returns its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code(secret):
    """What the app on the telephone shows now; it can be used again, as if time went by."""
    cache.clear()
    counter = int(time.time()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def sign_in(client, person, secret=""):
    """By the real pages: the password, and the code when there is a secret."""
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client.post(reverse("mfa_authenticate"), {"code": code(secret)}) if secret else answer


def open_session(client, person, *, proved, seconds_ago=0):
    """A session of this person, as an older door would have made it, or one that proved the factor a while ago."""
    client.force_login(person)
    if proved:
        if not Authenticator.objects.filter(user=person).exists():
            give_app(person)
        request = type("Request", (), {"session": client.session, "user": person})()
        record_new_factor(request, person, Authenticator.Type.TOTP)
        for one in request.session["account_authentication_methods"]:
            one["at"] -= seconds_ago
        request.session.save()
