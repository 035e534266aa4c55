"""Who may see in detail where a thing went, and note where it went besides."""

import datetime as dt
from typing import Any

from stedennet.agenda.access import can_tell_progress
from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.calls.access import owns as owns_call
from stedennet.calls.models import Call
from stedennet.core.access import Actor
from stedennet.events.models import EventPage
from stedennet.initiatives.access import owns as owns_initiative
from stedennet.initiatives.models import Initiative
from stedennet.network.access import can_keep_network, represents
from stedennet.publications.models import ArticlePage


def can_see_detail(by: Actor, subject: Any, *, day: dt.date) -> bool:
    """Editors, and who speaks on `day` for the organisation that the thing is of."""
    return can_keep_network(by) or _is_of(by, subject, day)


def can_note(by: Actor, subject: Any, *, day: dt.date) -> bool:
    """Who may see it may say that it also went by a channel of their own."""
    return can_see_detail(by, subject, day=day)


def _is_of(by: Actor, subject: Any, day: dt.date) -> bool:
    if isinstance(subject, Initiative):
        return owns_initiative(by, subject, day=day)
    if isinstance(subject, Call):
        return owns_call(by, subject, day=day)
    if isinstance(subject, ArticlePage):
        return subject.author_organisation is not None and represents(by, subject.author_organisation, day=day)
    if isinstance(subject, EventPage):
        return subject.organiser is not None and represents(by, subject.organiser, day=day)
    if isinstance(subject, Action):
        said = _commitment(subject)
        return said is not None and can_tell_progress(by, said, day=day)
    return False


def _commitment(action: Action) -> Commitment | None:
    edition = Edition.objects.current()
    rows = Commitment.objects.in_edition(edition).filter(action=action) if edition else Commitment.objects.none()
    return rows.select_related("responsible").prefetch_related("partners__organisation").first()
