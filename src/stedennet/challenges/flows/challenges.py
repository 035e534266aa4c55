"""Storing and removing challenges by editors, and linking them to actions, initiatives and calls."""

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.changes.flows import announce_change
from stedennet.changes.rules import date_source
from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed
from stedennet.core.records import discard_record, store_record
from stedennet.initiatives.models import Initiative

from ..access import can_edit_challenges
from ..models import Challenge, ChallengeLink


@transaction.atomic
def save_challenge(challenge: Challenge, *, by: Actor) -> Challenge:
    """Store a new or changed challenge and announce it. Raises NotAllowed, or RefusedFields for a broken rule."""
    _check_rights(by)
    is_new = challenge._state.adding
    store_record(challenge)
    _announce_challenge(challenge, "published" if is_new else "changed")
    return challenge


@transaction.atomic
def remove_challenge(challenge: Challenge, *, by: Actor) -> None:
    """Delete a challenge with its links; the log says that it was withdrawn. Raises NotAllowed."""
    _check_rights(by)
    _announce_challenge(challenge, "withdrawn")
    discard_record(challenge)


def link_to_challenge(challenge: Challenge, record: Action | Initiative | Call, *, by: Actor) -> ChallengeLink:
    """Say that an action, initiative or call belongs to the challenge. Raises NotAllowed, or RefusedFields when it
    already does."""
    link = ChallengeLink(challenge=challenge, **{str(record._meta.model_name): record})
    return save_link(link, by=by)


@transaction.atomic
def save_link(link: ChallengeLink, *, by: Actor) -> ChallengeLink:
    """Store a link and announce its challenge as changed. Raises NotAllowed, or RefusedFields for a broken rule."""
    _check_rights(by)
    store_record(link)
    _announce_challenge(link.challenge, "changed")
    return link


@transaction.atomic
def remove_link(link: ChallengeLink, *, by: Actor) -> None:
    """Remove a link and announce its challenge as changed. Raises NotAllowed."""
    _check_rights(by)
    discard_record(link)
    _announce_challenge(link.challenge, "changed")


def _check_rights(by: Actor) -> None:
    if not can_edit_challenges(by):
        raise NotAllowed(_("Alleen een redacteur kan dit wijzigen."))


def _announce_challenge(challenge: Challenge, verb: str) -> None:
    announce_change(
        challenge,
        verb,
        title=challenge.title,
        title_en=challenge.title_en,
        behalf_of=challenge.by,
        day=date_source(challenge.source_on, source_url=challenge.source_url),
    )
