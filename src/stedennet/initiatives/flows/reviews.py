"""The editors' side: publish, ask for more, reject, archive; and the author who sends it in again."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.network.models import Representation
from stedennet.outbox.flows import queue_mail

from ..access import can_edit, can_review
from ..links import get_url
from ..models import Initiative
from ..rules.choices import Phase
from ..rules.states import AUTHOR, EDITOR, WITH_A_REASON, State, Step, apply_step
from .initiatives import create_owner_token

MAIL_TEMPLATES = {
    Step.PUBLISH: "initiative_published",
    Step.ASK: "initiative_needs_work",
    Step.REJECT: "initiative_rejected",
    Step.ARCHIVE: "initiative_archived",
}
"""What the author is told."""


@transaction.atomic
def take_initiative_step(
    initiative: Initiative, step: Step, *, by: Actor, words: str = "", at: dt.datetime | None = None
) -> Initiative:
    """Take a step with an initiative; `words` are the reason, or for RESUBMIT what changed; `at` is for what happened
    before it was entered here.

    Raises NotAllowed, or Refused when the table of states says no or words are missing.
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("lead").get(pk=initiative.pk)
    who = AUTHOR if step is Step.RESUBMIT else EDITOR
    if not (can_review(by) if who == EDITOR else can_edit(by, initiative, day=today())):
        raise NotAllowed(_("Alleen een redacteur kan dit doen."))
    before = initiative.state
    initiative.state = apply_step(initiative.state, step, by=who)
    if step in WITH_A_REASON and not words.strip():
        raise Refused(_missing_words_message(step), field="words")
    if step is Step.PUBLISH:
        _check_ready(initiative)
        initiative.published_at = initiative.published_at or at or now()
    initiative.state_words, initiative.state_at = words.strip(), at or now()
    initiative.state_by_id = by.pk
    initiative.save()
    record_act(initiative, f"initiatives.{step.value}", by=by)
    _announce_initiative(initiative, before)
    if step in MAIL_TEMPLATES:
        _notify_author(initiative, step)
    if step is Step.PUBLISH and before != State.ARCHIVED and initiative.is_tip:
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


def _announce_initiative(initiative: Initiative, before: str) -> None:
    verbs = {State.PUBLISHED: "published", State.ARCHIVED: "withdrawn"}
    verb = verbs.get(State(initiative.state))
    if verb and before != initiative.state:
        announce_change(
            initiative,
            verb,
            title=initiative.title,
            title_en=initiative.title_en,
            note=initiative.summary if verb == "published" else "",
            note_en=initiative.summary_en if verb == "published" else "",
            behalf_of=initiative.by,
            at=initiative.state_at,
        )


def _notify_author(initiative: Initiative, step: Step) -> None:
    if not initiative.contact_email:
        return
    context = {
        "initiative": initiative,
        "link": get_url("own", create_owner_token(initiative), initiative.language),
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
    """A tip is published: who represents the organisation that is named may take it over."""
    keys = {initiative.lead_id, *initiative.partners.values_list("organisation_id", flat=True)} - {None}
    keys = keys or set(initiative.cities.values_list("pk", flat=True))
    rows = Representation.objects.on(today()).filter(organisation__in=keys, user__is_active=True)
    readers = {(row.user.email, row.user.language) for row in rows.select_related("user")}
    for reader, language in sorted(readers) or [(settings.OFFICE_EMAIL, "nl")]:
        queue_mail(
            to=reader,
            template="initiative_invite",
            context={"initiative": initiative, "link": get_url("claim", initiative.slug, language)},
            language=language,
            once=f"invite {initiative.pk}",
        )
