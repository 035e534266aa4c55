"""Redacts log lines: personal links, tokens, passwords, cookies and people's addresses.

Works on the finished text of a line, so it also covers tracebacks and what libraries log.
"""

import logging
import re

SECRET_ROUTES = (
    "abonnement",
    "abonneren/bevestigen",
    "abonneren/stoppen",
    "account/e-mail/bevestigen",
    "account/wachtwoord/vergeten",
    "agenda/actie-bijwerken",
    "agenda/akkoord",
    "agenda/bijwerken",
    "bevestigen",
    "evenementen/aanmelding",
    "initiatieven/hoe-gaat-het",
    "initiatieven/mijn",
    "insluiten/gezien",
    "nieuwe-link",
    "oproepen/gesprek",
    "oproepen/mail-uit",
    "oproepen/mijn",
    "reacties/mijn",
)
"""Paths that are followed by a secret; a test compares them with the site's URLs."""
HIDDEN = "[…]"
ROUTES = re.compile(
    rf"(?<![\w-])((?:{'|'.join(SECRET_ROUTES).replace('/', '(?:/|%2f)')})(?:/|%2f))[^/\s?\"'<>]+", re.IGNORECASE
)
# Each pattern starts at the start of a word and has bounded repetition, so a long line takes little time.
# Django's signatures: a text, perhaps a time, and the 43 characters of a SHA-256; also within a URL.
SIGNED = re.compile(r"(?<![\w.~+=-])[\w.~+=-]+(?:(?::|%3a)[\w-]{1,12})?(?:(?::|%3a)[\w-]{43})(?![\w-])", re.IGNORECASE)
NAMED = re.compile(
    r"((?:password|passwd|secret|token|sessionid|csrftoken|csrfmiddlewaretoken|api[_-]?key|seed)\w{0,20}"
    r"[\"']?\s{0,3}[=:]\s{0,3}[\"']?)(?!\s)[^\s&;,\"'}]+",
    re.IGNORECASE,
)
COOKIES = re.compile(r"\b((?:set-)?cookie|authorization)([\"']?\s{0,3}[:=]\s{0,3})[^\r\n]+", re.IGNORECASE)
IN_ADDRESS = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,30}://)[^/\s@]{1,200}@", re.IGNORECASE)
LOCAL_PART = r"\w.!#$&*+/=?^`{|}~-"
EMAIL = re.compile(rf"(?<![{LOCAL_PART}])[{LOCAL_PART}]+(?:@|%40)(?:[\w-]{{1,63}}\.)+[\w-]+", re.IGNORECASE)


def redact_text(text: str) -> str:
    """The text without secrets and without people's addresses."""
    text = COOKIES.sub(rf"\1\2{HIDDEN}", text)
    text = ROUTES.sub(rf"\1{HIDDEN}", text)
    text = SIGNED.sub(HIDDEN, text)
    text = IN_ADDRESS.sub(rf"\1{HIDDEN}@", text)
    text = NAMED.sub(rf"\1{HIDDEN}", text)
    return EMAIL.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Formats a line as usual, with its traceback, and redacts it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be stored."""
        return redact_text(super().format(record))
