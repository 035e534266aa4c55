"""Queues mail as a row, in the transaction that causes it; the worker sends it later."""

import datetime as dt
import hashlib
import logging
import re
import time
from collections.abc import Mapping
from email.mime.text import MIMEText

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.template import Context, Engine
from django.template.loader import render_to_string
from django.utils import translation

from stedennet.core.clock import now
from stedennet.core.redaction import redact_text

from .models import OutgoingMail
from .querysets import MAX_ATTEMPTS
from .rules import compute_retry_delay, hash_address, join_lines
from .unconfirmed_addresses import use_mail_quota

LOGGER = logging.getLogger("stedennet.mail")
RETENTION = dt.timedelta(days=30)
"""How long a sent mail's row is kept, without its text and address."""
EMPTY_FIELDS = {"to": "", "reply_to": "", "subject": "", "text": "", "html": "", "calendar": ""}
PARTS = ("subject.txt", "txt", "reason.txt")
WITH_GREETING = ("account_made",)
"""The mails that greet somebody by name themselves."""
CLAIM_LIFETIME = dt.timedelta(minutes=5)
"""How long a claimed mail is left alone, in case the worker dies while sending it."""


def queue_mail(
    *,
    to: str,
    template: str,
    context: Mapping[str, object],
    language: str,
    reply_to: str = "",
    once: str = "",
    calendar: str = "",
) -> OutgoingMail:
    """Queue a mail from `mail/<template>.subject.txt`, `.txt`, `.html` and `.reason.txt` in `language` ("nl" or "en").

    The frame adds a greeting above it, and below it the reason why somebody gets it.

    `calendar` is an iCalendar object with a METHOD, sent along for the reader's diary.
    `once` names the occasion: a second call with the same name and address (a form sent twice) queues nothing and
    returns the first mail. Raises ValidationError for an invalid address.
    """
    for address in (to, reply_to) if reply_to else (to,):
        validate_email(address)
    with translation.override(language):
        named = {"network": settings.NETWORK_NAME, **context}
        subject, text, reason = (_render_plain(f"mail/{template}.{part}", named).strip() for part in PARTS)
        html = render_to_string(f"mail/{template}.html", named)
        frame = {"network": settings.NETWORK_NAME, "reason": reason, "has_greeting": template in WITH_GREETING}
        text = _render_plain("mail/frame.txt", {**frame, "body": text})
        html = render_to_string("mail/frame.html", {**frame, "body": html})
    fields = {"to": to, "reply_to": reply_to, "subject": subject, "text": text, "html": html, "language": language}
    key = _make_once_key(once, to) if once else None
    return _store_mail(once=key, template=template[:60], calendar=calendar, **fields)


def queue_mail_to_unconfirmed(
    *, to: str, template: str, context: Mapping[str, object], language: str, once: str = ""
) -> OutgoingMail | None:
    """Queue a mail as `queue_mail` does, to an address that somebody typed and nobody confirmed yet.

    Returns None when that address has reached its daily maximum. Every public form uses this, and shows the same page
    either way.
    """
    earlier = OutgoingMail.objects.filter(once=_make_once_key(once, to)).first() if once else None
    if earlier or not may_mail_unconfirmed(to):
        return earlier
    return queue_mail(to=to, template=template, context=context, language=language, once=once)


def may_mail_unconfirmed(to: str) -> bool:
    """Whether an unconfirmed address may get another mail today; each True counts towards its daily maximum."""
    if use_mail_quota(to):
        return True
    LOGGER.info("mail to an unconfirmed address not queued: daily maximum reached")
    return False


def _make_once_key(once: str, to: str) -> str:
    return hashlib.sha256(f"{once}\0{to}".encode()).hexdigest()


def _render_plain(template: str, context: Mapping[str, object]) -> str:
    # Plain text is not HTML: "Safety & Security" stays as it is.
    return Engine.get_default().get_template(template).render(Context(dict(context), autoescape=False))


def queue_message(message: EmailMultiAlternatives, *, language: str = "") -> list[OutgoingMail]:
    """Queue a mail that a library (django-allauth) composed, one row for each recipient."""
    html = next((str(body) for body, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    language = language or (translation.get_language() or "nl")[:2]
    return [
        _store_mail(
            to=to,
            reply_to="",
            subject=str(message.subject),
            text=str(message.body),
            html=html,
            language=language,
            template="account",
        )
        for to in message.to
    ]


def _store_mail(*, once: str | None = None, **fields: str) -> OutgoingMail:
    moment = now()
    fields["subject"] = join_lines(fields["subject"])[:300]
    fields["text"] = fields["text"].strip() + "\n"
    address_hash = hash_address(fields["to"])
    row: dict[str, object] = {"created_at": moment, "not_before": moment, "to_hash": address_hash, **fields}
    if once is None:
        return OutgoingMail.objects.create(**row)
    return OutgoingMail.objects.get_or_create(once=once, defaults=row)[0]


def deliver_due_mail(*, most: int = 100, within: float = 10.0) -> int:
    """Send mail that is due, at most `most`; returns how many were sent. A failure is retried later.

    Starts no mail after `within` seconds: a mail server that does not answer must not hold up the worker's other jobs.
    """
    deadline = time.monotonic() + within
    keys = OutgoingMail.objects.due(now()).values_list("pk", flat=True)[:most]
    return sum(deliver_mail(pk) for pk in keys if time.monotonic() < deadline)


def deliver_mail(pk: int) -> bool:
    """Send one mail if it is still due; returns whether the mail server accepted it."""
    mail = _claim_mail(pk)
    if mail is None:
        return False
    try:
        _build_message(mail).send()
    except Exception as error:  # Whatever went wrong, the mail is retried later.
        _record_failure(mail, error)
        return False
    OutgoingMail.objects.filter(pk=pk).update(sent_at=now(), last_error="", **_get_emptied_fields())
    if settings.DEMO:
        # In the demo the log shows the mail; elsewhere addresses and secret links stay out of it.
        LOGGER.info("mail to %s: %s\n\n%s", mail.to, mail.subject, mail.text)
    return True


@transaction.atomic
def _claim_mail(pk: int) -> OutgoingMail | None:
    # Counting the attempt first stops a second worker from sending it too, and delays a mail that kills the worker.
    mail = OutgoingMail.objects.select_for_update().due(now()).filter(pk=pk).first()
    if mail:
        mail.attempts += 1
        mail.not_before = now() + max(CLAIM_LIFETIME, compute_retry_delay(mail.attempts))
        mail.save(update_fields=["attempts", "not_before"])
    return mail


def _record_failure(mail: OutgoingMail, error: Exception) -> None:
    retry_at = now() + compute_retry_delay(mail.attempts)
    emptied = _get_emptied_fields() if mail.attempts >= MAX_ATTEMPTS else {}
    reason = redact_text(f"{type(error).__name__}: {error}")[:300]
    OutgoingMail.objects.filter(pk=mail.pk).update(not_before=retry_at, last_error=reason, **emptied)


def _get_emptied_fields() -> dict[str, str]:
    # The demo shows all mail on a page; its addresses are fictitious.
    return {} if settings.DEMO else EMPTY_FIELDS


def _build_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        mail.subject, mail.text, to=[mail.to], reply_to=[mail.reply_to] if mail.reply_to else None
    )
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    message.extra_headers["Content-Language"] = mail.language
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if method := re.search(r"^METHOD:([A-Z]+)", mail.calendar, re.MULTILINE):
        # Programs offer to put it in the diary only when the type names the same method (RFC 6047, 2.4).
        part = MIMEText(mail.calendar, "calendar", "utf-8")
        part.set_param("method", method[1])
        part.add_header("Content-Disposition", "attachment", filename="agenda.ics")
        message.attach(part)
    return message


def empty_finished_mail() -> int:
    """Clear the finished mail in which an older version left its text; returns how many. Does nothing in the demo."""
    return OutgoingMail.objects.done().with_words().update(**EMPTY_FIELDS) if not settings.DEMO else 0


def erase_address_from_mail(address: str) -> int:
    """Delete all mail to this address, even if queued, and clear it where it is the Reply-To; returns how many."""
    mails = OutgoingMail.objects.filter(to_hash=hash_address(address)) | OutgoingMail.objects.filter(
        to__iexact=address
    )
    deleted, _ = mails.delete()
    return deleted + OutgoingMail.objects.filter(reply_to__iexact=address).update(reply_to="")


def delete_old_mail() -> int:
    """Delete mail that was sent or given up over 30 days ago; returns how many. Also clears finished mail."""
    empty_finished_mail()
    cutoff = now() - RETENTION
    mails = OutgoingMail.objects
    deleted, _ = (mails.filter(sent_at__lt=cutoff) | mails.given_up().filter(not_before__lt=cutoff)).delete()
    return deleted
