"""Corrections by editors of dispatches that were reported by hand. What the site counted itself cannot be changed."""

from django.utils.translation import gettext as _

from stedennet.core.access import Actor
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.records import discard_record, store_record
from stedennet.network.access import can_edit_network

from ..models import Channel, Dispatch
from .dispatch_reports import check_dispatch


def correct_dispatch(record: Dispatch, *, by: Actor) -> Dispatch:
    """Store a changed channel, number or day of a reported dispatch. Raises NotAllowed, Refused, RefusedFields."""
    _check_correctable(record, by)
    check_dispatch(where=record.where, many=record.many, day=record.day)
    record.where = record.where.strip()
    return store_record(record)


def remove_dispatch(record: Dispatch, *, by: Actor) -> None:
    """Delete a dispatch that was reported by mistake. Raises NotAllowed, Refused."""
    _check_correctable(record, by)
    discard_record(record)


def _check_correctable(record: Dispatch, by: Actor) -> None:
    if not can_edit_network(by):
        raise NotAllowed(_("Alleen redacteuren verbeteren wat is genoteerd."))
    if record.pk is None:
        raise Refused(_("Noteer een eigen kanaal op de pagina van het bericht zelf."))
    if Dispatch.objects.get(pk=record.pk).channel != Channel.OTHER:
        raise Refused(_("Dit heeft de site zelf geteld, en blijft zoals het is."))
