"""Asking the server of a sender who that is: the key, where to deliver, and whether the handle is really theirs."""

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
"""Requests that a process makes for messages that come in; whoever comes then is asked to come back."""
AGAIN_AFTER = dt.timedelta(minutes=5)
"""A key that does not fit is asked for again at most this often: it may have been replaced."""
_turns = threading.BoundedSemaphore(MAX_CONCURRENT)


def prove_sender(message: Message, activity: Activity) -> Peer:
    """Who sent it, as their own server says. Raises Unproven, or Busy when too many are asked for at the moment."""
    key_id = verification.key_id_of(message)
    messages.check_origin(activity, key_id)
    known = Peer.objects.filter(actor=activity.actor, key_id=key_id).first()
    if known and (activity.ends_account or now() - known.fetched_at < KEY_TRUSTED_FOR):
        try:
            verification.verify_signature(message, known.public_pem)
            return known
        except Unproven:
            if activity.ends_account or now() - known.fetched_at < AGAIN_AFTER:
                raise
    return _fetch_and_verify(message, activity.actor, key_id)


def _fetch_and_verify(message: Message, actor: str, key_id: str) -> Peer:
    fields = messages.parse_account(fetch_document(actor), actor)
    if fields["key_id"] != key_id:
        raise Unproven(_("De sleutel is niet die van de afzender."))
    verification.verify_signature(message, fields["public_pem"])
    return _store_peer(actor, fields)


def renew_peer(actor: str) -> Peer | None:
    """Ask once more who this is, and deliver from now on where they want it; None when their server does not tell."""
    try:
        return _store_peer(actor, messages.parse_account(fetch_document(actor), actor))
    except (Unproven, Busy):
        return None


@transaction.atomic
def _store_peer(actor: str, fields: dict[str, str]) -> Peer:
    fields = {**fields, "host": host_of(actor)}
    before = Peer.objects.filter(actor=actor).first()
    if before and before.username != fields["username"]:
        fields["handle"] = ""  # It was checked for the former name.
    peer = Peer.objects.update_or_create(actor=actor, defaults={**fields, "fetched_at": now()})[0]
    where = {name: fields[name] for name in ("host", "inbox", "shared_inbox")}
    Follower.objects.filter(actor=actor).update(**where)
    if before and before.inbox != peer.inbox:
        forward_deliveries(before.inbox, peer.inbox)
    return peer


def fetch_document(url: str, *, accept: str = "", may_move: bool = False) -> object:
    """The JSON at an address elsewhere, asked for as the network. Raises Unproven, or Busy.

    `may_move`: another server may answer for it, as WebFinger (RFC 7033, section 4.2) has it.
    """
    if not _turns.acquire(blocking=False):
        raise Busy(_("Het is nu druk. Probeer het over een minuut nog eens."))
    try:
        return http_client.get_json(
            url, headers={"accept": accept} if accept else None, sign=_sign_request, may_move=may_move
        )
    except Unreachable as error:
        raise Unproven(_("De server van de afzender gaf geen antwoord: %(why)s.") % {"why": error}) from None
    finally:
        _turns.release()


def _sign_request(url: str) -> dict[str, str]:
    # Some servers show nothing to who does not say who asks (Mastodon's secure mode).
    identity = Identity.objects.network()
    if identity is None:
        return {}
    key_id = f"{links.get_url('account', identity.name)}#main-key"
    return sign_get(url, key_id=key_id, private_pem=identity.private_pem)


def check_handle(peer: Peer) -> str:
    """Their handle (name@server) when WebFinger leads from it to the account and back; empty when it does not."""
    if peer.handle or not peer.username:
        return peer.handle
    handle = f"{peer.username}@{peer.host}"
    claimed = _find_claimed_handle(peer, handle, peer.host)
    if claimed and claimed != handle:
        # Accounts may carry the name of another server than the one that they live on: then that one must agree.
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
