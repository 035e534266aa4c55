"""Whether searching works, in words for who watches over the machine."""

import datetime as dt

from stedennet.changes.models import Change
from stedennet.core.clock import now

from . import encoding, shelves
from .engine import Broken

LATE = dt.timedelta(minutes=1)


def trouble() -> str:
    """What is wrong with the index; empty when nothing is."""
    try:
        if shelves.problem():
            return shelves.problem()
        shelves.reader()
        position = shelves.position_of(shelves.current())
    except Broken as error:
        return str(error)
    waiting = Change.objects.after(position).first()
    if waiting and waiting.at < now() - LATE:
        return f"the index has not followed the log since line {position}"
    return ""


def advice() -> str:
    """What could be better, though searching works; empty when nothing."""
    return encoding.trouble()
