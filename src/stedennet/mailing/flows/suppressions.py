"""The list of addresses that get no mailing: on it, off it, and asking."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_administrator, is_editor
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused, RefusedFields
from stedennet.core.records import store_record

from ..models import Suppression
from ..rules.addresses import encode_domain

Reason = Suppression.Reason
BULK_LIFTABLE_REASONS = [Reason.HARD, Reason.SOFT]


def normalise_address(email: str) -> str:
    """The address as the list has it."""
    return email.strip().lower()


def suppress_address(email: str, *, reason: str, note: str = "") -> Suppression:
    """Put an address on the list; when it is there already, what stands there is given back."""
    address = normalise_address(email)
    for _again in range(2):
        found = Suppression.objects.filter(email=address, lifted_at=None).first()
        if found:
            return found
        try:
            with transaction.atomic():
                return Suppression.objects.create(email=address, reason=Reason(reason), note=note[:300], at=now())
        except IntegrityError:
            continue  # Another worker was first.
    return Suppression.objects.get(email=address, lifted_at=None)


def is_suppressed(email: str) -> bool:
    """Whether this address gets no mailing now."""
    return bool(find_suppressed([email]))


def find_suppressed(emails: Iterable[str]) -> set[str]:
    """Those of these addresses that are on the list, in small letters. One query."""
    wanted = {normalise_address(one) for one in emails}
    return set(Suppression.objects.filter(email__in=wanted, lifted_at=None).values_list("email", flat=True))


def can_see_suppressions(by: Actor) -> bool:
    """Editors and administrators see the list, and put an address on it."""
    return is_editor(by)


def can_lift_suppressions(by: Actor) -> bool:
    """Only an administrator takes an address off the list."""
    return is_administrator(by)


def save_suppression(record: Suppression, *, by: Actor) -> Suppression:
    """What the editors' door stores: a new address, or the reason why an old one is lifted.

    Raises NotAllowed, or RefusedFields.
    """
    if not can_see_suppressions(by):
        raise NotAllowed(_("Alleen redacteuren zien deze lijst."))
    if record.pk is None:
        return _add_suppression(record)
    before = Suppression.objects.get(pk=record.pk)
    if normalise_address(record.email) != before.email:
        raise RefusedFields({"email": _("Dit adres verandert niet. Zet een ander adres apart op de lijst.")})
    if before.lifted_at is not None:
        raise Refused(_("Dit is al opgeheven, en blijft staan zoals het is."))
    if record.lifted_reason.strip():
        return lift_suppression(before, reason=record.lifted_reason, by=by)
    before.note = record.note
    return store_record(before)


def _add_suppression(record: Suppression) -> Suppression:
    if record.lifted_reason:
        raise RefusedFields({"lifted_reason": _("Een nieuw adres op de lijst kan niet tegelijk worden opgeheven.")})
    record.email, record.at, record.reason = normalise_address(record.email), now(), Reason.BY_HAND
    return store_record(record)


def lift_suppression(record: Suppression, *, reason: str, by: Actor) -> Suppression:
    """From now on the address gets mailings again. Raises NotAllowed, RefusedFields without a reason."""
    if not can_lift_suppressions(by):
        raise NotAllowed(_("Alleen een beheerder heft dit op."))
    if not reason.strip():
        raise RefusedFields({"lifted_reason": _("Schrijf waarom dit adres weer mail mag krijgen.")})
    record.lifted_at, record.lifted_by, record.lifted_reason = now(), str(by)[:200] or "?", reason.strip()[:300]
    return store_record(record)


def refuse_deletion(record: Suppression, *, by: Actor) -> None:
    """The list is not wiped: it says why somebody got nothing. Raises Refused."""
    raise Refused(_("Een adres gaat niet van de lijst af, het wordt opgeheven met een reden."))


@dataclass(frozen=True)
class Selection:
    """Which suspensions are lifted together: of a domain, for a reason, from one day to another (both included).

    Complaints, and what somebody put there by hand, are a person's wish: those are lifted one by one.
    """

    domain: str = ""
    reason: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing was chosen."""
        return not (self.domain or self.reason or self.first or self.last)


def select_suppressions(selection: Selection) -> Any:
    """The suspensions in force that were chosen, the newest first."""
    reasons = [selection.reason] if selection.reason in BULK_LIFTABLE_REASONS else BULK_LIFTABLE_REASONS
    found = Suppression.objects.filter(lifted_at=None, reason__in=reasons)
    if selection.domain:
        found = found.filter(email__endswith=f"@{encode_domain(selection.domain)}")
    if selection.first:
        found = found.filter(at__gte=_start_of_day(selection.first))
    if selection.last:
        found = found.filter(at__lt=_start_of_day(selection.last + dt.timedelta(days=1)))
    return found


def _start_of_day(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@transaction.atomic
def lift_selected_suppressions(selection: Selection, *, reason: str, by: Actor) -> int:
    """Lift all that were chosen, with one reason; returns how many.

    Raises NotAllowed, RefusedFields without a reason, Refused when nothing was chosen.
    """
    if not can_lift_suppressions(by):
        raise NotAllowed(_("Alleen een beheerder heft dit op."))
    if not reason.strip():
        raise RefusedFields({"lifted_reason": _("Schrijf waarom deze adressen weer mail mogen krijgen.")})
    if selection.is_everything:
        raise Refused(_("Kies een domein, een reden of een periode."))
    fields = {"lifted_at": now(), "lifted_by": str(by)[:200] or "?", "lifted_reason": reason.strip()[:300]}
    return int(select_suppressions(selection).update(**fields))
