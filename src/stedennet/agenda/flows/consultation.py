"""The consultation on an edition: remarks come in through intake, are published, and are answered in public."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, person_of
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.network.access import is_representative
from stedennet.network.sender_names import refuse_unrepresented_organisation
from stedennet.outbox.flows import queue_mail

from ..access import can_edit_agenda
from ..models import Action, Edition, Remark

KIND = "remark"
MAX_REMARK_LENGTH = 4000


def can_submit_remark(edition: Edition, *, by: Actor) -> bool:
    """Whether `by` may comment on the edition today. Serves the button and the guard."""
    if not edition.is_consulted_on(today()):
        return False
    if edition.consultation_is_open:
        return True
    named = [
        *(party.organisation for party in edition.parties.select_related("organisation")),
        *edition.consulted.all(),
    ]
    return any(is_representative(by, organisation, day=today()) for organisation in named)


def submit_remark(
    edition: Edition,
    *,
    by: Actor,
    name: str,
    email: str,
    organisation: str,
    text: str,
    code: str,
    language: str,
    once: str,
    page: str,
    behalf_of: str = "",
) -> Submission:
    """Take in a remark on the action with this code, or on the whole edition.

    The organisation is published with it, so only its representatives may name it. Raises NotAllowed, or Refused.
    """
    if not can_submit_remark(edition, by=by):
        raise NotAllowed(_("Over deze editie kan nu niets worden gezegd."))
    if not text.strip() or len(text) > MAX_REMARK_LENGTH:
        raise Refused(_("Schrijf iets, en hooguit 4.000 tekens."), field="text")
    if code and not edition.commitments.filter(action__code=code).exists():
        raise Refused(_("Deze actie staat niet in de editie."), field="code")
    person = person_of(by)
    refuse_unrepresented_organisation(organisation, person)
    return receive_submission(
        KIND,
        name=name,
        email=email,
        text=text.strip(),
        language=language,
        once=once,
        data={"organisation": organisation, "code": code},
        subject=edition,
        subject_title=str(edition),
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def publish_remark(submission: Submission) -> Remark:
    """Publish a remark that a moderator accepted; intake calls this once.

    A remark that came in on time counts, even when it is accepted later.
    """
    edition = Edition.objects.get(pk=submission.subject_id)
    return Remark.objects.create(
        edition=edition,
        action=Action.objects.filter(code=submission.data.get("code") or "-").first(),
        submission=submission,
        name=submission.name,
        organisation=submission.data.get("organisation", ""),
        text=submission.text,
        placed_at=now(),
    )


def withdraw_remark(submission: Submission) -> None:
    """Delete a remark that its author withdraws; once answered it stays, without the name."""
    Remark.objects.filter(submission=submission, answered_at=None).delete()
    Remark.objects.filter(submission=submission).update(name="", organisation="")


@transaction.atomic
def answer_remark(remark: Remark, words: str, *, by: Actor) -> Remark:
    """Answer a remark in public and mail its author. Raises NotAllowed, or Refused without an answer."""
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan antwoorden."))
    if not words.strip():
        raise Refused(_("Schrijf een antwoord."), field="answer")
    remark = Remark.objects.select_for_update(of=("self",)).select_related("submission", "edition").get(pk=remark.pk)
    is_first = remark.answered_at is None
    remark.answer, remark.answered_at = words.strip(), now()
    remark.answered_by_id = by.pk
    remark.save(update_fields=["answer", "answered_at", "answered_by"])
    if is_first and remark.submission.email:
        queue_mail(
            to=remark.submission.email,
            template="remark_answered",
            context={"remark": remark, "page": f"{settings.SITE_URL}{remark.submission.page}"},
            language=remark.submission.language,
            once=f"remark answered {remark.pk}",
        )
    return remark


def save_remark_answer(remark: Remark, *, by: Actor) -> Remark:
    """Store the answer that an editor wrote in the admin, and nothing else. Raises Refused for a new remark."""
    if remark.pk is None:
        raise Refused(_("Een opmerking komt van buiten; hier kunt u haar alleen beantwoorden."))
    return answer_remark(remark, remark.answer, by=by)
