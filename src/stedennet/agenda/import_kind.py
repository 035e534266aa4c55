"""Imports a spreadsheet of actions into an edition."""

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import Refused
from stedennet.core.import_plans import Plan, Progress
from stedennet.imports.kinds import ImportKind

from .access import can_edit_agenda
from .flows import spreadsheets
from .models import Edition


def _get_edition(target: str) -> Edition:
    edition = Edition.objects.filter(pk=target).first()
    if edition is None:
        raise Refused(_("Deze editie is er niet meer."))
    return edition


def _preview_import(target: str, data: bytes, by: Actor, progress: Progress) -> Plan:
    return spreadsheets.preview_import(_get_edition(target), data, by=by, progress=progress)


def _run_import(target: str, data: bytes, by: Actor) -> int:
    return spreadsheets.import_workbook(_get_edition(target), data, by=by)


KIND = ImportKind("agenda", can_edit_agenda, _preview_import, _run_import)
