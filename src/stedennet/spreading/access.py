"""Permissions on dispatches: seeing them in detail, and reporting one by hand."""

import datetime as dt

from django.db.models import Model

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


def can_see_dispatch_details(by: Actor, subject: Model, *, day: dt.date) -> bool:
    """Whether `by` may see where `subject` was sent: editors, and those who represent its owner on `day`."""
    return can_edit_network(by) or _speaks_for(by, subject, day)


def can_report_dispatch(by: Actor, subject: Model, *, day: dt.date) -> bool:
    """Whether `by` may report that `subject` also went through a channel of their own: all who see the details."""
    return can_see_dispatch_details(by, subject, day=day)


def _speaks_for(by: Actor, subject: Model, day: dt.date) -> bool:
    if isinstance(subject, Initiative):
        return owns_initiative(by, subject, day=day)
    if isinstance(subject, Call):
        return owns_call(by, subject, day=day)
    if isinstance(subject, ArticlePage):
        return subject.author_organisation is not None and is_representative(by, subject.author_organisation, day=day)
    if isinstance(subject, EventPage):
        return subject.organiser is not None and is_representative(by, subject.organiser, day=day)
    if isinstance(subject, Action):
        commitment = _find_commitment(subject)
        return commitment is not None and can_update_progress(by, commitment, day=day)
    return False


def _find_commitment(action: Action) -> Commitment | None:
    edition = Edition.objects.current()
    commitments = (
        Commitment.objects.in_edition(edition).filter(action=action) if edition else Commitment.objects.none()
    )
    return commitments.select_related("responsible").prefetch_related("partners__organisation").first()
