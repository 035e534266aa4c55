"""Sessions that proved no second factor: they act as nobody, and the way to prove one.

What asks for a proof stands here once; `accounts.proofs` says whether there is one.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from stedennet.accounts import proofs, sessions

SIGN_IN = "account_login"
# Where a session without a proof is still its person: the way to a proof, and out.
WAY_TO_PROOF = {
    SIGN_IN,
    "account_home",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_confirm_email",
    "account_email_verification_sent",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
# Also, as long as there is no factor at all: allauth lets who has an unconfirmed address set up none.
WAY_TO_FIRST_FACTOR = {"mfa_activate_totp", "mfa_add_webauthn", "account_email"}


class SecondFactorMiddleware:
    """Whoever must have proved a second factor, and has not in this session, is nobody to every view but those above.

    `request.user` stays lazy: a page that does not ask who reads it opens no session and sets no cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the acting person in the place of the one whom the session names."""
        named = request.user
        person: Any = SimpleLazyObject(lambda: _find_session_person(request, named))
        request.session_person = person  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _find_acting_person(request, person))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """At the page to sign in, lead who is signed in to the proof; allauth would send them round and round."""
        if request.resolver_match is None or request.resolver_match.url_name != SIGN_IN:
            return None
        person = request.session_person  # type: ignore[attr-defined]
        if not person.is_authenticated or has_required_proof(request, person):
            return None
        return redirect_to_proof(request, person, after=request.GET.get("next", ""))


def has_required_proof(request: HttpRequest, person: Any) -> bool:
    """Whether this session may do what its person may."""
    return not proofs.must_prove_second_factor(person) or proofs.has_proved_second_factor(request, person)


def _find_session_person(request: HttpRequest, person: Any) -> Any:
    if person.is_authenticated and not sessions.keep_session_alive(request, person):
        return AnonymousUser()
    return person


def _find_acting_person(request: HttpRequest, person: Any) -> Any:
    if not person.is_authenticated or has_required_proof(request, person):
        return person
    return person if _is_on_way_to_proof(request, person) else AnonymousUser()


def _is_on_way_to_proof(request: HttpRequest, person: Any) -> bool:
    try:
        name = resolve(request.path_info).url_name
    except Resolver404:
        return False
    return name in WAY_TO_PROOF or (name in WAY_TO_FIRST_FACTOR and not proofs.find_factor_keys(person))


def redirect_to_proof(request: HttpRequest, person: Any, *, after: str) -> HttpResponse:
    """To the page that asks the factor, or to where a first one is set up; `after` is the page to go to then."""
    # /beheer/ has no language in its address, so the person's own language decides.
    with override(person.language if request.path_info.startswith("/beheer/") else get_language()):
        if not proofs.find_factor_keys(person):
            messages.warning(request, _("Hiervoor hebt u een tweede factor nodig. Zet die hier eerst aan."))
            return redirect("mfa_index")
        url = get_adapter().get_reauthentication_methods(person)[0]["url"]
    return HttpResponseRedirect(f"{url}?{urlencode({'next': after})}" if after else url)


def ask_fresh_proof(request: HttpRequest, *, factor: bool = False) -> HttpResponse | None:
    """The way to a fresh proof, or None when there is one. What was typed is kept and sent on afterwards.

    With `factor` somebody without a second factor sets one up first; without it, the password is enough for who has
    none. Asks nothing where the installation requires no second factor (the demo).
    """
    person: Any = request.user
    if not person.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not settings.REQUIRE_SECOND_FACTOR:
        return None
    if factor and not proofs.find_factor_keys(person):
        return redirect_to_proof(request, person, after=request.get_full_path())
    if proofs.has_fresh_proof(request, person):
        return None
    methods = get_adapter().get_reauthentication_methods(person)
    if not methods:
        return redirect_to_proof(request, person, after=request.get_full_path())
    return suspend_request(request, methods[0]["url"])


def fresh_proof_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that first asks who is signed in for a fresh proof."""

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask_fresh_proof(request) or view(request, *args, **kwargs)

    return asks


def fresh_factor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that first asks for a fresh proof with the second factor, also of who has no role."""

    @wraps(view)
    def asks(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return ask_fresh_proof(request, factor=True) or view(request, *args, **kwargs)

    return asks
