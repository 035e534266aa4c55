"""The right to speak or sign for an organisation: one person requests it and another confirms it; one can end it.

The two are the programme office and a representative of the organisation, or two administrators. All representatives
of the organisation are mailed at each step. A granted right can only be narrowed; to widen it, request a new one.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import User
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
from ..querysets.representations import RepresentationQuerySet
from ..rules.representations import Authority, may_grant_together, may_request_representation


def find_authority(by: Actor, organisation: Organisation) -> Authority:
    """Look up the authority of `by` over the organisation today."""
    if not (by.is_authenticated and by.is_active and by.pk):
        return Authority(None)
    return Authority(
        by.pk,
        is_office=can_edit_network(by),
        is_administrator=is_administrator(by),
        represents=is_representative(by, organisation, day=today()),
    )


def can_request_representation(representation: Representation, by: Actor) -> bool:
    """Whether `by` may request this: the office or a representative of the organisation, never for themselves."""
    return may_request_representation(find_authority(by, representation.organisation), representation.user_id)


@transaction.atomic
def request_representation(representation: Representation, *, by: Actor) -> Representation:
    """Request that this person represents the organisation; it takes effect when a second person confirms.

    Raises NotAllowed, or Refused when the same request is waiting or a rule is broken.
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
    """Whether `by` is the second person that this needs; the requester must still have the authority to request it."""
    requester = User.objects.filter(pk=representation.asked_by_id or 0).first()
    if representation.is_granted or requester is None:
        return False
    first, second = (find_authority(actor, representation.organisation) for actor in (requester, by))
    return may_grant_together(first, second, representation.user_id)


@transaction.atomic
def confirm_representation(representation: Representation, *, by: Actor) -> Representation:
    """Confirm as the second person: it takes effect now and replaces the person's former right for the organisation.

    Raises NotAllowed, or Refused when it was already decided or the account is inactive.
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
    """Whether `by` may refuse the request: its requester, the office and every representative of the organisation."""
    authority = find_authority(by, representation.organisation)
    is_concerned = authority.is_office or authority.represents or authority.key == representation.asked_by_id
    return not representation.is_granted and authority.key is not None and is_concerned


@transaction.atomic
def refuse_representation(representation: Representation, *, by: Actor) -> None:
    """Refuse and delete a waiting request; the security log keeps it.

    Raises NotAllowed, or Refused when it was already decided.
    """
    representation = _lock_waiting_representation(representation)
    if not can_refuse_representation(representation, by):
        raise NotAllowed(_("U kunt dit niet afwijzen."))
    _record_event(EventKind.REPRESENTATION_REFUSED, representation, by)
    _mail_notices(representation, "refused")
    representation.delete()


@transaction.atomic
def grant_representation(representation: Representation, *, by: Actor) -> Representation:
    """Grant at once, without a second person: only for the program itself, in the demo and on the command line.

    Raises NotAllowed for people, or Refused when a rule is broken.
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
    """End the person's former right for the organisation on the day when the new one begins: one holds at a time."""
    day = max(representation.begins_on or today(), today())
    for former in _select_same_person(representation).granted().exclude(ends_on__lte=day):
        representation.begins_on = day
        _end_on_day(former, day)


def _end_on_day(representation: Representation, day: dt.date) -> None:
    if representation.begins_on is not None and representation.begins_on >= day:
        representation.delete()  # It did not last a whole day; the security log keeps it.
        return
    representation.ends_on = day
    store_record(representation, in_words=_describe_database_error)


def can_end_representation(representation: Representation, by: Actor) -> bool:
    """Whether `by` may end it: the office, every representative of the organisation, and the person concerned."""
    authority = find_authority(by, representation.organisation)
    is_concerned = authority.is_office or authority.represents or authority.key == representation.user_id
    return isinstance(by, System) or (authority.key is not None and is_concerned)


@transaction.atomic
def end_representation(representation: Representation, *, by: Actor) -> None:
    """End the representation today. Raises NotAllowed."""
    if not can_end_representation(representation, by):
        raise NotAllowed(_("U kunt dit niet beëindigen."))
    _record_event(EventKind.REPRESENTATION_ENDED, representation, by)
    _mail_notices(representation, "ended")
    _end_on_day(representation, today())


@transaction.atomic
def narrow_representation(representation: Representation, *, by: Actor) -> Representation:
    """Store changes that narrow a right; a wider one needs a new request.

    Raises NotAllowed, or RefusedFields for the fields that would widen it.
    """
    before = Representation.objects.select_for_update().get(pk=representation.pk)
    if not can_end_representation(before, by):
        raise NotAllowed(_("U kunt dit niet wijzigen."))
    if widened := _find_widened_fields(before, representation):
        raise RefusedFields(widened)
    store_record(representation, in_words=_describe_database_error)
    is_ended = representation.ends_on != before.ends_on
    _record_event(EventKind.REPRESENTATION_ENDED if is_ended else EventKind.REPRESENTATION_CHANGED, representation, by)
    _mail_notices(representation, "changed")
    return representation


def _find_widened_fields(before: Representation, after: Representation) -> dict[str, str]:
    sentence = _("Dit geeft een recht. Vraag het aan als nieuwe vertegenwoordiging; iemand anders bevestigt die.")
    first_day, last_day = dt.date.min, dt.date.max
    is_wider_by_field = {
        "user": after.user_id != before.user_id,
        "organisation": after.organisation_id != before.organisation_id,
        "may_sign": after.may_sign and not before.may_sign,
        "office": after.office not in ("", before.office),
        "begins_on": (after.begins_on or first_day) < (before.begins_on or first_day),
        "ends_on": (after.ends_on or last_day) > (before.ends_on or last_day),
    }
    return {field: sentence for field, is_wider in is_wider_by_field.items() if is_wider}


def save_representation(representation: Representation, *, by: Actor) -> Representation:
    """Store what a form sends: request a new one (or grant it, for the program); narrow an existing one."""
    if not representation._state.adding:
        return narrow_representation(representation, by=by)
    if isinstance(by, System):
        return grant_representation(representation, by=by)
    return request_representation(representation, by=by)


@transaction.atomic
def remove_representation(representation: Representation, *, by: Actor) -> None:
    """Refuse a waiting request, or delete a granted right, which then stands in the security log only.

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


def request_successor_representation(continued: Representation, merger: Merger) -> None:
    """Make the copy of a representation that a merger gives to the successor a request that awaits confirmation.

    Its requester is the planner of the merger; otherwise an editor could merge their own organisation into a city.
    In a merger that the program planned it is granted at once.
    """
    _clear_grant(continued)
    continued.asked_by_id, continued.asked_at = merger.planned_by_id, now()
    if merger.planned_by_id is None:
        continued.by_system, continued.granted_at = True, now()
    kind = EventKind.REPRESENTATION_GRANTED if continued.is_granted else EventKind.REPRESENTATION_ASKED
    by = merger.planned_by or SYSTEM
    former = Representation(user_id=continued.user_id, organisation=merger.predecessor, ends_on=merger.on)
    _record_event(EventKind.REPRESENTATION_ENDED, former, by)
    _record_event(kind, continued, by)


def _clear_grant(representation: Representation) -> None:
    representation.asked_by_id = representation.asked_at = representation.confirmed_by_id = None
    representation.granted_at, representation.by_system = None, False


def _select_same_person(representation: Representation) -> RepresentationQuerySet:
    rows = Representation.objects.filter(user=representation.user_id, organisation=representation.organisation_id)
    return rows.exclude(pk=representation.pk)


def _lock_waiting_representation(representation: Representation) -> Representation:
    rows = Representation.objects.select_for_update().filter(pk=representation.pk, granted_at=None)
    waiting = rows.first()
    if waiting is None:
        raise Refused(_("Dit is intussen al bevestigd of afgewezen."))
    return waiting


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
    """Mail each of the recipients once; `what` is the step: asked, granted, refused, changed or ended."""
    for person in {user.pk: user for user in _list_recipients(representation, what)}.values():
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


def _list_recipients(representation: Representation, what: str) -> list[User]:
    """All representatives, the person concerned, and those who may confirm a request.

    The person does not get a mail about a grant by the program: the operator who gave the command tells them.
    """
    people = [row.user for row in representation.organisation.representations.on(today()).reachable()]
    if representation.by_system and what == "granted":
        return [person for person in people if person.pk != representation.user_id]
    if what != "asked" and representation.user.is_active:
        people.append(representation.user)
    return people + (_list_office_confirmers(representation) if what == "asked" else [])


def _list_office_confirmers(representation: Representation) -> list[User]:
    """Those at the office who may confirm: other administrators, and editors when a representative requested it."""
    people = User.objects.filter(is_active=True).exclude(pk=representation.asked_by_id or 0)
    requester = find_authority(representation.asked_by, representation.organisation)
    confirmers = list(people.filter(is_superuser=True)) if requester.is_administrator else []
    if requester.represents:
        confirmers += [*people.filter(is_editor=True), *people.filter(is_superuser=True)]
    return [person for person in confirmers if person.pk != representation.user_id]
