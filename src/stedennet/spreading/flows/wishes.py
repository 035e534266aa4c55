"""Requests for mail: nothing is sent to an address until its owner uses the link in the confirmation mail."""

import datetime as dt
from collections.abc import Mapping

from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import normalise_email
from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake.rules import (
    EarlierSubmission,
    Receipt,
    Status,
    classify_receipt,
    clean_own_path,
    make_occasion_key,
)
from stedennet.intake.tokens import create_token, hash_token
from stedennet.outbox.flows import queue_mail_to_unconfirmed

from ..links import link_to
from ..models import Subscriber, Subscription, Wish
from ..rules.choices import Choice
from .subscriptions import build_promise, start_subscription

LINK_VALID_FOR = dt.timedelta(days=7)
"""How long a confirmation link works; after that the wish is deleted."""
MAX_PER_DAY = 5
"""Maximum number of confirmation mails to an address in a day, so that nobody can be harassed with the form."""


@transaction.atomic
def submit_wish(email: str, choice: Choice, *, rhythm: str, language: str, page: str, once: str) -> Receipt:
    """Mail a confirmation link. The reply is the same for every address, so that it reveals nothing about the address.

    `once` identifies the opened form: the same wish sent again mails nothing, another wish replaces the unconfirmed
    one and its link. `page` is the path of the form. Raises Refused when one form is sent too often in a day.
    """
    email = normalise_email(email)
    fields = {
        "email": email,
        "wanted": choice.as_data(),
        "rhythm": rhythm,
        "language": language,
        "page": clean_own_path(page)[:500],
    }
    occasion = make_occasion_key(once, email)
    while True:
        earlier = list(Wish.objects.select_for_update().sent_on(occasion))
        receipt, index = classify_receipt([_build_earlier(wish, fields) for wish in earlier])
        if receipt is Receipt.SAME:
            return receipt
        if Wish.objects.asked_for(email, since=now() - dt.timedelta(days=1)) >= MAX_PER_DAY:
            return _refuse_too_many(earlier)
        key = make_occasion_key(occasion, earlier[-1].pk) if earlier else occasion
        if _store_wish(fields, occasion=occasion, key=key, replaced=earlier[index] if index is not None else None):
            return receipt


def _refuse_too_many(earlier: list[Wish]) -> Receipt:
    if earlier:  # Known only to the person who opened this form, so it may be said.
        raise Refused(_("U vroeg dit vandaag al vaak aan. Gebruik de link in de laatste mail, of wacht tot morgen."))
    return Receipt.NEW


def _build_earlier(wish: Wish, fields: Mapping[str, object]) -> EarlierSubmission:
    is_same = all(getattr(wish, name) == fields[name] for name in ("wanted", "rhythm", "language"))
    status = Status.UNCONFIRMED if wish.subscriber is None else _find_status(wish, wish.subscriber)
    return EarlierSubmission(status, is_same=is_same, can_wait=wish.ends_at > now())


def _find_status(wish: Wish, subscriber: Subscriber) -> Status:
    """Return whether a confirmed wish is still subscribed to completely."""
    active = set(Subscription.objects.active().of(subscriber).values_list("segment", flat=True))
    return Status.ACCEPTED if {part.segment for part in wish.choice.parts()} <= active else Status.WITHDRAWN


def _store_wish(fields: Mapping[str, object], *, occasion: str, key: str, replaced: Wish | None) -> bool:
    """Store the wish and mail its link; False if a concurrent request stored it first."""
    token, moment = create_token(), now()
    link_fields = {
        "occasion": occasion,
        "token_hash": hash_token(token),
        "asked_at": moment,
        "ends_at": moment + LINK_VALID_FOR,
    }
    wish, is_new = Wish.objects.get_or_create(once=key, defaults={**fields, **link_fields})
    if not is_new:
        return False
    if replaced is not None:
        # The row stays until tomorrow, because it counts as one of today's mails.
        replaced.ends_at = moment
        replaced.save(update_fields=["ends_at"])
    context = {"promises": list_promises(wish), "link": link_to("confirm", token, wish.language)}
    queue_mail_to_unconfirmed(to=wish.email, template="subscription_confirm", context=context, language=wish.language)
    return True


def list_promises(wish: Wish) -> list[str]:
    """Return the consent texts of a wish, in its language."""
    return [build_promise(part, wish.rhythm, wish.language) for part in wish.choice.parts()]


def find_wish(token: str) -> Wish | None:
    """Find the wish of a link; None if the link is forged, expired or deleted. Changes nothing."""
    try:
        return Wish.objects.filter(token_hash=hash_token(token), ends_at__gt=now()).first()
    except BadSignature:
        return None


@transaction.atomic
def confirm_wish(token: str) -> Subscriber:
    """Start the subscriptions of a wish. A link works once; used again it only returns the same subscriber.

    Raises Refused if the link is forged, deleted or expired.
    """
    candidate = find_wish(token)
    # Check again under the lock: the link may have been replaced in the meantime.
    rows = Wish.objects.select_for_update().filter(pk=candidate.pk, ends_at__gt=now()) if candidate else None
    wish = rows.first() if rows is not None else None
    if wish is None:
        raise Refused(_("Deze link kennen wij niet, of hij is verlopen. Vraag het nog eens aan."))
    if wish.subscriber:
        return wish.subscriber
    subscriber = Subscriber.objects.get_or_create(email=wish.email, defaults={"since": now()})[0]
    for part in wish.choice.parts():
        start_subscription(subscriber, part, rhythm=wish.rhythm, language=wish.language, page=wish.page)
    wish.subscriber, wish.email = subscriber, ""
    wish.save(update_fields=["subscriber", "email"])
    return subscriber


def delete_old_wishes() -> int:
    """Delete wishes older than a day whose link no longer works, including the address; return how many."""
    yesterday = now() - dt.timedelta(days=1)
    return Wish.objects.filter(ends_at__lte=now(), asked_at__lte=yesterday).delete()[0]
