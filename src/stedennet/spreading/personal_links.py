"""The personal links of subscribers: one to confirm, one to all subscriptions of an address, one that stops one."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from stedennet.core.clock import now
from stedennet.personal_links.links import Holder, Reissue, SignedLink, StoredLink
from stedennet.personal_links.row_keys import PrimaryKey

from .models import Subscriber, Subscription, Wish


def _select_working_wishes() -> QuerySet[Wish]:
    return Wish.objects.filter(ends_at__gt=now())


WISH_LINK = StoredLink(
    purpose="wish",
    model=Wish,
    label=_("uw abonnement bevestigen"),
    salt="stedennet.intake",
    reissue=Reissue.OFFICE,
    lifetime=dt.timedelta(days=7),
    rows=_select_working_wishes,
    open_rows=lambda: _select_working_wishes().filter(subscriber=None),
    email="email",
    hash_field="token_hash",
    end_field="ends_at",
    holder=lambda wish: Holder(wish.email, wish.language, wish.email),
)
"""With this the owner of an address confirms what was asked for it. It works once; a new one ends it."""


def _find_holder(subscriber: Subscriber) -> Holder | None:
    if not subscriber.email:
        return None
    language = subscriber.subscriptions.order_by("-pk").values_list("language", flat=True).first() or "nl"
    return Holder(subscriber.email, language, subscriber.email)


SUBSCRIPTIONS_LINK = SignedLink(
    purpose="subscriptions",
    model=Subscriber,
    label=_("uw abonnementen"),
    salt="stedennet.spreading.own",
    reissue=Reissue.HOLDER,
    key=PrimaryKey(Subscriber.objects.all, "email"),
    holder=_find_holder,
)
"""With this its holder sees, changes and stops every subscription of an address."""

STOP_LINK = SignedLink(
    purpose="stop",
    model=Subscription,
    label=_("een abonnement stoppen"),
    salt="stedennet.spreading.stop",
    reissue=Reissue.NOBODY,
    key=PrimaryKey(lambda: Subscription.objects.select_related("subscriber"), "subscriber__email"),
)
"""Stops one subscription and can do nothing else (RFC 8058), so it is not reissued."""


def build_subscriptions_urls(rows: Sequence[Subscription]) -> dict[int, str]:
    """The link to all subscriptions of its address, by the key of each of these; one query for all."""
    tokens = SUBSCRIPTIONS_LINK.sign_all({str(row.subscriber_id) for row in rows})
    return {row.pk: SUBSCRIPTIONS_LINK.build_url(tokens[str(row.subscriber_id)], row.language) for row in rows}
