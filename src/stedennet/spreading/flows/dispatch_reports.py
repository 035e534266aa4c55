"""Somebody says that a thing also went by a channel of their own: a newspaper, an intranet, a meeting."""

import datetime as dt
from typing import Any

from django.db import transaction
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
def report_dispatch(subject: Any, *, where: str, many: int, day: dt.date, by: Actor) -> None:
    """Note that it went to `many` readers of `where` on `day`. Raises NotAllowed, or Refused with the field."""
    if not can_report_dispatch(by, subject, day=today()):
        raise NotAllowed(_("Alleen wie over dit bericht gaat, kan dit noteren."))
    check_dispatch(where=where, many=many, day=day)
    record_dispatch(subject._meta.label_lower, str(subject.pk), Channel.OTHER, where.strip(), many, day=day)


def check_dispatch(*, where: str, many: int, day: dt.date) -> None:
    """Raises Refused, with the field, for what cannot be: an address, nobody, a day to come."""
    if not where.strip() or "@" in where:
        raise Refused(_("Schrijf welk kanaal het was, en geen adres van iemand."), field="where")
    if not 1 <= many <= MAX_READERS:
        raise Refused(_("Schrijf hoeveel mensen het kregen, minstens één."), field="many")
    if not EARLIEST <= day <= today():
        raise Refused(_("Deze dag kan niet."), field="day")
