"""From asking for mail to getting it: nothing happens to an address until its owner uses the link in the mail."""

import datetime as dt
from typing import Any

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
"""How long a link to confirm works; then the wish is deleted."""
MAX_PER_DAY = 5
"""Mails that an address gets in a day for what somebody types: more would be a nuisance made with our help."""


@transaction.atomic
def submit_wish(email: str, choice: Choice, *, rhythm: str, language: str, page: str, once: str) -> Receipt:
    """Mail a link to confirm. Who knows nothing of the address learns nothing: the answer is always the same.

    `once` is the form's own number: the same wish by the same number again mails nothing more; another one replaces
    what was not confirmed yet, and its link. Raises Refused when one form asked for too many of them. `page` is the
    path of the form.
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
    if earlier:  # Only who opened this form can know.
        raise Refused(_("U vroeg dit vandaag al vaak aan. Gebruik de link in de laatste mail, of wacht tot morgen."))
    return Receipt.NEW


def _build_earlier(wish: Wish, fields: dict[str, Any]) -> EarlierSubmission:
    is_same = all(getattr(wish, name) == fields[name] for name in ("wanted", "rhythm", "language"))
    status = Status.UNCONFIRMED if wish.subscriber is None else _find_status(wish, wish.subscriber)
    return EarlierSubmission(status, is_same=is_same, can_wait=wish.ends_at > now())


def _find_status(wish: Wish, subscriber: Subscriber) -> Status:
    """A confirmed wish: whether all of it is still subscribed to."""
    active = set(Subscription.objects.active().of(subscriber).values_list("segment", flat=True))
    return Status.ACCEPTED if {part.segment for part in wish.choice.parts()} <= active else Status.WITHDRAWN


def _store_wish(fields: dict[str, Any], *, occasion: str, key: str, replaced: Wish | None) -> bool:
    """Write the wish and mail its link; False when another click was first."""
    token, moment = create_token(), now()
    more = {
        "occasion": occasion,
        "token_hash": hash_token(token),
        "asked_at": moment,
        "ends_at": moment + LINK_VALID_FOR,
    }
    wish, is_new = Wish.objects.get_or_create(once=key, defaults={**fields, **more})
    if not is_new:
        return False
    if replaced is not None:
        # The row stays until tomorrow: it counts as a mail of today.
        replaced.ends_at = moment
        replaced.save(update_fields=["ends_at"])
    context = {"promises": list_promises(wish), "link": link_to("confirm", token, wish.language)}
    queue_mail_to_unconfirmed(to=wish.email, template="subscription_confirm", context=context, language=wish.language)
    return True


def list_promises(wish: Wish) -> list[str]:
    """The sentences that the owner of the address agrees to, in the wish's language."""
    return [build_promise(part, wish.rhythm, wish.language) for part in wish.choice.parts()]


def find_wish(token: str) -> Wish | None:
    """The wish that this link belongs to; None when it is forged, too old or forgotten. Changes nothing."""
    try:
        return Wish.objects.filter(token_hash=hash_token(token), ends_at__gt=now()).first()
    except BadSignature:
        return None


@transaction.atomic
def confirm_wish(token: str) -> Subscriber:
    """The owner of the address agrees. A link works once; used again it gives the same subscriber and does nothing.

    Raises Refused when the link is forged, gone or too old.
    """
    found = find_wish(token)
    # Whether it still works once more: it may be replaced at this very moment.
    rows = Wish.objects.select_for_update().filter(pk=found.pk, ends_at__gt=now()) if found else None
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
    """Delete wishes of before today whose link does not work any more, with the address; returns how many."""
    yesterday = now() - dt.timedelta(days=1)
    return Wish.objects.filter(ends_at__lte=now(), asked_at__lte=yesterday).delete()[0]
