"""From asking for mail to getting it: nothing happens to an address until its owner uses the link in the mail."""

import datetime as dt
import hashlib

from django.core.signing import BadSignature
from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.accounts.models import normalise_email
from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake.rules import own_path
from stedennet.intake.tokens import hash_of, new_token
from stedennet.outbox.flows import post

from ..links import link_to
from ..models import Subscriber, Wish
from ..rules.choices import Choice
from .subscribing import begin, promise

VALID = dt.timedelta(days=7)
"""How long a link to confirm works; then the wish is deleted."""
MOST_A_DAY = 5
"""Mails that an address gets in a day for what somebody types: more would be a nuisance made with our help."""


@transaction.atomic
def ask(email: str, choice: Choice, *, rhythm: str, language: str, page: str, once: str) -> None:
    """Mail a link to confirm. Who knows nothing of the address learns nothing: the answer is always the same.

    `once` is the form's own number: the same number again mails nothing more. `page` is the path of the form.
    """
    email, token, moment = normalise_email(email), new_token(), now()
    if Wish.objects.filter(email=email, asked_at__gt=moment - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        return
    wish, is_new = Wish.objects.get_or_create(
        once=hashlib.sha256(f"{once}\0{email}".encode()).hexdigest(),
        defaults={
            "email": email,
            "wanted": choice.as_data(),
            "rhythm": rhythm,
            "language": language,
            "page": own_path(page)[:500],
            "token_hash": hash_of(token),
            "asked_at": moment,
            "ends_at": moment + VALID,
        },
    )
    if is_new:
        context = {"promises": promises(wish), "link": link_to("confirm", token, language)}
        post(to=email, template="subscription_confirm", context=context, language=language)


def promises(wish: Wish) -> list[str]:
    """The sentences that the owner of the address agrees to, in the wish's language."""
    return [promise(part, wish.rhythm, wish.language) for part in wish.choice.parts()]


def find(token: str) -> Wish | None:
    """The wish that this link belongs to; None when it is forged, too old or forgotten. Changes nothing."""
    try:
        return Wish.objects.filter(token_hash=hash_of(token), ends_at__gt=now()).first()
    except BadSignature:
        return None


@transaction.atomic
def confirm(token: str) -> Subscriber:
    """The owner of the address agrees. A link works once; used again it gives the same subscriber and does nothing.

    Raises Refused when the link is forged, gone or too old.
    """
    found = find(token)
    wish = Wish.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if wish is None:
        raise Refused(_("Deze link kennen wij niet, of hij is verlopen. Vraag het nog eens aan."))
    if wish.subscriber:
        return wish.subscriber
    subscriber = Subscriber.objects.get_or_create(email=wish.email, defaults={"since": now()})[0]
    for part in wish.choice.parts():
        begin(subscriber, part, rhythm=wish.rhythm, language=wish.language, page=wish.page)
    wish.subscriber, wish.email = subscriber, ""
    wish.save(update_fields=["subscriber", "email"])
    return subscriber


def forget_old() -> int:
    """Delete wishes whose link does not work any more, with the address; returns how many."""
    return Wish.objects.filter(ends_at__lte=now()).delete()[0]
