"""Who speaks and signs for an organisation: one asks, another confirms; ending it takes one. Each `can_x` beside `x`.

The pair: the programme office and a representative of the organisation, or two administrators. All representatives of
the organisation are mailed at each step. What was granted can only become less; for more, ask anew.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.audit.flows.events import record_security_event
from stedennet.audit.kinds import EventKind
from stedennet.core.access import SYSTEM, Actor, System, is_administrator
from stedennet.core.clock import now, today
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.history import record_act
from stedennet.core.records import describe_collision, store_record
from stedennet.outbox.flows import queue_mail

from ..access import can_edit_network, is_representative
from ..links import get_office_url, get_own_representation_url
from ..models import Merger, Organisation, Representation
from ..rules.representations import Authority, may_grant_together, may_request_representation


def find_authority(by: Actor, organisation: Organisation) -> Authority:
    """What `by` is to the organisation today."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return Authority(None)
    return Authority(
        by.pk,
        is_office=can_edit_network(by),
        is_administrator=is_administrator(by),
        represents=is_representative(by, organisation, day=today()),
    )


def can_request_representation(representation: Representation, by: Actor) -> bool:
    """The office or a representative of the organisation asks it, and never for oneself."""
    return may_request_representation(find_authority(by, representation.organisation), representation.user_id)


@transaction.atomic
def request_representation(representation: Representation, *, by: Actor) -> Representation:
    """Ask that this person represents the organisation; it holds when a second person confirms.

    Raises NotAllowed, or Refused with words for what does not fit.
    """
    _clear_grant(representation)
    if not can_request_representation(representation, by):
        raise NotAllowed(_("Het programmabureau of een vertegenwoordiger vraagt dit, en nooit voor zichzelf."))
    if _select_same_person(representation).waiting().exists():
        raise Refused(_("Dit is al gevraagd en wacht op bevestiging."), field="user")
    representation.asked_by_id, representation.asked_at = by.pk, now()
    store_record(representation)
    _record_event(EventKind.REPRESENTATION_ASKED, representation, by)
    _mail_notices(representation, "asked")
    return representation


def can_confirm_representation(representation: Representation, by: Actor) -> bool:
    """Whether `by` is the second person that this still needs. Who asked must still be who they were."""
    asker = get_user_model()._default_manager.filter(pk=representation.asked_by_id or 0).first()
    if representation.is_granted or asker is None:
        return False
    first, second = (find_authority(one, representation.organisation) for one in (asker, by))
    return may_grant_together(first, second, representation.user_id)


@transaction.atomic
def confirm_representation(representation: Representation, *, by: Actor) -> Representation:
    """The second person agrees: from now on it holds. It replaces what this person had for the organisation.

    Raises NotAllowed, or Refused when it was judged meanwhile or the person left.
    """
    representation = _lock_waiting_representation(representation)
    if not can_confirm_representation(representation, by):
        raise NotAllowed(
            _("Iemand anders moet dit bevestigen: het bureau of een vertegenwoordiger, of twee beheerders.")
        )
    if not representation.user.is_active:
        raise Refused(_("Dit account is niet actief."))
    representation.confirmed_by_id = by.pk
    return _store_grant(representation, by)


def can_refuse_representation(representation: Representation, by: Actor) -> bool:
    """Who asked, the office and every representative of the organisation may say no."""
    standing = find_authority(by, representation.organisation)
    is_concerned = standing.is_office or standing.represents or standing.key == representation.asked_by_id
    return not representation.is_granted and standing.key is not None and is_concerned


@transaction.atomic
def refuse_representation(representation: Representation, *, by: Actor) -> None:
    """It is not granted; the question goes, the security log keeps it. Raises NotAllowed, or Refused."""
    representation = _lock_waiting_representation(representation)
    if not can_refuse_representation(representation, by):
        raise NotAllowed(_("U kunt dit niet afwijzen."))
    _record_event(EventKind.REPRESENTATION_REFUSED, representation, by)
    _mail_notices(representation, "refused")
    representation.delete()


@transaction.atomic
def grant_representation(representation: Representation, *, by: Actor) -> Representation:
    """The program itself grants at once: the demo, and the command line of who runs the machine.

    Raises NotAllowed for people, or Refused with words for what does not fit.
    """
    if not isinstance(by, System):
        raise NotAllowed(_("Iemand laten vertegenwoordigen doen twee mensen samen."))
    _clear_grant(representation)
    representation.by_system = True
    return _store_grant(representation, by)


def _store_grant(representation: Representation, by: Actor) -> Representation:
    _end_former_representations(representation)
    representation.granted_at = now()
    store_record(representation, in_words=_describe_database_error)
    _record_event(EventKind.REPRESENTATION_GRANTED, representation, by)
    _mail_notices(representation, "granted")
    return representation


def _end_former_representations(representation: Representation) -> None:
    """Of one person for one organisation one row holds at a time; the new one begins where the old one ends."""
    day = max(representation.begins_on or today(), today())
    for former in _select_same_person(representation).granted().exclude(ends_on__lte=day):
        representation.begins_on = day
        _end_on_day(former, day)


def _end_on_day(representation: Representation, day: dt.date) -> None:
    if representation.begins_on is not None and representation.begins_on >= day:
        representation.delete()  # It never held a whole day; the security log has it.
        return
    representation.ends_on = day
    store_record(representation, in_words=_describe_database_error)


def can_end_representation(representation: Representation, by: Actor) -> bool:
    """The office, every representative of the organisation, and the person; taking away needs no second person."""
    standing = find_authority(by, representation.organisation)
    is_concerned = standing.is_office or standing.represents or standing.key == representation.user_id
    return isinstance(by, System) or (standing.key is not None and is_concerned)


@transaction.atomic
def end_representation(representation: Representation, *, by: Actor) -> None:
    """From today the person no longer represents the organisation. Raises NotAllowed."""
    if not can_end_representation(representation, by):
        raise NotAllowed(_("U kunt dit niet beëindigen."))
    _record_event(EventKind.REPRESENTATION_ENDED, representation, by)
    _mail_notices(representation, "ended")
    _end_on_day(representation, today())


@transaction.atomic
def narrow_representation(representation: Representation, *, by: Actor) -> Representation:
    """Store what was changed about a granted one: less may be done at once, more is asked anew.

    Raises NotAllowed, or RefusedFields beside the field that would give more.
    """
    before = Representation.objects.select_for_update().get(pk=representation.pk)
    if not can_end_representation(before, by):
        raise NotAllowed(_("U kunt dit niet wijzigen."))
    if wider := _find_widened_fields(before, representation):
        raise RefusedFields(wider)
    store_record(representation, in_words=_describe_database_error)
    ended = representation.ends_on != before.ends_on
    _record_event(EventKind.REPRESENTATION_ENDED if ended else EventKind.REPRESENTATION_CHANGED, representation, by)
    _mail_notices(representation, "changed")
    return representation


def _find_widened_fields(before: Representation, after: Representation) -> dict[str, str]:
    sentence = _("Dit geeft een recht. Vraag het aan als nieuwe vertegenwoordiging; iemand anders bevestigt die.")
    never, far = dt.date.min, dt.date.max
    wider = {
        "user": after.user_id != before.user_id,
        "organisation": after.organisation_id != before.organisation_id,
        "may_sign": after.may_sign and not before.may_sign,
        "office": after.office not in ("", before.office),
        "begins_on": (after.begins_on or never) < (before.begins_on or never),
        "ends_on": (after.ends_on or far) > (before.ends_on or far),
    }
    return {field: sentence for field, is_wider in wider.items() if is_wider}


def save_representation(representation: Representation, *, by: Actor) -> Representation:
    """What a form sends: a new one is asked (the program grants), one that was asked or granted becomes less."""
    if not representation._state.adding:
        return narrow_representation(representation, by=by)
    if isinstance(by, System):
        return grant_representation(representation, by=by)
    return request_representation(representation, by=by)


@transaction.atomic
def remove_representation(representation: Representation, *, by: Actor) -> None:
    """What was asked is refused, what was granted goes: it ends at once and stands nowhere but in the security log.

    Raises NotAllowed.
    """
    if not representation.is_granted:
        refuse_representation(representation, by=by)
        return
    if not can_end_representation(representation, by):
        raise NotAllowed(_("U kunt dit niet beëindigen."))
    _record_event(EventKind.REPRESENTATION_ENDED, representation, by)
    _mail_notices(representation, "ended")
    representation.delete()


def request_successor_representation(heir: Representation, merger: Merger) -> None:
    """What a merger makes of a representation for the successor: asked by who planned the merger, for a second person
    to confirm. Otherwise an editor could merge their own organisation into a city. The program grants at once."""
    _clear_grant(heir)
    heir.asked_by_id, heir.asked_at = merger.planned_by_id, now()
    if merger.planned_by_id is None:
        heir.by_system, heir.granted_at = True, now()
    kind = EventKind.REPRESENTATION_GRANTED if heir.is_granted else EventKind.REPRESENTATION_ASKED
    by = merger.planned_by or SYSTEM
    former = Representation(user_id=heir.user_id, organisation=merger.predecessor, ends_on=merger.on)
    for event, about in ((EventKind.REPRESENTATION_ENDED, former), (kind, heir)):
        _record_event(event, about, by)


def _clear_grant(representation: Representation) -> None:
    representation.asked_by_id = representation.asked_at = representation.confirmed_by_id = None
    representation.granted_at, representation.by_system = None, False


def _select_same_person(representation: Representation) -> Any:
    rows = Representation.objects.filter(user=representation.user_id, organisation=representation.organisation_id)
    return rows.exclude(pk=representation.pk)


def _lock_waiting_representation(representation: Representation) -> Representation:
    rows = Representation.objects.select_for_update().filter(pk=representation.pk, granted_at=None)
    fresh = rows.first()
    if fresh is None:
        raise Refused(_("Dit is intussen al bevestigd of afgewezen."))
    return fresh


def _describe_database_error(error: str) -> Refused:
    if "_overlap" in error:
        return Refused(_("Dit overlapt met wat er al staat voor dezelfde organisatie."), field="begins_on")
    return describe_collision(error)


def _record_event(kind: EventKind, representation: Representation, by: Actor) -> None:
    data = {
        "representation": representation.pk,
        "organisation": representation.organisation.name,
        "may_sign": representation.may_sign,
        "ends_on": representation.ends_on,
        "asked_by": representation.asked_by_id,
    }
    record_security_event(kind, by=by, about=representation.user, data=data)
    record_act(representation.organisation, f"network.{kind.value}", by=by, account=representation.user_id)


def _mail_notices(representation: Representation, what: str) -> None:
    """Mail all representatives, the person, and who may be the second to agree; each once. What the program gives is
    told to the other representatives: who runs the machine told the person."""
    for person in {one.pk: one for one in _list_recipients(representation, what)}.values():
        is_office = can_edit_network(person) and not is_representative(
            person, representation.organisation, day=today()
        )
        slug = representation.organisation.slug
        link = get_office_url() if is_office else get_own_representation_url(slug, person.language)
        context = {
            "what": what,
            "person": representation.user.get_full_name(),
            "organisation": representation.organisation.name,
            "office": representation.office,
            "may_sign": representation.may_sign,
            "ends_on": representation.ends_on,
            "link": link if is_office or person.pk != representation.user_id else "",
        }
        queue_mail(to=person.email, template="representation_notice", context=context, language=person.language)


def _list_recipients(representation: Representation, what: str) -> list[Any]:
    rows = representation.organisation.representations.on(today()).filter(user__is_active=True)
    people = [row.user for row in rows.select_related("user")]
    if representation.by_system and what == "granted":
        return [person for person in people if person.pk != representation.user_id]
    if what != "asked" and representation.user.is_active:
        people.append(representation.user)
    return people + (_list_office_confirmers(representation) if what == "asked" else [])


def _list_office_confirmers(representation: Representation) -> list[Any]:
    """Who of the office could confirm: the other administrators, and the editors when a representative asked."""
    people = get_user_model()._default_manager.filter(is_active=True).exclude(pk=representation.asked_by_id or 0)
    asker = find_authority(representation.asked_by, representation.organisation)
    concerned = list(people.filter(is_superuser=True)) if asker.is_administrator else []
    if asker.represents:
        concerned += [*people.filter(is_editor=True), *people.filter(is_superuser=True)]
    return [person for person in concerned if person.pk != representation.user_id]
