"""Asking each party for its decision once an edition is laid before it, and reminding it: a periodic job.

The ledger row and the mail are written in one transaction: a worker that dies sends nothing twice and forgets nobody.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from stedennet.core.clock import now, today
from stedennet.network.models import Representation
from stedennet.outbox.flows import post

from ..links import own_decision_address
from ..models import Approval, DecisionKey, Edition, Party, SigningRequest
from ..rules.editions import Status
from ..rules.signing import Step, due_step

Audience = SigningRequest.Audience


@dataclass(frozen=True)
class Reader:
    """Somebody who gets the mail; `has_link` when a personal link was mailed to this address, which still works."""

    address: str
    language: str
    has_link: bool = False


@transaction.atomic
def send_signing_requests() -> int:
    """Mail every party whose decision is due to be asked for; returns how many steps were taken. Twice is once."""
    taken = 0
    for edition in Edition.objects.select_for_update().filter(status=Status.APPROVAL, frozen_at__isnull=False):
        for party in awaited_parties(edition):
            steps = set(party.signing_requests.values_list("step", flat=True))
            step = due_step(edition.frozen_at or now(), now=now(), taken=steps)
            if step is not None:
                _send(party, edition, step)
                taken += 1
    return taken


def awaited_parties(edition: Edition) -> list[Party]:
    """The signatories that have not decided, by name."""
    decided = Approval.objects.standing().filter(party__edition=edition).values("party")
    rows = edition.parties.filter(is_signatory=True).exclude(pk__in=decided)
    return list(rows.select_related("organisation"))


def readers_of(party: Party, *, day: dt.date) -> tuple[Audience, list[Reader]]:
    """Whom to ask: those entitled to sign and holders of a working link; else all representatives; else the office."""
    people = Representation.objects.for_organisation(party.organisation_id, day=day).filter(user__is_active=True)
    signers = _as_readers(people.filter(may_sign=True))
    links = DecisionKey.objects.filter(party=party, ended_at=None, used_at=None, ends_at__gt=now())
    known = {reader.address for reader in signers}
    holders = [Reader(key.sent_to, "nl", has_link=True) for key in links if key.sent_to not in known]
    if signers or holders:
        return Audience.SIGNERS, signers + holders
    if others := _as_readers(people):
        return Audience.REPRESENTATIVES, others
    return Audience.OFFICE, [Reader(settings.OFFICE_EMAIL, "nl")]


def count_readers(edition: Edition) -> int:
    """How many people get mail when this edition is laid before its parties."""
    return len({reader.address for party in awaited_parties(edition) for reader in readers_of(party, day=today())[1]})


def _as_readers(people: "QuerySet[Representation]") -> list[Reader]:
    rows = people.select_related("user").order_by("user__email")
    return list(dict.fromkeys(Reader(row.user.email, row.user.language) for row in rows))


def _send(party: Party, edition: Edition, step: Step) -> None:
    audience, readers = readers_of(party, day=today())
    SigningRequest.objects.create(party=party, step=step, audience=audience, readers=len(readers), at=now())
    for reader in readers:
        context = {
            "party": party,
            "edition": edition,
            "laid_on": localdate(edition.frozen_at),
            "is_reminder": step != Step.ASKED,
            "audience": audience.value,
            "has_link": reader.has_link,
            "link": own_decision_address(edition.number, party.organisation.slug),
        }
        post(
            to=reader.address,
            template="signing_request",
            context=context,
            language=reader.language,
            reply_to=settings.OFFICE_EMAIL,
            once=f"signing request {party.pk} {step}",
        )
