"""Reminds people of actions that have not been checked for long. A periodic job.

The ledger row and the mail are written in one transaction, so a crashed worker sends nothing twice and forgets
nothing.
"""

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.utils.timezone import localdate

from stedennet.core.clock import now, today
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office, or_office

from ..action_status import get_freshness_limits, summarise_status
from ..links import get_action_url
from ..models import Commitment, Edition, Reminder
from ..personal_links import ACTION_LINK
from ..rules.reminders import Step, find_due_step
from ..rules.status import FINISHED

Recipient = tuple[str, str]
"""An e-mail address and a language code."""


@transaction.atomic
def send_reminders() -> int:
    """Queue one mail per reader about all their actions that are due, each reminder once; returns the number of
    mails."""
    edition = Edition.objects.select_for_update().adopted()
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
    day, due = today(), []
    for commitment in Commitment.objects.in_edition(edition).with_parts().prefetch_related("partners"):
        summary = summarise_status(commitment, today=day)
        since = summary.checked_on or (localdate(edition.adopted_at) if edition.adopted_at else day)
        step = find_due_step(since, today=day, limits=get_freshness_limits(), has_others=bool(commitment.others))
        if step and summary.shown not in FINISHED:
            due.append((commitment, since, step))
    return due


def _find_recipients(commitment: Commitment, step: Step) -> set[Recipient]:
    """The addresses for this step, or those of the next step if there are none.

    For a responsible party that is not in the register only the office can know more.
    """
    if step == Step.CONTACT and commitment.action.contact_email:
        return {(commitment.action.contact_email, "nl")}
    if step in (Step.CONTACT, Step.REPRESENTATIVES):
        people = Representation.objects.for_organisation(commitment.responsible_id or 0, day=today())
        return set(or_office(people.recipients()))
    if step == Step.OTHERS:
        parties = [party.organisation_id for party in commitment.others]
        found = [Representation.objects.for_organisation(key, day=today()).recipients() for key in parties]
        return set(or_office([reader for readers in found for reader in readers]))
    return {get_office()}


def _send_reminder(address: str, language: str, commitments: list[Commitment]) -> None:
    rows = [
        {
            "title": str(commitment),
            # Representatives sign in; a contact may have no account.
            "link": ACTION_LINK.url(commitment.action, language)
            if address == commitment.action.contact_email
            else get_action_url(commitment.action.code),
        }
        for commitment in commitments
    ]
    queue_mail(to=address, template="action_reminder", context={"actions": rows}, language=language)
