"""How a spreadsheet of actions is read into an edition."""

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import Refused
from stedennet.core.sheets import Plan, Progress
from stedennet.imports.kinds import ImportKind

from .access import can_keep_agenda
from .flows import exchange
from .models import Edition


def _edition(target: str) -> Edition:
    edition = Edition.objects.filter(pk=target).first()
    if edition is None:
        raise Refused(_("Deze editie is er niet meer."))
    return edition


def _preview(target: str, data: bytes, by: Actor, progress: Progress) -> Plan:
    return exchange.preview(_edition(target), data, by=by, progress=progress)


def _carry_out(target: str, data: bytes, by: Actor) -> int:
    return exchange.carry_out(_edition(target), data, by=by)


KIND = ImportKind("agenda", can_keep_agenda, _preview, _carry_out)
