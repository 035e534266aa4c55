"""The account page, its sessions, and deleting the account. allauth handles signing in itself."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from stedennet.accounts import flows, sessions
from stedennet.accounts.models import User
from stedennet.accounts.rules import describe_browser
from stedennet.core.refusals import attempt

from ..cards import drafts as draft_cards
from ..cards import preferences as preference_cards
from ..second_factor import has_required_proof
from . import (
    adoptions,
    approvals,
    own_actions,
    own_calls,
    own_initiatives,
    representations,
    subscriptions,
)
from .attendance import list_own_events


@require_safe
def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect Wagtail's own sign-in page to ours, keeping the page to return to."""
    return redirect_to_login(request.GET.get("next", ""))


@require_safe
@login_required
def show_account(request: HttpRequest) -> HttpResponse:
    """Show everything that a person can manage; before the required second factor is proved, only how to prove it."""
    user = cast(User, request.user)
    context: dict[str, object] = {"has_second_factor": is_mfa_enabled(user)}
    if not has_required_proof(request, user):
        return render(request, "account/home.html", {**context, "must_prove": True})
    context |= {
        "drafts": draft_cards.list_drafts(user),
        "decisions": approvals.list_open_approvals(user),
        "events": list_own_events(user),
        "actions": own_actions.list_own_actions(user),
        "initiatives": own_initiatives.list_own_initiatives(user),
        "calls": own_calls.list_own_calls(user),
        "reuses": adoptions.list_adoptions_to_answer(user),
        "representations": representations.list_representations(user),
        "matching": preference_cards.list_matching_choices(user),
        "subscriptions": subscriptions.list_own_subscriptions(user),
        "rounds": own_actions.list_open_rounds(user),
        "may_open_admin": user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask for confirmation, then delete the account and sign out."""
    error = ""
    if request.method == "POST":
        user = cast(User, request.user)
        with attempt() as tried:
            flows.delete_account(user, by=user)
            logout(request)
            messages.success(request, _("Uw account is verwijderd."))
            return redirect("account_login")
        error = tried.message
    return render(request, "account/delete.html", {"error": error}, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_sessions(request: HttpRequest) -> HttpResponse:
    """List where the person is signed in; POST signs them out everywhere else."""
    user = cast(User, request.user)
    current_key = request.session.session_key
    if request.method == "POST":
        ended = sessions.end_sessions(user, by=user, but=current_key)
        messages.success(
            request,
            ngettext("U bent in %(n)s andere sessie uitgelogd.", "U bent in %(n)s andere sessies uitgelogd.", ended)
            % {"n": ended},
        )
        return redirect("account_sessions")
    rows = [
        {
            "browser": describe_browser(session.browser) or session.browser or _("Onbekende browser"),
            "began_at": session.began_at,
            "seen_at": session.seen_at,
            "is_here": session.session_key == current_key,
        }
        for session in sessions.list_sessions(user)
    ]
    context = {"sessions": rows, "has_others": any(not session["is_here"] for session in rows)}
    return render(request, "account/sessions.html", context | {"minutes": settings.SESSION_IDLE_MINUTES})
