"""What a session proved about its person: the one place that says whether, and when, it proved a second factor.

allauth writes each step of signing in, and each confirmation later, into the session. That an account has a factor
says nothing about the session at hand: another door may have let it in, or it is older than the factor.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from stedennet.core.clock import now

from .rules import find_last_factor_proof, find_last_password_proof, is_fresh, needs_second_factor

_second_factor_rules: list[Callable[[Any], bool]] = []


def register_second_factor_rule(asks: Callable[[Any], bool]) -> None:
    """A room says, when it starts, that people for whom `asks(person)` is true need a second factor too."""
    _second_factor_rules.append(asks)


def find_factor_keys(person: Any) -> frozenset[int]:
    """The keys of the factors that this person has now, recovery codes among them."""
    return frozenset(Authenticator.objects.filter(user_id=person.pk).values_list("pk", flat=True))


def must_prove_second_factor(person: Any) -> bool:
    """Whether a session of this person must have proved a second factor before it may do what the person may do.

    Whoever has a role, may open the admin by a group, or is in another list that a room keeps (who signs for a city).
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return (
        needs_second_factor(person.is_editor, person.is_moderator, person.is_superuser, required=True)
        or person.has_perm("wagtailadmin.access_admin")
        or any(asks(person) for asks in _second_factor_rules)
    )


def has_proved_second_factor(request: HttpRequest, person: Any) -> bool:
    """Whether this session proved a factor that the person still has."""
    return find_last_factor_proof(get_authentication_records(request, person), find_factor_keys(person)) is not None


def has_fresh_proof(request: HttpRequest, person: Any) -> bool:
    """Whether this session proved just now that it is this person: with the factor, or by password without one."""
    records, factors = get_authentication_records(request, person), find_factor_keys(person)
    proved_at = find_last_factor_proof(records, factors) if factors else find_last_password_proof(records)
    return is_fresh(proved_at, now().timestamp(), settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def record_new_factor(request: HttpRequest, person: Any, kind: str) -> None:
    """Who has just set up a factor of this kind has thereby shown to have it."""
    factor = Authenticator.objects.filter(user_id=person.pk, type=kind).order_by("pk").last()
    if factor is not None:
        record_authentication(request, person, "mfa", id=factor.pk, type=factor.type, reauthenticated=True)
