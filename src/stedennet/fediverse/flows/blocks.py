"""Servers and accounts that an editor keeps out. `can_keep` stands beside `keep`."""

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
    """Moderators and administrators decide who is kept out, and see how the fediverse goes."""
    return is_moderator(by) or is_editor(by)


def is_blocked(*names: str) -> bool:
    """Whether one of these servers or accounts is kept out; with a server go the servers below its name."""
    return Block.objects.filter(value__in=[above for name in names for above in _list_parent_domains(name)]).exists()


def _list_parent_domains(name: str) -> list[str]:
    labels = name.split(".")
    return [name] if "/" in name else [".".join(labels[start:]) for start in range(len(labels))]


@transaction.atomic
def save_block(block: Block, *, by: Actor) -> Block:
    """Keep a server or account out: it follows no more, and what waits for it is not sent. Raises NotAllowed."""
    _check_may_manage(by)
    block.value = block.value.strip().rstrip("/") if host_of(block.value) else block.value.strip().lower()
    store_record(block)
    whole_server = Q(host=block.value) | Q(host__endswith=f".{block.value}")
    gone = whole_server if is_host(block.value) else Q(actor=block.value)
    Follower.objects.filter(gone).delete()
    Peer.objects.filter(gone).delete()
    waiting = Delivery.objects.waiting().filter(whole_server)
    waiting.update(given_up_at=now(), last_error="blocked")
    return block


@transaction.atomic
def remove_block(block: Block, *, by: Actor) -> None:
    """Let a server or account in again; who followed must follow again. Raises NotAllowed."""
    _check_may_manage(by)
    discard_record(block)


def _check_may_manage(by: Actor) -> None:
    if not can_manage_blocks(by):
        raise NotAllowed(_("Alleen een redacteur of moderator kan dit."))
