"""Asks each party for its decision on an edition or a strategy that was submitted, and reminds it. A periodic job.

The ledger row and the mail are written in one transaction, so a crashed worker sends nothing twice and forgets nobody.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from stedennet.core.clock import now, today
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office

from ..links import get_own_approval_url
from ..models import Approval, DecisionKey, Edition, Party, SigningRequest, Strategy, Subject
from ..rules.editions import Status
from ..rules.signing_requests import Step, find_due_step

Audience = SigningRequest.Audience


@dataclass(frozen=True)
class Recipient:
    """A recipient of the mail; `has_link` if this address holds a personal link that still works."""

    address: str
    language: str
    has_link: bool = False


@transaction.atomic
def send_signing_requests() -> int:
    """Ask or remind every party whose next mail is due; returns how many steps were taken. Running it twice is
    harmless."""
    taken = 0
    for subject in _lock_submitted_subjects():
        for party in list_awaited_parties(subject):
            steps = set(party.signing_requests.values_list("step", flat=True))
            step = find_due_step(subject.frozen_at or now(), now=now(), taken=steps)
            if step is not None:
                _send_request(party, subject, step)
                taken += 1
    return taken


def _lock_submitted_subjects() -> list[Subject]:
    awaits = {"status": Status.APPROVAL, "frozen_at__isnull": False}
    editions = Edition.objects.select_for_update().filter(**awaits)
    return [*editions, *Strategy.objects.select_for_update().filter(**awaits)]


def list_awaited_parties(subject: Subject) -> list[Party]:
    """The signatories that have not decided yet, by name."""
    parties = Party.objects.of(subject).signing()
    decided = Approval.objects.standing().filter(party__in=parties.order_by()).values("party")
    return list(parties.exclude(pk__in=decided).with_subject())


def find_recipients(party: Party, *, day: dt.date) -> tuple[Audience, list[Recipient]]:
    """The people to ask: those entitled to sign and holders of a working link; else all representatives; else the
    office."""
    people = Representation.objects.for_organisation(party.organisation_id, day=day).reachable()
    signers = _build_recipients(people.filter(may_sign=True))
    links = DecisionKey.objects.filter(party=party, ended_at=None, used_at=None, ends_at__gt=now())
    signer_addresses = {reader.address for reader in signers}
    holders = [Recipient(key.sent_to, "nl", has_link=True) for key in links if key.sent_to not in signer_addresses]
    if signers or holders:
        return Audience.SIGNERS, signers + holders
    if others := _build_recipients(people):
        return Audience.REPRESENTATIVES, others
    return Audience.OFFICE, [Recipient(*get_office())]


def count_recipients(subject: Subject) -> int:
    """How many people receive mail when this is submitted for approval."""
    return len(
        {
            reader.address
            for party in list_awaited_parties(subject)
            for reader in find_recipients(party, day=today())[1]
        }
    )


def _build_recipients(people: QuerySet[Representation]) -> list[Recipient]:
    rows = people.order_by("user__email")
    return list(dict.fromkeys(Recipient(row.user.email, row.user.language) for row in rows))


def _send_request(party: Party, subject: Subject, step: Step) -> None:
    audience, readers = find_recipients(party, day=today())
    SigningRequest.objects.create(party=party, step=step, audience=audience, readers=len(readers), at=now())
    for reader in readers:
        context = {
            "party": party,
            "about": subject,
            "laid_on": localdate(subject.frozen_at),
            "is_reminder": step != Step.ASKED,
            "audience": audience.value,
            "has_link": reader.has_link,
            "link": get_own_approval_url(party),
        }
        queue_mail(
            to=reader.address,
            template="signing_request",
            context=context,
            language=reader.language,
            reply_to=settings.OFFICE_EMAIL,
            once=f"signing request {party.pk} {step}",
        )
