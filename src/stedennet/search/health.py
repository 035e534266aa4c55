"""The health of the search, in words for the operator."""

import datetime as dt

from stedennet.changes.models import Change
from stedennet.core.clock import now

from . import encoders, index_store
from .engine import BrokenIndex

LATE = dt.timedelta(minutes=1)


def find_index_problem() -> str:
    """Describe what is wrong with the index; empty when nothing is."""
    try:
        if index_store.read_problem():
            return index_store.read_problem()
        index_store.open_reader()
        position = index_store.position_of(index_store.find_current_index())
    except BrokenIndex as error:
        return str(error)
    next_change = Change.objects.after(position).first()
    if next_change and next_change.at < now() - LATE:
        return f"the index has not followed the log since line {position}"
    return ""


def find_advice() -> str:
    """Describe what could be improved although the search works; empty when nothing."""
    return encoders.find_encoder_problem()
