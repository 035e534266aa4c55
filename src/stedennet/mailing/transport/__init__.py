"""Transports hand mails to a mail server: our own SMTP client, or Django's mail backend."""

from .factory import open_transport
from .messages import Answer, RawMail, Result, Transport

__all__ = ["Answer", "RawMail", "Result", "Transport", "open_transport"]
