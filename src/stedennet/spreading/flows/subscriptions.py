"""Starting, changing and stopping subscriptions. Only this module gives or withdraws a consent to mail.

Callers must have checked that the owner of the address wants it: by a link that only the owner has.
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
"""Maximum number of lines of the log that are checked for being too recent."""


def build_promise(choice: Choice, rhythm: str, language: str) -> str:
    """Build the consent text that the owner of the address agrees to."""
    with translation.override(language):
        return build_consent_text(choice, describe_choice(choice), rhythm, language)


def find_end_of_log(*, older_than: dt.datetime | None = None) -> int:
    """Return the number of the last line of the log; with `older_than`, the last line before any younger one."""
    end = Change.objects.aggregate(end=Max("pk"))["end"] or 0
    if older_than is None:
        return end
    newest = Change.objects.order_by("-pk").values_list("pk", "at")[:MAX_YOUNG_LINES]
    return min([end, *(pk - 1 for pk, at in newest if at > older_than)])


@transaction.atomic
def start_subscription(
    subscriber: Subscriber, choice: Choice, *, rhythm: str, language: str, page: str
) -> Subscription:
    """Start a subscription with a new consent; an existing one with the same choice is changed instead."""
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    existing = Subscription.objects.active().of(subscriber).filter(segment=choice.segment).first()
    if existing:
        return change_subscription(existing, choice, rhythm=rhythm, language=language, page=page)
    subscription = Subscription(subscriber=subscriber, position=find_end_of_log(), confirmed_at=now())
    return _save_subscription(subscription, choice, rhythm=rhythm, language=language, page=page)


@transaction.atomic
def change_subscription(
    subscription: Subscription, choice: Choice, *, rhythm: str, language: str, page: str
) -> Subscription:
    """Change a subscription; a new consent replaces the old one, and news that is still due is not skipped.

    Raises Refused if it was stopped, becomes or was a newsletter, or equals another subscription.
    """
    subscription = (
        Subscription.objects.select_for_update().select_related("subscriber", "consent").get(pk=subscription.pk)
    )
    if subscription.stopped_at:
        raise Refused(_("Dit abonnement is gestopt. Vraag het opnieuw aan."))
    if choice.is_newsletter != subscription.is_newsletter:
        raise Refused(_("De nieuwsbrief is een abonnement apart."), field="kinds")
    old_consent = subscription.consent
    try:
        with transaction.atomic():
            subscription = _save_subscription(subscription, choice, rhythm=rhythm, language=language, page=page)
    except IntegrityError as error:
        raise Refused(_("Dit abonnement hebt u al.")) from error
    withdraw_consent(old_consent)
    return subscription


def _save_subscription(
    subscription: Subscription, choice: Choice, *, rhythm: str, language: str, page: str
) -> Subscription:
    subscription.wanted, subscription.segment, subscription.is_newsletter = (
        choice.as_data(),
        choice.segment,
        choice.is_newsletter,
    )
    subscription.rhythm, subscription.language = "" if choice.is_newsletter else rhythm, language
    subscription.next_at = (
        None if choice.is_newsletter else first_digest_after(now(), rhythm, hour=settings.DIGEST_HOUR)
    )
    subscription.consent = _record_consent(subscription, choice, page)
    subscription.save()
    return subscription


def _record_consent(subscription: Subscription, choice: Choice, page: str) -> Consent:
    return record_consent(
        subscription.subscriber.email or "",
        kind=KIND,
        wording=build_promise(choice, subscription.rhythm, subscription.language),
        version=VERSION,
        language=subscription.language,
        page=page,
    )


@transaction.atomic
def stop_subscription(subscription: Subscription) -> Subscriber:
    """Stop a subscription; idempotent. Stopping the last one erases the address; the consent keeps its hash."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscription.subscriber_id)
    subscription = Subscription.objects.select_for_update().select_related("consent").get(pk=subscription.pk)
    if subscription.stopped_at is None:
        subscription.stopped_at, subscription.next_at = now(), None
        subscription.save(update_fields=["stopped_at", "next_at"])
        withdraw_consent(subscription.consent)
    return _clear_subscriber(subscriber)


@transaction.atomic
def stop_all_subscriptions(subscriber: Subscriber) -> Subscriber:
    """Stop every subscription of a subscriber."""
    for subscription in Subscription.objects.active().of(subscriber):
        stop_subscription(subscription)
    subscriber.refresh_from_db()
    return subscriber


def _clear_subscriber(subscriber: Subscriber) -> Subscriber:
    if subscriber.email and not Subscription.objects.active().of(subscriber).exists():
        subscriber.email, subscriber.left_at = None, now()
        subscriber.save(update_fields=["email", "left_at"])
    return subscriber


def find_consents(email: str) -> list[Consent]:
    """Find all consents of an address, withdrawn ones too, newest first: to answer a request for personal data."""
    return list(Consent.objects.filter(email_hash=hash_email(email), kind=KIND))
