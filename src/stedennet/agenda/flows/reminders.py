"""Reminding who works on an action that nobody looked at it for long: the worker's chore.

The ledger row and the mail are written in one transaction: a worker that dies sends nothing twice and forgets nothing.
"""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from stedennet.core.clock import now, today
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail

from ..action_status import get_freshness_limits, summarise_status
from ..links import get_action_url
from ..models import Commitment, Edition, Reminder
from ..rules.editions import Status as EditionStatus
from ..rules.reminders import Step, find_due_step
from ..rules.status import FINISHED
from . import contacts

Recipient = tuple[str, str]
"""An address and a language."""


@transaction.atomic
def send_reminders() -> int:
    """Write one mail for each reader about all actions that are due; returns how many mails. Each reminder once."""
    edition = Edition.objects.select_for_update().filter(status=EditionStatus.ADOPTED).first()
    if edition is None:
        return 0
    mails: dict[Recipient, list[Commitment]] = defaultdict(list)
    for commitment, since, step in _list_due_reminders(edition):
        _row, is_new = Reminder.objects.get_or_create(
            action=commitment.action, since=since, step=step, defaults={"at": now()}
        )
        if is_new:
            for reader in _find_recipients(commitment, step):
                mails[reader].append(commitment)
    for (address, language), commitments in mails.items():
        _send_reminder(address, language, commitments)
    return len(mails)


def _list_due_reminders(edition: Edition) -> list[tuple[Commitment, dt.date, Step]]:
    day, found = today(), []
    for one in Commitment.objects.in_edition(edition).with_parts():
        standing = summarise_status(one, today=day)
        since = standing.checked_on or (localdate(edition.adopted_at) if edition.adopted_at else day)
        step = find_due_step(since, today=day, borders=get_freshness_limits())
        if step and standing.shown not in FINISHED:
            found.append((one, since, step))
    return found


def _find_recipients(commitment: Commitment, step: Step) -> set[Recipient]:
    """Who gets it: nobody at this step means the next one; of who stands here in words only the office knows more."""
    if step == Step.CONTACT and commitment.action.contact_email:
        return {(commitment.action.contact_email, "nl")}
    if step in (Step.CONTACT, Step.REPRESENTATIVES):
        rows = Representation.objects.for_organisation(commitment.responsible_id or 0, day=today())
        rows = rows.filter(user__is_active=True)
        people = {(row.user.email, row.user.language) for row in rows.select_related("user")}
        if people:
            return people
    return {(settings.OFFICE_EMAIL, "nl")}


def _send_reminder(address: str, language: str, commitments: list[Commitment]) -> None:
    rows = [
        {
            "title": str(one),
            # Who represents a city signs in; a contact may have no account.
            "link": contacts.build_contact_link(one.action)
            if address == one.action.contact_email
            else get_action_url(one.action.code),
        }
        for one in commitments
    ]
    queue_mail(to=address, template="action_reminder", context={"actions": rows}, language=language)
