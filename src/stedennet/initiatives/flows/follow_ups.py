"""Asks cities how an adoption goes, once after three months and once after a year, and records what they answer."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from stedennet.accounts.models import User
from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import get_office

from ..access import can_answer_follow_up, can_review
from ..models import Adoption, FollowUp
from ..personal_links import FOLLOW_UP_LINK, LinkedFollowUp
from ..rules.choices import Kind
from ..rules.follow_ups import Use, find_due_moment, find_start


@dataclass(frozen=True)
class FollowUpAnswer:
    """What a city says of an adoption; a number comes with its unit and source."""

    use: str
    words: str = ""
    amount: Decimal | None = None
    unit: str = ""
    amount_source: str = ""


@transaction.atomic
def ask_due_follow_ups() -> int:
    """Ask each city that is due how its adoption goes (periodic job); each question once. Returns how many.

    The question and its mails are written in one transaction.
    """
    day, asked = today(), 0
    adoptions = Adoption.objects.confirmed().public().filter(initiative__is_example=False).exclude(kind=Kind.STOPPED)
    rows = adoptions.select_for_update(of=("self",)).select_related("organisation", "initiative")
    for adoption in rows.prefetch_related("follow_ups"):
        earlier = list(adoption.follow_ups.all())
        moment = find_due_moment(
            find_start(localdate(adoption.told_at), adoption.since_on),
            asked=[follow_up.moment for follow_up in earlier],
            has_stopped=any(follow_up.use == Use.STOPPED for follow_up in earlier),
            today=day,
        )
        if moment:
            follow_up = FollowUp.objects.create(adoption=adoption, moment=moment, asked_at=now())
            _mail_question(follow_up)
            asked += 1
    return asked


def _mail_question(follow_up: FollowUp) -> None:
    for address, language, person in _find_recipients(follow_up):
        link = FOLLOW_UP_LINK.url(LinkedFollowUp(follow_up, person), language)
        queue_mail(
            to=address,
            template="adoption_follow_up",
            context={"adoption": follow_up.adoption, "link": link},
            language=language,
            once=f"follow-up {follow_up.pk}",
        )


def _find_recipients(follow_up: FollowUp) -> list[tuple[str, str, User | None]]:
    """The people who speak for the city, each with an address and a language; else the office, which passes it on."""
    rows = Representation.objects.for_organisation(follow_up.adoption.organisation_id, day=today()).reachable()
    people = {row.user_id: row.user for row in rows}.values()
    if people:
        return [(person.email, person.language or "nl", person) for person in people]
    address, language = get_office()
    return [(address, language, None)]


@transaction.atomic
def answer_follow_up(follow_up: FollowUp, answer: FollowUpAnswer, *, by: Actor) -> FollowUp:
    """Record how the adoption goes; a later answer to the same question takes its place.

    Raises NotAllowed, or Refused: without a choice, or for a number without a unit or source.
    """
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related(
        "adoption__organisation", "adoption__initiative"
    )
    follow_up = rows.get(pk=follow_up.pk)
    if not can_answer_follow_up(by, follow_up, day=today()):
        raise NotAllowed(_("Alleen wie namens deze organisatie spreekt kan dit zeggen."))
    if answer.use not in Use.values:
        raise Refused(_("Kies hoe het gaat."), field="use")
    fields = vars(answer) | {"unit": answer.unit.strip(), "amount_source": answer.amount_source.strip()}
    _refuse_loose_number(FollowUpAnswer(**fields))
    if all(getattr(follow_up, name) == value for name, value in fields.items()):
        return follow_up
    is_new_use = follow_up.use != answer.use
    for name, value in fields.items():
        setattr(follow_up, name, value)
    follow_up.answered_at, follow_up.answered_by_id = now(), by.pk
    store_record(follow_up)
    if is_new_use:
        _announce_answer(follow_up)
    return follow_up


def _refuse_loose_number(answer: FollowUpAnswer) -> None:
    if answer.amount is None and (answer.unit or answer.amount_source):
        raise Refused(_("Vul ook het getal in, of laat eenheid en bron leeg."), field="amount")
    if answer.amount is not None and not answer.unit:
        raise Refused(_("Waarvan is dit het getal? Zoals: kWh per jaar."), field="unit")
    if answer.amount is not None and not answer.amount_source:
        raise Refused(_("Waar komt dit getal vandaan? Zoals: eigen telling, mei 2027."), field="amount_source")


def _announce_answer(follow_up: FollowUp) -> None:
    initiative, name = follow_up.adoption.initiative, follow_up.adoption.organisation.name
    with override("en"):
        note_en = f"{name}: {follow_up.get_use_display()}, {follow_up.get_moment_display()}"
    with override("nl"):
        note = f"{name}: {follow_up.get_use_display()}, {follow_up.get_moment_display()}"
    announce_change(
        initiative,
        "changed",
        title=initiative.title,
        title_en=initiative.title_en,
        note=note,
        note_en=note_en,
        behalf_of=name,
    )


@transaction.atomic
def correct_follow_up(follow_up: FollowUp, *, by: Actor) -> FollowUp:
    """Store an answer as an editor corrected it. Raises NotAllowed, or RefusedFields."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))
    return store_record(follow_up)


@transaction.atomic
def remove_answer(follow_up: FollowUp, *, by: Actor) -> None:
    """Remove an answer. The question stays, so that it is not asked a second time. Raises NotAllowed."""
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit verwijderen."))
    follow_up.use, follow_up.words, follow_up.unit, follow_up.amount_source = "", "", "", ""
    follow_up.amount, follow_up.answered_at, follow_up.answered_by = None, None, None
    store_record(follow_up)
