"""Dispatches reported by people: an item also went through a channel of their own, such as a newspaper."""

import datetime as dt

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused

from ..access import can_report_dispatch
from ..models import Channel
from .dispatches import record_dispatch

MAX_READERS = 1_000_000
EARLIEST = dt.date(2010, 1, 1)


@transaction.atomic
def report_dispatch(subject: Model, *, where: str, many: int, day: dt.date, by: Actor) -> None:
    """Record that an item reached `many` readers of `where` on `day`. Raises NotAllowed, or Refused with the field."""
    if not can_report_dispatch(by, subject, day=today()):
        raise NotAllowed(_("Alleen wie over dit bericht gaat, kan dit noteren."))
    check_dispatch(where=where, many=many, day=day)
    record_dispatch(subject._meta.label_lower, str(subject.pk), Channel.OTHER, where.strip(), many, day=day)


def check_dispatch(*, where: str, many: int, day: dt.date) -> None:
    """Raise Refused, with the field, for an empty channel or an address, no readers, or a day in the future."""
    if not where.strip() or "@" in where:
        raise Refused(_("Schrijf welk kanaal het was, en geen adres van iemand."), field="where")
    if not 1 <= many <= MAX_READERS:
        raise Refused(_("Schrijf hoeveel mensen het kregen, minstens één."), field="many")
    if not EARLIEST <= day <= today():
        raise Refused(_("Deze dag kan niet."), field="day")
