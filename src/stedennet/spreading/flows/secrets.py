"""The links that are a key: one to everything of one address, one that can only stop one subscription."""

from django.core.signing import BadSignature, Signer

from ..links import link_to
from ..models import Subscriber, Subscription

OWN = Signer(salt="stedennet.spreading.own")
STOP = Signer(salt="stedennet.spreading.stop")


def own_token(subscriber: Subscriber) -> str:
    """Who has this may see, change and stop everything of this address."""
    return OWN.sign(str(subscriber.pk))


def subscriber_of(token: str) -> Subscriber | None:
    """Whose page this is; None for a token that is not ours."""
    try:
        return Subscriber.objects.filter(pk=OWN.unsign(token)).first()
    except BadSignature:
        return None


def stop_token(one: Subscription) -> str:
    """Who has this may stop this subscription, and nothing else."""
    return STOP.sign(str(one.pk))


def subscription_of(token: str) -> Subscription | None:
    """Which subscription this token stops; None for a token that is not ours."""
    try:
        return Subscription.objects.select_related("subscriber").filter(pk=STOP.unsign(token)).first()
    except BadSignature:
        return None


def stop_link(one: Subscription) -> str:
    """Where a mail program, or a reader, stops this subscription (RFC 8058)."""
    return link_to("stop", stop_token(one), one.language)


def own_link(one: Subscription) -> str:
    """Where a reader changes everything."""
    return link_to("own", own_token(one.subscriber), one.language)
