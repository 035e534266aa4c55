"""Remote accounts, fetched from their own servers: public key, inboxes, and the verified handle."""

import datetime as dt
import threading

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.core.clock import now

from .. import http_client, links, verification
from ..http_client import Unreachable
from ..models import Follower, Identity, Peer
from ..rules import messages
from ..rules.addresses import host_of
from ..rules.messages import Activity, Busy, Message, Unproven
from ..rules.time_limits import KEY_TRUSTED_FOR
from ..signatures import sign_get
from .forwards import forward_deliveries

MAX_CONCURRENT = 2
"""Concurrent requests of a process for incoming messages; further senders are told to try again later."""
MIN_REFETCH_INTERVAL = dt.timedelta(minutes=5)
"""How often a key is fetched again when a signature does not match it: it may have been replaced."""
_slots = threading.BoundedSemaphore(MAX_CONCURRENT)


def prove_sender(message: Message, activity: Activity) -> Peer:
    """Return the account that signed the message, according to its own server. Raises Unproven or Busy."""
    key_id = verification.key_id_of(message)
    messages.check_origin(activity, key_id)
    peer = Peer.objects.filter(actor=activity.actor, key_id=key_id).first()
    if peer and (activity.ends_account or now() - peer.fetched_at < KEY_TRUSTED_FOR):
        try:
            verification.verify_signature(message, peer.public_pem)
            return peer
        except Unproven:
            if activity.ends_account or now() - peer.fetched_at < MIN_REFETCH_INTERVAL:
                raise
    return _fetch_and_verify(message, activity.actor, key_id)


def _fetch_and_verify(message: Message, actor: str, key_id: str) -> Peer:
    fields = messages.parse_account(fetch_document(actor), actor)
    if fields["key_id"] != key_id:
        raise Unproven(_("De sleutel is niet die van de afzender."))
    verification.verify_signature(message, fields["public_pem"])
    return _store_peer(actor, fields)


def renew_peer(actor: str) -> Peer | None:
    """Fetch an account again and use its new inbox from now on; None if its server does not answer."""
    try:
        return _store_peer(actor, messages.parse_account(fetch_document(actor), actor))
    except (Unproven, Busy):
        return None


@transaction.atomic
def _store_peer(actor: str, fields: dict[str, str]) -> Peer:
    fields = {**fields, "host": host_of(actor)}
    existing = Peer.objects.filter(actor=actor).first()
    if existing and existing.username != fields["username"]:
        fields["handle"] = ""  # It was verified for the former name.
    peer = Peer.objects.update_or_create(actor=actor, defaults={**fields, "fetched_at": now()})[0]
    inbox_fields = {name: fields[name] for name in ("host", "inbox", "shared_inbox")}
    Follower.objects.filter(actor=actor).update(**inbox_fields)
    if existing and existing.inbox != peer.inbox:
        forward_deliveries(existing.inbox, peer.inbox)
    return peer


def fetch_document(url: str, *, accept: str = "", may_move: bool = False) -> object:
    """Fetch the JSON at a URL, signed as the network's account. Raises Unproven or Busy.

    With `may_move` another server may answer, as WebFinger allows (RFC 7033, section 4.2).
    """
    if not _slots.acquire(blocking=False):
        raise Busy(_("Het is nu druk. Probeer het over een minuut nog eens."))
    try:
        return http_client.get_json(
            url, headers={"accept": accept} if accept else None, sign=_sign_request, may_move=may_move
        )
    except Unreachable as error:
        raise Unproven(_("De server van de afzender gaf geen antwoord: %(why)s.") % {"why": error}) from None
    finally:
        _slots.release()


def _sign_request(url: str) -> dict[str, str]:
    # Some servers only answer signed requests (Mastodon's secure mode).
    identity = Identity.objects.network()
    if identity is None:
        return {}
    key_id = f"{links.get_url('account', identity.name)}#main-key"
    return sign_get(url, key_id=key_id, private_pem=identity.private_pem)


def check_handle(peer: Peer) -> str:
    """Verify and store the handle `name@server` of an account through WebFinger; empty if it does not match."""
    if peer.handle or not peer.username:
        return peer.handle
    handle = f"{peer.username}@{peer.host}"
    claimed = _find_claimed_handle(peer, handle, peer.host)
    if claimed and claimed != handle:
        # A handle may name another server than the one that hosts the account; that server must confirm it.
        server = claimed.rpartition("@")[2]
        claimed = claimed if _find_claimed_handle(peer, claimed, server) == claimed else ""
    Peer.objects.filter(pk=peer.pk).update(handle=claimed)
    peer.handle = claimed
    return claimed


def _find_claimed_handle(peer: Peer, handle: str, server: str) -> str:
    scheme = peer.actor.partition(":")[0]
    url = f"{scheme}://{server}/.well-known/webfinger?resource=acct:{handle}"
    try:
        return messages.parse_webfinger_handle(
            fetch_document(url, accept="application/jrd+json", may_move=True), peer.actor
        )
    except (Unproven, Busy):
        return ""
