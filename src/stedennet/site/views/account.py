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

from ..second_factor import is_complete
from . import (
    decisions,
    drafting,
    matching,
    own_actions,
    own_calls,
    own_initiatives,
    representations,
    reuse,
    subscriptions,
)
from .attendance import own_events


@require_safe
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where Wagtail has a page of its own to sign in: to ours, and afterwards to where somebody wanted to be."""
    return redirect_to_login(request.GET.get("next", ""))


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what I can change about it."""
    user: Any = request.user
    context: dict[str, Any] = {"has_second_factor": is_mfa_enabled(user)}
    if not is_complete(request, user):
        return render(request, "account/home.html", {**context, "must_prove": True})
    context |= {
        "drafts": drafting.of_person(user),
        "decisions": decisions.of_person(user),
        "events": own_events(user),
        "actions": own_actions.of_person(user),
        "initiatives": own_initiatives.of_person(user),
        "calls": own_calls.of_person(user),
        "reuses": reuse.to_answer(user),
        "representations": representations.of_person(user),
        "matching": matching.choices_of(user),
        "subscriptions": subscriptions.of_person(user),
        "rounds": own_actions.rounds_of(user),
        "may_open_admin": user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "account/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
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
def own_sessions(request: HttpRequest) -> HttpResponse:
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
        for row in sessions.sessions_of(user)
    ]
    context = {"sessions": rows, "has_others": any(not row["is_here"] for row in rows)}
    return render(request, "account/sessions.html", context | {"minutes": settings.SESSION_IDLE_MINUTES})
