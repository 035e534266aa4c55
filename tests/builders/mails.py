"""Mails in the outbox."""

from django.core.mail import EmailMultiAlternatives

from stedennet.outbox.flows import queue_message
from stedennet.outbox.models import OutgoingMail


def a_mail(to: str = "anna@example.org", subject: str = "Hello", **more) -> OutgoingMail:
    """One mail that waits."""
    return queue_message(EmailMultiAlternatives(subject, "Hello", to=[to], **more))[0]
