"""Beginning, changing and stopping a subscription. This is the only place that switches a consent to mail on or off.

Who calls has made sure that the owner of the address wants it: by a link that only the owner has.
"""

import datetime as dt

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from stedennet.accounts.flows import hash_email, record_consent, withdraw_consent
from stedennet.accounts.models import Consent
from stedennet.changes.models import Change
from stedennet.core.clock import now
from stedennet.core.errors import Refused

from ..lists import describe_choice
from ..models import Subscriber, Subscription
from ..rules.choices import Choice
from ..rules.consent_texts import KIND, VERSION, build_consent_text
from ..rules.schedule import first_digest_after

MAX_YOUNG_LINES = 1000
"""Lines of the log that are looked at for being young."""


def build_promise(choice: Choice, rhythm: str, language: str) -> str:
    """The sentence that the owner of the address agrees to."""
    with translation.override(language):
        return build_consent_text(choice, describe_choice(choice), rhythm, language)


def find_end_of_log(*, older_than: dt.datetime | None = None) -> int:
    """The number of the last line of the log; with `older_than`, of the last one before any that is younger."""
    end = Change.objects.aggregate(end=Max("pk"))["end"] or 0
    if older_than is None:
        return end
    newest = Change.objects.order_by("-pk").values_list("pk", "at")[:MAX_YOUNG_LINES]
    return min([end, *(pk - 1 for pk, at in newest if at > older_than)])


@transaction.atomic
def start_subscription(
    subscriber: Subscriber, choice: Choice, *, rhythm: str, language: str, page: str
) -> Subscription:
    """A subscription by a new consent; the same choice again renews the one that is there."""
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    there = Subscription.objects.active().of(subscriber).filter(segment=choice.segment).first()
    if there:
        return change_subscription(there, choice, rhythm=rhythm, language=language, page=page)
    one = Subscription(subscriber=subscriber, position=find_end_of_log(), confirmed_at=now())
    return _save_subscription(one, choice, rhythm=rhythm, language=language, page=page)


@transaction.atomic
def change_subscription(one: Subscription, choice: Choice, *, rhythm: str, language: str, page: str) -> Subscription:
    """Other wishes: a new consent takes the place of the old one. Nothing that was not told yet is skipped.

    Raises Refused when it was stopped, or when the same choice is there already.
    """
    one = Subscription.objects.select_for_update().select_related("subscriber", "consent").get(pk=one.pk)
    if one.stopped_at:
        raise Refused(_("Dit abonnement is gestopt. Vraag het opnieuw aan."))
    if choice.is_newsletter != one.is_newsletter:
        raise Refused(_("De nieuwsbrief is een abonnement apart."), field="kinds")
    old = one.consent
    try:
        with transaction.atomic():
            one = _save_subscription(one, choice, rhythm=rhythm, language=language, page=page)
    except IntegrityError as error:
        raise Refused(_("Dit abonnement hebt u al.")) from error
    withdraw_consent(old)
    return one


def _save_subscription(one: Subscription, choice: Choice, *, rhythm: str, language: str, page: str) -> Subscription:
    one.wanted, one.segment, one.is_newsletter = choice.as_data(), choice.segment, choice.is_newsletter
    one.rhythm, one.language = "" if choice.is_newsletter else rhythm, language
    one.next_at = None if choice.is_newsletter else first_digest_after(now(), rhythm, hour=settings.DIGEST_HOUR)
    one.consent = _record_consent(one, choice, page)
    one.save()
    return one


def _record_consent(one: Subscription, choice: Choice, page: str) -> Consent:
    return record_consent(
        one.subscriber.email or "",
        kind=KIND,
        wording=build_promise(choice, one.rhythm, one.language),
        version=VERSION,
        language=one.language,
        page=page,
    )


@transaction.atomic
def stop_subscription(one: Subscription) -> Subscriber:
    """No more of this. Twice is once; with the last one the address goes, and the hash of the proof stays."""
    subscriber = Subscriber.objects.select_for_update().get(pk=one.subscriber_id)
    one = Subscription.objects.select_for_update().select_related("consent").get(pk=one.pk)
    if one.stopped_at is None:
        one.stopped_at, one.next_at = now(), None
        one.save(update_fields=["stopped_at", "next_at"])
        withdraw_consent(one.consent)
    return _clear_subscriber(subscriber)


@transaction.atomic
def stop_all_subscriptions(subscriber: Subscriber) -> Subscriber:
    """No more of anything."""
    for one in Subscription.objects.active().of(subscriber):
        stop_subscription(one)
    subscriber.refresh_from_db()
    return subscriber


def _clear_subscriber(subscriber: Subscriber) -> Subscriber:
    if subscriber.email and not Subscription.objects.active().of(subscriber).exists():
        subscriber.email, subscriber.left_at = None, now()
        subscriber.save(update_fields=["email", "left_at"])
    return subscriber


def find_consents(email: str) -> list[Consent]:
    """Everything that an address agreed to and took back, the newest first: for who asks what we know."""
    return list(Consent.objects.filter(email_hash=hash_email(email), kind=KIND))
