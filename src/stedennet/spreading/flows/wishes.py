"""Requests for mail: nothing is sent to an address until its owner uses the link in the confirmation mail."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import normalise_email
from stedennet.core.access import Actor, is_editor, is_holder
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.intake.rules import (
    EarlierSubmission,
    Receipt,
    Status,
    classify_receipt,
    clean_own_path,
    make_occasion_key,
)
from stedennet.outbox.flows import may_mail_unconfirmed, queue_mail, queue_mail_to_unconfirmed

from ..models import Subscriber, Subscription, Wish
from ..personal_links import WISH_LINK
from ..rules.choices import Choice
from .subscriptions import build_promise, start_subscription

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


def find_sent_wish(email: str, *, once: str) -> Wish | None:
    """The last wish from one opened form for this address; None when none was stored."""
    return Wish.objects.sent_on(make_occasion_key(once, normalise_email(email))).last()


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
    moment = now()
    secret = WISH_LINK.issue(at=moment)
    defaults = {**fields, **secret.fields, "occasion": occasion, "asked_at": moment}
    wish, is_new = Wish.objects.get_or_create(once=key, defaults=defaults)
    if not is_new:
        return False
    if replaced is not None:
        # The row stays until tomorrow, because it counts as one of today's mails.
        replaced.ends_at = moment
        replaced.save(update_fields=["ends_at"])
    _mail_link(wish, secret.token, by=queue_mail_to_unconfirmed)
    return True


def _mail_link(wish: Wish, token: str, *, by: Callable[..., object]) -> None:
    context = {"promises": list_promises(wish), "link": WISH_LINK.build_url(token, wish.language)}
    by(to=wish.email, template="subscription_confirm", context=context, language=wish.language)


@transaction.atomic
def resend_confirmation_link(wish: Wish, by: Actor) -> None:
    """Mail a new link to confirm, which ends the one before; the office may, and the browser that asked.

    Raises NotAllowed, or Refused when it is too late, or was asked too often today.
    """
    if not (is_editor(by) or is_holder(by, wish)):
        raise NotAllowed(_("Alleen het programmabureau maakt links van anderen ongeldig."))
    locked = Wish.objects.select_for_update().filter(pk=wish.pk, subscriber=None, ends_at__gt=now()).first()
    if locked is None:
        raise Refused(_("Deze link werkt niet (meer)."))
    if not is_editor(by) and not may_mail_unconfirmed(locked.email):
        raise Refused(_("U vroeg dit vandaag al vaak aan. Gebruik de link in de laatste mail, of wacht tot morgen."))
    _mail_link(locked, WISH_LINK.renew(locked, at=now()), by=queue_mail)


def list_promises(wish: Wish) -> list[str]:
    """Return the consent texts of a wish, in its language."""
    return [build_promise(part, wish.rhythm, wish.language) for part in wish.choice.parts()]


@transaction.atomic
def confirm_wish(token: str) -> Subscriber:
    """Start the subscriptions of a wish. A link works once; used again it only returns the same subscriber.

    Raises Refused if the link is forged, deleted or expired.
    """
    candidate = WISH_LINK.find(token)
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
