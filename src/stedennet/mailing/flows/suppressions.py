"""The list of suppressed addresses, which receive no mailings: adding, lifting and looking up."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
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
    """Return the address as it is stored: trimmed and in lower case."""
    return email.strip().lower()


def suppress_address(email: str, *, reason: str, note: str = "") -> Suppression:
    """Suppress an address; returns the existing suppression if there is one in force."""
    address = normalise_address(email)
    for _attempt in range(2):
        existing = Suppression.objects.filter(email=address, lifted_at=None).first()
        if existing:
            return existing
        try:
            with transaction.atomic():
                return Suppression.objects.create(email=address, reason=Reason(reason), note=note[:300], at=now())
        except IntegrityError:
            continue  # Another worker was first.
    return Suppression.objects.get(email=address, lifted_at=None)


def is_suppressed(email: str) -> bool:
    """Whether this address is suppressed now."""
    return bool(find_suppressed([email]))


def find_suppressed(emails: Iterable[str]) -> set[str]:
    """Return those of `emails` that are suppressed, in lower case. One query."""
    addresses = {normalise_address(email) for email in emails}
    return set(Suppression.objects.filter(email__in=addresses, lifted_at=None).values_list("email", flat=True))


def can_see_suppressions(by: Actor) -> bool:
    """Whether `by` may see the list and add to it: editors and administrators."""
    return is_editor(by)


def can_lift_suppressions(by: Actor) -> bool:
    """Whether `by` may lift suppressions: administrators only."""
    return is_administrator(by)


def save_suppression(record: Suppression, *, by: Actor) -> Suppression:
    """Store a record of the admin form: a new address, a note, or the reason for lifting a suppression.

    Raises NotAllowed, Refused when it was lifted already, and RefusedFields.
    """
    if not can_see_suppressions(by):
        raise NotAllowed(_("Alleen redacteuren zien deze lijst."))
    if record.pk is None:
        return _add_suppression(record)
    stored = Suppression.objects.get(pk=record.pk)
    if normalise_address(record.email) != stored.email:
        raise RefusedFields({"email": _("Dit adres verandert niet. Zet een ander adres apart op de lijst.")})
    if stored.lifted_at is not None:
        raise Refused(_("Dit is al opgeheven, en blijft staan zoals het is."))
    if record.lifted_reason.strip():
        return lift_suppression(stored, reason=record.lifted_reason, by=by)
    stored.note = record.note
    return store_record(stored)


def _add_suppression(record: Suppression) -> Suppression:
    if record.lifted_reason:
        raise RefusedFields({"lifted_reason": _("Een nieuw adres op de lijst kan niet tegelijk worden opgeheven.")})
    record.email, record.at, record.reason = normalise_address(record.email), now(), Reason.BY_HAND
    return store_record(record)


def lift_suppression(record: Suppression, *, reason: str, by: Actor) -> Suppression:
    """Allow mailings to the address again. Raises NotAllowed, or RefusedFields without a reason."""
    if not can_lift_suppressions(by):
        raise NotAllowed(_("Alleen een beheerder heft dit op."))
    if not reason.strip():
        raise RefusedFields({"lifted_reason": _("Schrijf waarom dit adres weer mail mag krijgen.")})
    record.lifted_at, record.lifted_by, record.lifted_reason = now(), str(by)[:200] or "?", reason.strip()[:300]
    return store_record(record)


def refuse_deletion(record: Suppression, *, by: Actor) -> None:
    """Raise Refused: suppressions are never deleted, because they explain why somebody received nothing."""
    raise Refused(_("Een adres gaat niet van de lijst af, het wordt opgeheven met een reden."))


@dataclass(frozen=True)
class Selection:
    """Suppressions to lift together: by domain, reason, and first and last day (both included).

    Complaints and manual entries reflect somebody's wish and are only lifted one by one.
    """

    domain: str = ""
    reason: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def is_everything(self) -> bool:
        """Whether there is no criterion at all."""
        return not (self.domain or self.reason or self.first or self.last)


def select_suppressions(selection: Selection) -> QuerySet[Suppression]:
    """Find the suppressions in force that match the selection, newest first."""
    reasons = [selection.reason] if selection.reason in BULK_LIFTABLE_REASONS else BULK_LIFTABLE_REASONS
    suppressions = Suppression.objects.filter(lifted_at=None, reason__in=reasons)
    if selection.domain:
        suppressions = suppressions.filter(email__endswith=f"@{encode_domain(selection.domain)}")
    if selection.first:
        suppressions = suppressions.filter(at__gte=_start_of_day(selection.first))
    if selection.last:
        suppressions = suppressions.filter(at__lt=_start_of_day(selection.last + dt.timedelta(days=1)))
    return suppressions


def _start_of_day(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@transaction.atomic
def lift_selected_suppressions(selection: Selection, *, reason: str, by: Actor) -> int:
    """Lift all suppressions of a selection with one reason; return how many.

    Raises NotAllowed, RefusedFields without a reason, and Refused for an empty selection.
    """
    if not can_lift_suppressions(by):
        raise NotAllowed(_("Alleen een beheerder heft dit op."))
    if not reason.strip():
        raise RefusedFields({"lifted_reason": _("Schrijf waarom deze adressen weer mail mogen krijgen.")})
    if selection.is_everything:
        raise Refused(_("Kies een domein, een reden of een periode."))
    fields = {"lifted_at": now(), "lifted_by": str(by)[:200] or "?", "lifted_reason": reason.strip()[:300]}
    return int(select_suppressions(selection).update(**fields))
