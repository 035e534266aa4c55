"""Reading a file in: kept, previewed, confirmed, stored. Each step may be done by any worker, and once more."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.accounts.erasers import Leaver
from stedennet.core import workbooks
from stedennet.core.access import Actor, person_of
from stedennet.core.clock import now
from stedennet.core.errors import DomainError, NotAllowed, Refused
from stedennet.core.uploads import build_preview_context

from .kinds import get_import_kind
from .models import ImportState, SpreadsheetImport
from .rules import KEPT_FOR, LEASE, MOST_ATTEMPTS, ROWS_PER_NOTE, is_light
from .tasks import go_on_with_import

UNDER_WAY = (ImportState.WAITING, ImportState.CONFIRMED)


@transaction.atomic
def start_import(kind: str, data: bytes, *, name: str, target: str = "", by: Actor) -> SpreadsheetImport:
    """Keep the file, and make its preview: now when it is light, else in the worker.

    Raises NotAllowed, or Refused for a file that is too large or no zip although it seems one.
    """
    if not get_import_kind(kind).may(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    light = is_light(workbooks.measure_weight(data))
    found = SpreadsheetImport.objects.create(
        kind=kind,
        target=target,
        by=person_of(by),
        name=name[:200],
        data=data,
        created_at=now(),
    )
    _continue_or_enqueue(found, light=light)
    return found


@transaction.atomic
def confirm_import(found: SpreadsheetImport, *, by: Actor) -> None:
    """Store what the preview shows. Raises NotAllowed, or Refused when there is nothing to store (any more)."""
    if found.by_id != by.pk or not get_import_kind(found.kind).may(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    rows = SpreadsheetImport.objects.filter(pk=found.pk, state=ImportState.READY)
    if not rows.update(state=ImportState.CONFIRMED, attempts=0, leased_until=None, message=""):
        raise Refused(_("Dit bestand is al verwerkt."))
    found.refresh_from_db()
    _continue_or_enqueue(found, light=is_light(workbooks.measure_weight(bytes(found.data))))


def _continue_or_enqueue(found: SpreadsheetImport, *, light: bool) -> None:
    if light:
        continue_import(found.pk)
        found.refresh_from_db()
    else:
        go_on_with_import.enqueue(found.pk, translation.get_language() or "nl")


def continue_import(pk: int) -> None:
    """Do the next step of a file, unless another worker is at it. What the file does wrong is kept as its message."""
    moment = now()
    free = Q(leased_until=None) | Q(leased_until__lt=moment)
    rows = SpreadsheetImport.objects.filter(free, pk=pk, state__in=UNDER_WAY)
    if not rows.update(leased_until=moment + LEASE, attempts=F("attempts") + 1):
        return
    found = SpreadsheetImport.objects.select_related("by").get(pk=pk)
    if found.attempts > MOST_ATTEMPTS:
        _abandon_import(found)
    elif found.state == ImportState.CONFIRMED:
        _store_import(found)
    else:
        _make_preview(found)


def _make_preview(found: SpreadsheetImport) -> None:
    kind, data = get_import_kind(found.kind), bytes(found.data)

    def note(done: int, total: int) -> None:
        if done % ROWS_PER_NOTE == 0:
            _update_import(found, done=done, total=total, leased_until=now() + LEASE)

    try:
        plan = kind.preview(found.target, data, found.by, note)
    except DomainError as error:
        _update_import(found, state=ImportState.FAILED, message=error.message, leased_until=None)
        return
    shown = build_preview_context(plan, like=kind.look_alikes(plan))
    _update_import(found, state=ImportState.READY, preview=shown, leased_until=None)


def _store_import(found: SpreadsheetImport) -> None:
    """What is stored and that it is stored are one transaction: a worker that is killed leaves neither or both."""
    try:
        with transaction.atomic():
            count = get_import_kind(found.kind).carry_out(found.target, bytes(found.data), found.by)
            _update_import(found, state=ImportState.STORED, done=count, leased_until=None, message="")
    except DomainError as error:
        _update_import(found, state=ImportState.READY, message=error.message, leased_until=None)


def _update_import(found: SpreadsheetImport, **values: Any) -> None:
    SpreadsheetImport.objects.filter(pk=found.pk).update(**values)


def resume_imports() -> None:
    """Put what a killed worker left on the list again. The worker calls this by itself; twice does no harm."""
    moment = now()
    silent = Q(leased_until__lt=moment) | Q(leased_until=None, created_at__lt=moment - LEASE)
    for pk in SpreadsheetImport.objects.filter(silent, state__in=UNDER_WAY).values_list("pk", flat=True):
        go_on_with_import.enqueue(pk, "nl")


def _abandon_import(found: SpreadsheetImport) -> None:
    words = _("Het verwerken brak steeds af. Er is niets opgeslagen. Deel het bestand op en probeer het opnieuw.")
    state = ImportState.READY if found.state == ImportState.CONFIRMED else ImportState.FAILED
    _update_import(found, state=state, message=words, leased_until=None)


def delete_old_imports(*, moment: dt.datetime | None = None) -> None:
    """Delete files that came in a week ago. The worker calls this by itself."""
    SpreadsheetImport.objects.filter(created_at__lt=(moment or now()) - KEPT_FOR).delete()


def erase_imports(leaver: Leaver) -> int:
    """The files of a person who leaves."""
    return SpreadsheetImport.objects.filter(by_id=leaver.user_id).delete()[0] if leaver.user_id else 0
