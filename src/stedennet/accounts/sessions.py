"""The sessions in which somebody is signed in: each with its browser, ended when idle, or from another session.

Django keeps the session itself; the row here says whose it is. `seen_at` is written at most once a minute.
"""

from importlib import import_module

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.typed_text import clean_line

from .models import SignedInSession, User
from .rules import is_idle

SEEN_KEY = "seen_at"
SEEN_INTERVAL = 60


def keep_session_alive(request: HttpRequest, person: User) -> bool:
    """Whether the session of this person is still valid; an idle one ends here."""
    moment, seen_at = now().timestamp(), request.session.get(SEEN_KEY)
    if seen_at is not None and is_idle(seen_at, moment, settings.SESSION_IDLE_MINUTES * 60):
        record_security_event(EventKind.SESSION_ENDED, by=None, about=person, data={"why": "idle"})
        SignedInSession.objects.filter(session_key=request.session.session_key).delete()
        request.session.flush()
        return False
    if seen_at is None or moment - seen_at >= SEEN_INTERVAL:
        record_session(request, person)
    return True


def record_session(request: HttpRequest, person: User) -> None:
    """Record that this person uses this session now."""
    request.session[SEEN_KEY] = now().timestamp()
    if request.session.session_key:
        browser = clean_line(request.META.get("HTTP_USER_AGENT", ""))[:300]
        SignedInSession.objects.update_or_create(
            session_key=request.session.session_key,
            defaults={"user_id": person.pk, "browser": browser, "seen_at": now()},
        )


def list_sessions(person: User) -> list[SignedInSession]:
    """The sessions in which this person is signed in, last used first. Rows of ended sessions are deleted."""
    store, rows = _get_session_store(), list(SignedInSession.objects.filter(user=person).order_by("-seen_at", "-pk"))
    ended = [row.pk for row in rows if not store.exists(row.session_key)]
    SignedInSession.objects.filter(pk__in=ended).delete()
    return [row for row in rows if row.pk not in ended]


@transaction.atomic
def end_sessions(person: User, *, by: Actor, but: str | None = None) -> int:
    """Sign this person out everywhere, except in the session with the key `but`; returns how many sessions ended."""
    store, rows = _get_session_store(), SignedInSession.objects.filter(user=person).exclude(session_key=but or "")
    keys = list(rows.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    rows.delete()
    if keys:
        data = {"why": "elsewhere", "sessions": len(keys)}
        record_security_event(EventKind.SESSION_ENDED, by=by, about=person, data=data)
    return len(keys)


def _get_session_store() -> SessionBase:
    return import_module(settings.SESSION_ENGINE).SessionStore()
