"""Who may see in detail where a thing went, and note where it went besides."""

import datetime as dt
from typing import Any

from stedennet.agenda.access import can_update_progress
from stedennet.agenda.models import Action, Commitment, Edition
from stedennet.calls.access import is_owner as owns_call
from stedennet.calls.models import Call
from stedennet.core.access import Actor
from stedennet.events.models import EventPage
from stedennet.initiatives.access import is_owner as owns_initiative
from stedennet.initiatives.models import Initiative
from stedennet.network.access import can_edit_network, is_representative
from stedennet.publications.models import ArticlePage


def can_see_dispatch_details(by: Actor, subject: Any, *, day: dt.date) -> bool:
    """Editors, and who speaks on `day` for the organisation that the thing is of."""
    return can_edit_network(by) or _speaks_for(by, subject, day)


def can_report_dispatch(by: Actor, subject: Any, *, day: dt.date) -> bool:
    """Who may see it may say that it also went by a channel of their own."""
    return can_see_dispatch_details(by, subject, day=day)


def _speaks_for(by: Actor, subject: Any, day: dt.date) -> bool:
    if isinstance(subject, Initiative):
        return owns_initiative(by, subject, day=day)
    if isinstance(subject, Call):
        return owns_call(by, subject, day=day)
    if isinstance(subject, ArticlePage):
        return subject.author_organisation is not None and is_representative(by, subject.author_organisation, day=day)
    if isinstance(subject, EventPage):
        return subject.organiser is not None and is_representative(by, subject.organiser, day=day)
    if isinstance(subject, Action):
        said = _find_commitment(subject)
        return said is not None and can_update_progress(by, said, day=day)
    return False


def _find_commitment(action: Action) -> Commitment | None:
    edition = Edition.objects.current()
    rows = Commitment.objects.in_edition(edition).filter(action=action) if edition else Commitment.objects.none()
    return rows.select_related("responsible").prefetch_related("partners__organisation").first()
