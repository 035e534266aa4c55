"""The page where a person sees the own account, and the way out. Signing in itself is allauth's."""

from typing import Any

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
from stedennet.accounts.rules import describe_browser
from stedennet.core.errors import DomainError

from ..second_factor import has_required_proof
from . import (
    adoptions,
    approvals,
    drafts,
    matching,
    own_actions,
    own_calls,
    own_initiatives,
    representations,
    subscriptions,
)
from .attendance import list_own_events


@require_safe
def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail has a page of its own to sign in: to ours, and afterwards to where somebody wanted to be."""
    return redirect_to_login(request.GET.get("next", ""))


@require_safe
@login_required
def show_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I can change about it."""
    user: Any = request.user
    context: dict[str, Any] = {"has_second_factor": is_mfa_enabled(user)}
    if not has_required_proof(request, user):
        return render(request, "account/home.html", {**context, "must_prove": True})
    context |= {
        "drafts": drafts.list_drafts(user),
        "decisions": approvals.list_open_approvals(user),
        "events": list_own_events(user),
        "actions": own_actions.list_own_actions(user),
        "initiatives": own_initiatives.list_own_initiatives(user),
        "calls": own_calls.list_own_calls(user),
        "reuses": adoptions.list_adoptions_to_answer(user),
        "representations": representations.list_representations(user),
        "matching": matching.list_matching_choices(user),
        "subscriptions": subscriptions.list_own_subscriptions(user),
        "rounds": own_actions.list_open_rounds(user),
        "may_open_admin": user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """Ask once more, then remove the account and sign out."""
    error = ""
    if request.method == "POST":
        user: Any = request.user
        try:
            flows.delete_account(user, by=user)
        except DomainError as refusal:
            error = refusal.message
        else:
            logout(request)
            messages.success(request, _("Uw account is verwijderd."))
            return redirect("account_login")
    return render(request, "account/delete.html", {"error": error}, status=422 if error else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show_sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in; POST signs me out everywhere else."""
    user: Any = request.user
    here = request.session.session_key
    if request.method == "POST":
        ended = sessions.end_sessions(user, by=user, but=here)
        messages.success(
            request,
            ngettext("U bent in %(n)s andere sessie uitgelogd.", "U bent in %(n)s andere sessies uitgelogd.", ended)
            % {"n": ended},
        )
        return redirect("account_sessions")
    rows = [
        {
            "browser": describe_browser(row.browser) or row.browser or _("Onbekende browser"),
            "began_at": row.began_at,
            "seen_at": row.seen_at,
            "is_here": row.session_key == here,
        }
        for row in sessions.list_sessions(user)
    ]
    context = {"sessions": rows, "has_others": any(not row["is_here"] for row in rows)}
    return render(request, "account/sessions.html", context | {"minutes": settings.SESSION_IDLE_MINUTES})
