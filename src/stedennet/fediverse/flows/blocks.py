"""Blocking servers and accounts."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from stedennet.core.access import Actor, is_editor, is_moderator
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed
from stedennet.core.records import discard_record, store_record

from ..models import Block, Delivery, Follower, Peer
from ..rules.addresses import host_of, is_host


def can_manage_blocks(by: Actor) -> bool:
    """Whether `by` may manage blocks and see the report: moderators and editors."""
    return is_moderator(by) or is_editor(by)


def is_blocked(*names: str) -> bool:
    """Whether one of these servers or accounts is blocked; blocking a server blocks its subdomains."""
    return Block.objects.filter(value__in=[parent for name in names for parent in _list_parent_domains(name)]).exists()


def _list_parent_domains(name: str) -> list[str]:
    labels = name.split(".")
    return [name] if "/" in name else [".".join(labels[start:]) for start in range(len(labels))]


@transaction.atomic
def save_block(block: Block, *, by: Actor) -> Block:
    """Block a server or account: its followers are deleted, and waiting deliveries are not sent. Raises NotAllowed."""
    _check_may_manage(by)
    block.value = block.value.strip().rstrip("/") if host_of(block.value) else block.value.strip().lower()
    store_record(block)
    whole_server = Q(host=block.value) | Q(host__endswith=f".{block.value}")
    blocked = whole_server if is_host(block.value) else Q(actor=block.value)
    Follower.objects.filter(blocked).delete()
    Peer.objects.filter(blocked).delete()
    waiting = Delivery.objects.waiting().filter(whole_server)
    waiting.update(given_up_at=now(), last_error="blocked")
    return block


@transaction.atomic
def remove_block(block: Block, *, by: Actor) -> None:
    """Remove a block; former followers have to follow again. Raises NotAllowed."""
    _check_may_manage(by)
    discard_record(block)


def _check_may_manage(by: Actor) -> None:
    if not can_manage_blocks(by):
        raise NotAllowed(_("Alleen een redacteur of moderator kan dit."))
