"""How a spreadsheet of initiatives is read in."""

from stedennet.core.access import Actor
from stedennet.core.sheets import Plan, Progress
from stedennet.imports.kinds import ImportKind

from .access import can_judge
from .flows import exchange


def _preview(_target: str, data: bytes, by: Actor, progress: Progress) -> Plan:
    return exchange.preview(data, by=by, progress=progress)


def _carry_out(_target: str, data: bytes, by: Actor) -> int:
    return exchange.carry_out(data, by=by)


KIND = ImportKind("initiatives", can_judge, _preview, _carry_out, exchange.look_alikes)
