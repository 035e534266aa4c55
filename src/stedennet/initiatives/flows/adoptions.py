"""A city or a public source says that it adopted an initiative; the owner of the original confirms or disputes it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.network.models import Organisation, Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import or_office

from ..access import can_adopt_for, can_answer_adoption, can_review
from ..links import get_url
from ..models import Adoption, Initiative
from ..rules.choices import ContactLevel, Verdict
from ..rules.states import State
from .initiatives import find_recipients


@dataclass(frozen=True)
class AdoptionData:
    """The form of an adoption; `of` is the adoption that was its source, None for the initiative itself."""

    kind: str
    of: Adoption | None = None
    since_on: dt.date | None = None
    since_precision: str = "day"
    costs: str = ""
    taught: str = ""
    contact_level: str = ContactLevel.NONE
    contact_role: str = ""
    contact_name: str = ""
    source_url: str = ""


@transaction.atomic
def submit_adoption(
    initiative: Initiative, organisation: Organisation, adoption_data: AdoptionData, *, by: Actor
) -> Adoption:
    """Record that the organisation adopted the initiative, and ask the owner of the source to confirm.

    When only a source said so until now, the report takes its place and keeps the source. Raises NotAllowed, or
    Refused: for the organisation's own initiative, for a second adoption by the same organisation, and for a source
    that belongs to another initiative.
    """
    if not can_adopt_for(by, organisation, day=today()):
        raise NotAllowed(_("Alleen wie namens deze organisatie spreekt kan dit zeggen."))
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    _refuse_adoption(initiative, organisation, adoption_data)
    if not adoption_data.kind:
        raise Refused(_("Kies hoe u het overneemt."), field="kind")
    adoption = _prepare_adoption(initiative, organisation, adoption_data)
    adoption.told_by_id, adoption.told_at = by.pk, now()
    store_record(adoption)
    _announce_adoption(adoption, "claimed")
    _request_confirmation(adoption)
    return adoption


@transaction.atomic
def record_sourced_adoption(
    initiative: Initiative, organisation: Organisation, adoption_data: AdoptionData, *, by: Actor, at: dt.datetime
) -> Adoption:
    """Record an adoption that a public source states, found at the moment `at`.

    It is no news and asks nobody anything; both cities can still say so themselves. Raises NotAllowed, or Refused: as
    for a report, and without a source.
    """
    if not can_review(by):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    _refuse_adoption(initiative, organisation, adoption_data)
    return store_record(
        Adoption(
            initiative=initiative,
            organisation=organisation,
            verdict=Verdict.SOURCED,
            told_by_id=by.pk,
            told_at=at,
            **vars(adoption_data),
        )
    )


@transaction.atomic
def answer_adoption(adoption: Adoption, verdict: str, *, by: Actor, words: str = "") -> Adoption:
    """Confirm an adoption, or dispute it with a reason; both stay visible, and the answer may change later.

    Raises NotAllowed, or Refused.
    """
    adoptions = Adoption.objects.select_related("initiative__lead", "organisation", "of__organisation")
    adoption = adoptions.select_for_update(of=("self",)).get(pk=adoption.pk)
    if not can_answer_adoption(by, adoption, day=today()):
        raise NotAllowed(_("Alleen de eigenaar van de bron kan dit bevestigen of betwisten."))
    if verdict not in (Verdict.CONFIRMED, Verdict.DISPUTED):
        raise Refused(_("Kies of u dit bevestigt of betwist."), field="verdict")
    if verdict == Verdict.DISPUTED and not words.strip():
        raise Refused(_("Zeg waarom: de reden staat bij de overname."), field="words")
    if adoption.verdict == verdict and adoption.verdict_words == words.strip():
        return adoption
    adoption.verdict, adoption.verdict_at = verdict, now()
    adoption.verdict_words = words.strip() if verdict == Verdict.DISPUTED else ""
    adoption.save(update_fields=["verdict", "verdict_words", "verdict_at"])
    _announce_adoption(adoption, verdict)
    return adoption


def list_unanswered_adoptions(user: User) -> list[Adoption]:
    """The adoptions that this person is asked to confirm or dispute."""
    adoptions = Adoption.objects.filter(verdict=Verdict.CLAIMED).public()
    adoptions = adoptions.select_related("initiative__lead", "organisation", "of__organisation")
    return [adoption for adoption in adoptions if can_answer_adoption(user, adoption, day=today())]


def _refuse_adoption(initiative: Initiative, organisation: Organisation, adoption_data: AdoptionData) -> None:
    if initiative.state != State.PUBLISHED:
        raise Refused(_("Dit initiatief staat niet (meer) op de site."))
    if organisation.pk == initiative.lead_id:
        raise Refused(_("Een organisatie kan haar eigen initiatief niet overnemen."), field="organisation")
    if adoption_data.of and adoption_data.of.initiative_id != initiative.pk:
        raise Refused(_("Deze overname hoort bij een ander initiatief."), field="of")


def _prepare_adoption(initiative: Initiative, organisation: Organisation, adoption_data: AdoptionData) -> Adoption:
    """A new adoption, or the one that a source stated, with what the organisation itself says of it."""
    stated = initiative.adoptions.sourced().filter(organisation=organisation).first()
    if stated is None:
        return Adoption(initiative=initiative, organisation=organisation, **vars(adoption_data))
    if adoption_data.of not in (None, stated.of):
        # The database keeps the source of an adoption as it was first stated.
        raise Refused(
            _("Volgens de bron nam u dit ergens anders over. Vraag de redactie om dat te wijzigen."), field="of"
        )
    source_url = adoption_data.source_url or stated.source_url
    for name, value in {**vars(adoption_data), "of": stated.of, "source_url": source_url}.items():
        setattr(stated, name, value)
    stated.verdict = Verdict.CLAIMED
    return stated


def _announce_adoption(adoption: Adoption, event: str) -> None:
    notes = {
        "claimed": "%s zegt dit over te nemen",
        Verdict.CONFIRMED: "overname door %s bevestigd",
        Verdict.DISPUTED: "overname door %s betwist",
    }
    notes_en = {
        "claimed": "%s says it reuses this",
        Verdict.CONFIRMED: "reuse by %s confirmed",
        Verdict.DISPUTED: "reuse by %s disputed",
    }
    initiative, name = adoption.initiative, adoption.organisation.name
    announce_change(
        initiative,
        "changed",
        title=initiative.title,
        title_en=initiative.title_en,
        note=notes[event] % name,
        note_en=notes_en[event] % name,
        behalf_of=name,
    )


def _request_confirmation(adoption: Adoption) -> None:
    for address, language in _find_source_recipients(adoption):
        queue_mail(
            to=address,
            template="adoption_to_confirm",
            context={"adoption": adoption, "link": get_url("adoptions", adoption.initiative.slug, language)},
            language=language,
            once=f"adoption {adoption.pk}",
        )


def _find_source_recipients(adoption: Adoption) -> list[tuple[str, str]]:
    if adoption.of is None:
        return find_recipients(adoption.initiative)
    return or_office(Representation.objects.of_any([adoption.of.organisation_id], day=today()).recipients())
