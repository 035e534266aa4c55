"""Proofs of a session: the one place that says whether, and when, it proved a second factor.

allauth writes each step of signing in, and each later reauthentication, into the session. That an account has a factor
proves nothing about a session: another login method may have let it in, or it is older than the factor.
"""

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from stedennet.core.clock import now

from .models import User
from .rules import find_last_factor_proof, find_last_password_proof, is_fresh, needs_second_factor

_second_factor_rules: list[Callable[[User], bool]] = []


def register_second_factor_rule(applies: Callable[[User], bool]) -> None:
    """Require a second factor of people for whom `applies(person)` is true."""
    _second_factor_rules.append(applies)


def find_factor_keys(person: User) -> frozenset[int]:
    """The keys of the factors that this person has now, including recovery codes."""
    return frozenset(Authenticator.objects.filter(user_id=person.pk).values_list("pk", flat=True))


def must_prove_second_factor(person: User) -> bool:
    """Whether a session of this person needs a proved second factor.

    This holds for people with a role, with access to the admin, or for whom a registered rule applies (people who sign
    for a city).
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return (
        needs_second_factor(person.is_editor, person.is_moderator, person.is_superuser, required=True)
        or person.has_perm("wagtailadmin.access_admin")
        or any(applies(person) for applies in _second_factor_rules)
    )


def has_proved_second_factor(request: HttpRequest, person: User) -> bool:
    """Whether this session proved a factor that the person still has."""
    return find_last_factor_proof(get_authentication_records(request, person), find_factor_keys(person)) is not None


def has_fresh_proof(request: HttpRequest, person: User) -> bool:
    """Whether this session proved its person recently: by factor, or by password if there is no factor."""
    records, factors = get_authentication_records(request, person), find_factor_keys(person)
    proved_at = find_last_factor_proof(records, factors) if factors else find_last_password_proof(records)
    return is_fresh(proved_at, now().timestamp(), settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def record_new_factor(request: HttpRequest, person: User, kind: str) -> None:
    """Record a factor that was just set up as proved: setting it up shows that the person has it."""
    factor = Authenticator.objects.filter(user_id=person.pk, type=kind).order_by("pk").last()
    if factor is not None:
        record_authentication(request, person, "mfa", id=factor.pk, type=factor.type, reauthenticated=True)
