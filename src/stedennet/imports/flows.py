"""Imports a file: upload, preview, confirmation, storage. Any worker can take each step, and repeat it."""

import datetime as dt

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
from .rules import KEPT_FOR, LEASE, MAX_ATTEMPTS, ROWS_PER_NOTE, is_light
from .tasks import go_on_with_import

UNDER_WAY = (ImportState.WAITING, ImportState.CONFIRMED)


@transaction.atomic
def start_import(kind: str, data: bytes, *, name: str, target: str = "", by: Actor) -> SpreadsheetImport:
    """Store the file, and make its preview: at once if it is light, else in the worker.

    Raises NotAllowed, or Refused for a file that is too large or claims to be a zip but is not.
    """
    if not get_import_kind(kind).may(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    is_light_file = is_light(workbooks.measure_weight(data))
    spreadsheet = SpreadsheetImport.objects.create(
        kind=kind,
        target=target,
        by=person_of(by),
        name=name[:200],
        data=data,
        created_at=now(),
    )
    _continue_or_enqueue(spreadsheet, light=is_light_file)
    return spreadsheet


@transaction.atomic
def confirm_import(spreadsheet: SpreadsheetImport, *, by: Actor) -> None:
    """Store what the preview shows. Raises NotAllowed, or Refused when there is nothing (left) to store."""
    if spreadsheet.by_id != by.pk or not get_import_kind(spreadsheet.kind).may(by):
        raise NotAllowed(_("Alleen een redacteur kan een bestand inlezen."))
    rows = SpreadsheetImport.objects.filter(pk=spreadsheet.pk, state=ImportState.READY)
    if not rows.update(state=ImportState.CONFIRMED, attempts=0, leased_until=None, message=""):
        raise Refused(_("Dit bestand is al verwerkt."))
    spreadsheet.refresh_from_db()
    _continue_or_enqueue(spreadsheet, light=is_light(workbooks.measure_weight(bytes(spreadsheet.data))))


def _continue_or_enqueue(spreadsheet: SpreadsheetImport, *, light: bool) -> None:
    if light:
        continue_import(spreadsheet.pk)
        spreadsheet.refresh_from_db()
    else:
        go_on_with_import.enqueue(spreadsheet.pk, translation.get_language() or "nl")


def continue_import(pk: int) -> None:
    """Take the next step of an import, unless another worker is at it. Refusals are stored as its message."""
    moment = now()
    is_free = Q(leased_until=None) | Q(leased_until__lt=moment)
    rows = SpreadsheetImport.objects.filter(is_free, pk=pk, state__in=UNDER_WAY)
    if not rows.update(leased_until=moment + LEASE, attempts=F("attempts") + 1):
        return
    spreadsheet = SpreadsheetImport.objects.select_related("by").get(pk=pk)
    if spreadsheet.attempts > MAX_ATTEMPTS:
        _abandon_import(spreadsheet)
    elif spreadsheet.state == ImportState.CONFIRMED:
        _store_import(spreadsheet)
    else:
        _make_preview(spreadsheet)


def _make_preview(spreadsheet: SpreadsheetImport) -> None:
    kind, data = get_import_kind(spreadsheet.kind), bytes(spreadsheet.data)

    def note(done: int, total: int) -> None:
        if done % ROWS_PER_NOTE == 0:
            _update_import(spreadsheet, done=done, total=total, leased_until=now() + LEASE)

    try:
        plan = kind.preview(spreadsheet.target, data, spreadsheet.by, note)
    except DomainError as error:
        _update_import(spreadsheet, state=ImportState.FAILED, message=error.message, leased_until=None)
        return
    preview = build_preview_context(plan, like=kind.look_alikes(plan))
    _update_import(spreadsheet, state=ImportState.READY, preview=preview, leased_until=None)


def _store_import(spreadsheet: SpreadsheetImport) -> None:
    """Store the rows and the new state in one transaction: a killed worker leaves both or neither."""
    try:
        with transaction.atomic():
            count = get_import_kind(spreadsheet.kind).carry_out(
                spreadsheet.target, bytes(spreadsheet.data), spreadsheet.by
            )
            _update_import(spreadsheet, state=ImportState.STORED, done=count, leased_until=None, message="")
    except DomainError as error:
        _update_import(spreadsheet, state=ImportState.READY, message=error.message, leased_until=None)


def _update_import(spreadsheet: SpreadsheetImport, **values: object) -> None:
    SpreadsheetImport.objects.filter(pk=spreadsheet.pk).update(**values)


def resume_imports() -> None:
    """Enqueue imports whose worker was killed. A periodic job; idempotent."""
    moment = now()
    is_abandoned = Q(leased_until__lt=moment) | Q(leased_until=None, created_at__lt=moment - LEASE)
    for pk in SpreadsheetImport.objects.filter(is_abandoned, state__in=UNDER_WAY).values_list("pk", flat=True):
        go_on_with_import.enqueue(pk, "nl")


def _abandon_import(spreadsheet: SpreadsheetImport) -> None:
    words = _("Het verwerken brak steeds af. Er is niets opgeslagen. Deel het bestand op en probeer het opnieuw.")
    state = ImportState.READY if spreadsheet.state == ImportState.CONFIRMED else ImportState.FAILED
    _update_import(spreadsheet, state=state, message=words, leased_until=None)


def delete_old_imports(*, moment: dt.datetime | None = None) -> None:
    """Delete files uploaded over a week ago. A periodic job."""
    SpreadsheetImport.objects.filter(created_at__lt=(moment or now()) - KEPT_FOR).delete()


def erase_imports(leaver: Leaver) -> int:
    """Delete the files of a person who leaves."""
    return SpreadsheetImport.objects.filter(by_id=leaver.user_id).delete()[0] if leaver.user_id else 0
