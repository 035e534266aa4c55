"""Keeping an initiative up to date: the personal link, editing, confirming, claiming, review reminders."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
from stedennet.changes.flows import announce_change
from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import store_record
from stedennet.intake.flows import receive_submission
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Representation
from stedennet.network.querysets.names import look_up_organisation
from stedennet.outbox.flows import queue_mail
from stedennet.outbox.recipients import or_office

from ..access import can_edit
from ..field_types import Field, Kind
from ..fields import FIELDS, STORED_COLUMNS
from ..links import get_url
from ..models import Confirmation, Initiative, Partner, PhaseStep
from ..personal_links import INITIATIVE_LINK
from ..rules import lines
from ..rules.choices import Phase
from ..rules.states import State

CLAIM_KIND = "claim"
REVIEW_INTERVAL = dt.timedelta(days=182)
"""How long an initiative counts as up to date: half a year."""


@transaction.atomic
def update_initiative(
    initiative: Initiative, facts: Mapping[str, Any], *, by: Actor, seen: int | None = None
) -> Initiative:
    """Store the fields that `facts` contains; lists are lines of text (rules/lines.py).

    `seen` is the revision that the form was filled in for. Raises NotAllowed; or Refused, for an invalid line (with
    its field), for the phase “stopped” without a lesson, or when somebody else has changed the initiative since.
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("lead").get(pk=initiative.pk)
    if not can_edit(by, initiative, day=today()):
        raise NotAllowed(_("Alleen wie dit initiatief beheert kan het wijzigen."))
    if seen is not None and seen != initiative.revision:
        raise Refused(_("Iemand anders wijzigde dit intussen. Uw woorden staan er nog; kijk eerst wat er nu staat."))
    for name in STORED_COLUMNS:
        if name in facts:
            setattr(initiative, name, facts[name])
    initiative.revision += 1
    initiative.next_review_on = today() + REVIEW_INTERVAL
    store_record(initiative)
    _store_relations(initiative, facts)
    _store_lists(initiative, facts)
    if "phase" in facts:
        _store_phase(initiative, facts["phase"], facts.get("phase_on"), facts.get("phase_precision", "day"))
    _check_lessons(initiative)
    if initiative.state == State.PUBLISHED:
        _announce_changed(initiative)
    return initiative


def _store_relations(initiative: Initiative, facts: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field.kind in (Kind.THEMES, Kind.CITIES) and field.name in facts:
            getattr(initiative, field.name).set(facts[field.name])


def _store_lists(initiative: Initiative, facts: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field.kind is Kind.ITEMS and field.name in facts:
            _store_items(initiative, field, _parse_list(field, facts[field.name]))
        if field.kind is Kind.PARTNERS and field.name in facts:
            _store_partners(initiative, _parse_list(field, facts[field.name]))


def _store_items(initiative: Initiative, field: Field, rows: Iterable[lines.Parts]) -> None:
    items = getattr(initiative, field.name)
    items.all().delete()
    for row in rows:
        store_record(items.model(initiative=initiative, **field.lines.build(row)))


def check_list(field: Field, text: str) -> list[lines.Parts]:
    """The parsed lines of a list. Raises ValueError with a message for the user if a line cannot be stored."""
    rows = lines.parse_lines(text, most_parts=field.lines.parts)
    for row in rows:
        field.lines.build(row)
    return rows


def _parse_list(field: Field, text: str) -> list[lines.Parts]:
    try:
        return check_list(field, text)
    except ValueError as error:
        raise Refused(str(error), field=field.name) from error


def _store_partners(initiative: Initiative, rows: Iterable[lines.Parts]) -> None:
    # An organisation that is a partner already stays one, also when its name is no longer in use.
    linked = initiative.partners.exclude(organisation=None).select_related("organisation")
    known = {lines.format_lines([(partner.name,)]): partner.organisation for partner in linked}
    initiative.partners.all().delete()
    seen: set[int] = set()
    for row in rows:
        organisation = known.get(row.at(0)) or find_organisation(row.at(0))
        if organisation and organisation.pk in seen:
            continue
        if organisation:
            seen.add(organisation.pk)
        store_record(
            Partner(
                initiative=initiative,
                organisation=organisation,
                in_words="" if organisation else row.at(0)[:150],
                role=row.at(1)[:150],
            )
        )


def find_organisation(name: str) -> Organisation | None:
    """The organisation in the register with this name today; None when there is none, or more than one."""
    return look_up_organisation(name, day=today()).organisation


def _store_phase(initiative: Initiative, phase: str, on: dt.date | None, precision: str) -> None:
    newest = initiative.steps.last()
    if phase and (newest is None or newest.phase != phase):
        if newest and on and newest.on and on < newest.on:
            raise Refused(_("Deze fase begint voor de vorige."), field="phase_on")
        store_record(
            PhaseStep(initiative=initiative, phase=phase, on=on or (today() if newest else None), precision=precision)
        )
    initiative.phase = phase
    initiative.save(update_fields=["phase"])


def _check_lessons(initiative: Initiative) -> None:
    if initiative.phase == Phase.STOPPED and not initiative.lessons.exists():
        raise Refused(_("Wat stopte heeft minstens één les: wat moeten anderen weten?"), field="lessons")


@transaction.atomic
def confirm_initiative(initiative: Initiative, *, by: Actor) -> Confirmation:
    """Record that the initiative is still correct today; at most one confirmation a day. Raises NotAllowed."""
    initiative = Initiative.objects.select_for_update(of=("self",)).select_related("lead").get(pk=initiative.pk)
    if not can_edit(by, initiative, day=today()):
        raise NotAllowed(_("Alleen wie dit initiatief beheert kan dit zeggen."))
    initiative.next_review_on = today() + REVIEW_INTERVAL
    initiative.save(update_fields=["next_review_on"])
    return Confirmation.objects.get_or_create(initiative=initiative, on=today(), defaults={"by_id": by.pk})[0]


def submit_claim(
    initiative: Initiative,
    *,
    organisation: str,
    name: str,
    email: str,
    role: str,
    language: str,
    once: str,
    page: str,
    person: User | None = None,
    behalf_of: str = "",
) -> Submission:
    """Receive an organisation's claim to an initiative that somebody else submitted, for a moderator to review.

    Raises Refused when the initiative is not public or the organisation is unknown.
    """
    if initiative.state != State.PUBLISHED:
        raise Refused(_("Dit initiatief staat niet (meer) op de site."))
    if find_organisation(organisation) is None:
        raise Refused(_("Deze organisatie kennen wij niet. Kies een naam uit de lijst."), field="organisation")
    return receive_submission(
        CLAIM_KIND,
        name=name,
        email=email,
        text=role,
        language=language,
        once=once,
        data={"organisation": organisation, "role": role},
        subject=initiative,
        subject_title=initiative.title,
        page=page,
        person=person,
        behalf_of=behalf_of,
    )


def hand_over_initiative(submission: Submission) -> Initiative:
    """Make the sender of an accepted claim the contact, and mail a new personal link. Intake calls this once."""
    initiative = Initiative.objects.select_for_update().get(pk=submission.subject_id)
    initiative.lead = find_organisation(submission.data.get("organisation", "")) or initiative.lead
    initiative.is_tip = False
    initiative.contact_name, initiative.contact_email = submission.name, submission.email
    initiative.contact_role, initiative.language = submission.data.get("role", "")[:120], submission.language
    initiative.contact_level = Initiative._meta.get_field("contact_level").default
    initiative.revision += 1
    store_record(initiative)
    _announce_changed(initiative)
    send_owner_link(initiative, "initiative_handed_over")
    return initiative


def send_owner_link(initiative: Initiative, template: str) -> None:
    """Mail the contact the personal link."""
    if initiative.contact_email:
        link = INITIATIVE_LINK.url(initiative, initiative.language)
        queue_mail(
            to=initiative.contact_email,
            template=template,
            context={"initiative": initiative, "link": link},
            language=initiative.language,
        )


def find_recipients(initiative: Initiative) -> list[tuple[str, str]]:
    """Addresses with languages: the contact and the lead's representatives, or the office if there are none."""
    recipients = {(initiative.contact_email, initiative.language)} if initiative.contact_email else set()
    if not initiative.is_tip and initiative.lead_id:
        recipients |= Representation.objects.of_any([initiative.lead_id], day=today()).recipients()
    return or_office(recipients)


@transaction.atomic
def send_review_reminders() -> int:
    """Ask the people behind each initiative that is due for review if it is still correct; returns how many mails."""
    due = Initiative.objects.published().filter(next_review_on__lte=today()).select_for_update(of=("self",))
    sent = 0
    for initiative in due.select_related("lead")[:200]:
        for address, language in find_recipients(initiative):
            link = (
                INITIATIVE_LINK.url(initiative, language)
                if address == initiative.contact_email
                else get_url("page", initiative.slug, language)
            )
            queue_mail(
                to=address,
                template="initiative_review",
                context={"initiative": initiative, "link": link},
                language=language,
                once=f"review {initiative.pk} {initiative.next_review_on}",
            )
            sent += 1
        # Without an answer the next reminder follows in half a year. Confirming or editing moves the date too.
        initiative.next_review_on = today() + REVIEW_INTERVAL
        initiative.save(update_fields=["next_review_on"])
    return sent


def list_own_initiatives(user: User) -> Sequence[Initiative]:
    """The initiatives led by the organisations that this person represents today, by title."""
    organisation_keys = (
        Representation.objects.on(today()).filter(user_id=user.pk).values_list("organisation_id", flat=True)
    )
    return list(
        Initiative.objects.filter(lead__in=list(organisation_keys)).exclude(state=State.REJECTED).order_by("title")
    )


def _announce_changed(initiative: Initiative) -> None:
    announce_change(
        initiative, "changed", title=initiative.title, title_en=initiative.title_en, behalf_of=initiative.by
    )
