"""The editors' review: publish, ask for more, reject or archive; and the author's resubmission."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import NOW, FactDay, date_source
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import or_office

from ..access import can_edit, can_review
from ..links import get_url
from ..models import Initiative
from ..personal_links import INITIATIVE_LINK
from ..rules.choices import Phase
from ..rules.states import AUTHOR, EDITOR, WITH_A_REASON, State, Step, apply_step

MAIL_TEMPLATES = {
    Step.PUBLISH: "initiative_published",
    Step.ASK: "initiative_needs_work",
    Step.REJECT: "initiative_rejected",
    Step.ARCHIVE: "initiative_archived",
}
"""The mail to the author after each step."""


@transaction.atomic
def take_initiative_step(
    initiative: Initiative, step: Step, *, by: Actor, words: str = "", at: dt.datetime | None = None
) -> Initiative:
    """Take a step with an initiative. `words` is the reason, or for RESUBMIT what changed.

    `at` is the moment for a loader that records what happened earlier. The first moment of publishing is kept when an
    initiative is published again. Raises NotAllowed, or Refused when the step is not possible now or words are
    missing.
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("lead").get(pk=initiative.pk)
    role = AUTHOR if step is Step.RESUBMIT else EDITOR
    if not (can_review(by) if role == EDITOR else can_edit(by, initiative, day=today())):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    previous_state = initiative.state
    initiative.state = apply_step(initiative.state, step, by=role)
    if step in WITH_A_REASON and not words.strip():
        raise Refused(_missing_words_message(step), field="words")
    if step is Step.PUBLISH:
        _check_ready(initiative)
        initiative.published_at = initiative.published_at or at or now()
    initiative.state_words, initiative.state_at = words.strip(), at or now()
    initiative.state_by_id = by.pk
    initiative.save()
    record_act(initiative, f"initiatives.{step.value}", by=by)
    _announce_initiative(initiative, previous_state)
    if step in MAIL_TEMPLATES:
        _notify_author(initiative, step)
    if step is Step.PUBLISH and previous_state != State.ARCHIVED and initiative.is_tip:
        _invite_organisations(initiative)
    return initiative


def _missing_words_message(step: Step) -> str:
    if step is Step.RESUBMIT:
        return _("Zeg wat u hebt veranderd: dat leest de redacteur.")
    return _("Geef een reden: de inzender krijgt die te lezen.")


def _check_ready(initiative: Initiative) -> None:
    if not initiative.themes.exists():
        raise Refused(_("Kies eerst een thema."))
    if initiative.phase == Phase.STOPPED and not initiative.lessons.exists():
        raise Refused(_("Wat stopte heeft minstens één les: wat moeten anderen weten?"))


def _announce_initiative(initiative: Initiative, previous_state: str) -> None:
    verbs = {State.PUBLISHED: "published", State.ARCHIVED: "withdrawn"}
    verb = verbs.get(State(initiative.state))
    if verb and previous_state != initiative.state:
        announce_change(
            initiative,
            verb,
            title=initiative.title,
            title_en=initiative.title_en,
            note=initiative.summary if verb == "published" else "",
            note_en=initiative.summary_en if verb == "published" else "",
            behalf_of=initiative.by,
            at=initiative.state_at,
            day=_date_publication(initiative) if verb == "published" else NOW,
        )


def _date_publication(initiative: Initiative) -> FactDay:
    # Whoever sends in an initiative tells it today, whatever page is named as its source.
    if initiative.submission_id:
        return NOW
    steps = initiative.steps.values_list("on", flat=True)
    return date_source(initiative.begins_on, initiative.ends_on, *steps, source_url=initiative.source_url)


def _notify_author(initiative: Initiative, step: Step) -> None:
    if not initiative.contact_email:
        return
    context = {
        "initiative": initiative,
        "link": INITIATIVE_LINK.url(initiative, initiative.language),
        "page": get_url("page", initiative.slug, initiative.language),
    }
    queue_mail(
        to=initiative.contact_email,
        template=MAIL_TEMPLATES[step],
        context=context,
        language=initiative.language,
        once=f"{MAIL_TEMPLATES[step]} {initiative.pk} {initiative.state_at.isoformat()}",
    )


def _invite_organisations(initiative: Initiative) -> None:
    """Invite the representatives of the named organisations to claim a tip that was published."""
    organisation_keys = {initiative.lead_id, *initiative.partners.values_list("organisation_id", flat=True)} - {None}
    organisation_keys = organisation_keys or set(initiative.cities.values_list("pk", flat=True))
    recipients = Representation.objects.of_any(organisation_keys, day=today()).recipients()
    for address, language in or_office(recipients):
        queue_mail(
            to=address,
            template="initiative_invite",
            context={"initiative": initiative, "link": get_url("claim", initiative.slug, language)},
            language=language,
            once=f"invite {initiative.pk}",
        )
