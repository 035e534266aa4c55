"""The links that are a key: one to everything of one address, one that can only stop one subscription."""

from collections.abc import Sequence

from django.core.signing import BadSignature, Signer

from stedennet.personal_links.kinds import Holder
from stedennet.personal_links.signers import LinkSigner

from ..links import link_to
from ..models import Subscriber, Subscription

OWN_SIGNER = LinkSigner("subscriptions", salt="stedennet.spreading.own")
STOP_SIGNER = Signer(salt="stedennet.spreading.stop")


def create_own_token(subscriber: Subscriber) -> str:
    """A token that lets its holder see, change and stop every subscription of this address."""
    return OWN_SIGNER.sign(str(subscriber.pk))


def find_subscriber(token: str) -> Subscriber | None:
    """The subscriber that the token was made for; None if it is forged or replaced."""
    try:
        return Subscriber.objects.filter(pk=OWN_SIGNER.unsign(token)).first()
    except BadSignature:
        return None


def create_stop_token(one: Subscription) -> str:
    """A token that lets its holder stop this subscription, and nothing else."""
    return STOP_SIGNER.sign(str(one.pk))


def find_subscription(token: str) -> Subscription | None:
    """Which subscription this token stops; None for a token that is not ours."""
    try:
        return Subscription.objects.select_related("subscriber").filter(pk=STOP_SIGNER.unsign(token)).first()
    except BadSignature:
        return None


def build_stop_link(one: Subscription) -> str:
    """The address at which a mail program or a reader stops this subscription (RFC 8058)."""
    return link_to("stop", create_stop_token(one), one.language)


def build_own_links(rows: Sequence[Subscription]) -> dict[int, str]:
    """The address for managing each subscription, by its key; one query for all."""
    tokens = OWN_SIGNER.sign_all({str(one.subscriber_id) for one in rows})
    return {one.pk: link_to("own", tokens[str(one.subscriber_id)], one.language) for one in rows}


def find_holder(value: str) -> Holder | None:
    """The holder of the link to all subscriptions of one address; None once every subscription has ended."""
    found = Subscriber.objects.filter(pk=value, email__isnull=False).first()
    if found is None or not found.email:
        return None
    language = found.subscriptions.order_by("-pk").values_list("language", flat=True).first() or "nl"
    return Holder(found.email, language, found.email, link_to("own", create_own_token(found), language))


def find_subscriber_keys(email: str) -> list[str]:
    """The key of the subscriber with this address."""
    return [str(key) for key in Subscriber.objects.filter(email__iexact=email).values_list("pk", flat=True)]
