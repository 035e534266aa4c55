"""Reads answers to our mail: who wrote, what is new in the text, and whether a person wrote it at all. Pure."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser

MAX_BYTES = 10_000_000
"""Of a larger mail only the head is read."""
MAX_TEXT, MAX_LINES = 200_000, 5000
MAX_NAMES, MAX_FOLDED = 10, 3
RECIPIENT_FIELDS = ("Delivered-To", "X-Original-To", "To", "Cc")

_BEGINS_WITH_DAY = r"(?:op|on|am|le)\b.{4,300}?\b(?:schreef|wrote|schrieb|écrit)\b.{0,200}:\s*"
_BEGINS_WITH_NAME = r".{1,200}\b(?:schreef|wrote) (?:op|on)\b.{1,200}:\s*"
_ATTRIBUTION = re.compile(_BEGINS_WITH_DAY, re.IGNORECASE)
_ATTRIBUTION_ON_A_LINE = re.compile(f"{_BEGINS_WITH_DAY}|{_BEGINS_WITH_NAME}", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"-{2,}\s*(?:oorspronkelijk bericht|original message|doorgestuurd bericht|forwarded message"
    r"|ursprüngliche nachricht)\s*-{2,}|_{10,}|-{20,}",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\*?(?:van|from|von|de)\s*:\*?\s*\S", re.IGNORECASE)
_NEXT_HEADER = re.compile(
    r"\*?(?:verzonden|sent|datum|date|aan|to|onderwerp|subject|gesendet|an|betreff)\s*:", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"--\s*|(?:verstuurd|verzonden) (?:vanaf|met|vanuit)\b.{0,80}"
    r"|sent from\b.{0,80}|get outlook for\b.{0,60}",
    re.IGNORECASE,
)
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatisch antwoord|automatic reply|auto(?:matic)?[ -]?(?:reply|response)"
    r"|out of (?:the )?office|afwezig)\b",
    re.IGNORECASE,
)
_MAIL_ROBOTS = ("mailer-daemon", "postmaster", "noreply", "no-reply")


@dataclass(frozen=True)
class ReplyMail:
    """A mail as it came in.

    `sender` is empty when it names none or several; `key` is the same each time that the mail arrives.
    """

    sender: str
    recipients: str
    text: str
    attachments: tuple[str, ...]
    key: str
    is_automatic: bool
    is_too_large: bool


def parse_reply(data: bytes) -> ReplyMail:
    """Read a mail. Whatever is wrong with it, this gives a result: strangers write them."""
    is_too_large = len(data) > MAX_BYTES
    message = message_from_bytes(data[:MAX_BYTES], policy=policy.compat32)
    senders = [address for _name, address in getaddresses([str(value) for value in message.get_all("From", [])])]
    identity = str(message["Message-ID"] or "").strip().encode(errors="replace") or data[:MAX_BYTES]
    parts = [part for part in message.walk() if not part.is_multipart()]
    return ReplyMail(
        sender=senders[0].strip() if len(senders) == 1 else "",
        recipients=" ".join(str(value) for name in RECIPIENT_FIELDS for value in message.get_all(name, [])),
        text="" if is_too_large else cut_reply(_find_text(parts)),
        attachments=tuple(_clean_name(part) for part in parts if _is_attachment(part))[:MAX_NAMES],
        key=hashlib.sha256(identity).hexdigest(),
        is_automatic=is_automatic(message),
        is_too_large=is_too_large,
    )


def is_automatic(message: Message) -> bool:
    """Whether a program wrote it: an out-of-office reply, a report, a list, or our own mail that came back."""
    value = str(message["Auto-Submitted"] or "no").partition(";")[0].strip().lower()
    sender = str(message["From"] or "").rpartition("<")[2].lower()
    return (
        value != "no"
        or str(message["Precedence"] or "").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(message[name] for name in ("X-Autoreply", "X-Autorespond", "List-Id", "List-Unsubscribe"))
        or str(message["Return-Path"] or "").strip() == "<>"
        or message.get_content_type() == "multipart/report"
        or bool(_AUTOMATIC_SUBJECT.match(str(message["Subject"] or "")))
        or sender.startswith(_MAIL_ROBOTS)
    )


def cut_reply(text: str) -> str:
    """What somebody wrote, without the mail that it answers and without a signature.

    Answers between the quoted lines stay, the quoted lines go.
    """
    text = text[:MAX_TEXT]
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:MAX_LINES]]
    kept: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position].strip()
        if _SIGNATURE.fullmatch(line) or _SEPARATOR.fullmatch(line) or _begins_header(lines, position):
            break
        if width := _measure_attribution(lines, position):
            if not _next_is_quoted(lines, position + width):
                break
            position += width
            continue
        if not line.startswith(">"):
            kept.append(lines[position])
        position += 1
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _measure_attribution(lines: Sequence[str], position: int) -> int:
    """How many lines from here are “Op maandag schreef X:”, which mail programs fold; 0 when they are not.

    What begins on a later line is left to that line: somebody's own sentence may begin in the same way.
    """
    window = [line.strip() for line in lines[position : position + MAX_FOLDED]]
    for width in range(1, len(window) + 1):
        if not window[width - 1]:
            return 0
        if any(_is_attribution(window[start:width]) for start in range(1, width)):
            return 0
        if _is_attribution(window[:width]):
            return width
    return 0


def _is_attribution(folded: Sequence[str]) -> bool:
    pattern = _ATTRIBUTION if len(folded) > 1 else _ATTRIBUTION_ON_A_LINE
    return bool(pattern.fullmatch(" ".join(folded)))


def _begins_header(lines: Sequence[str], position: int) -> bool:
    if not _HEADER.match(lines[position].strip()):
        return False
    return any(_NEXT_HEADER.match(line.strip()) for line in lines[position + 1 : position + 4])


def _next_is_quoted(lines: Sequence[str], position: int) -> bool:
    return next((line.strip().startswith(">") for line in lines[position:] if line.strip()), False)


def _is_attachment(part: Message) -> bool:
    return bool(part.get_filename()) or part.get_content_maintype() not in ("text", "multipart", "message")


def _clean_name(part: Message) -> str:
    return " ".join(str(part.get_filename() or part.get_content_type()).split())[:80]


def _find_text(parts: Sequence[Message]) -> str:
    """The plain text, else the words of the HTML."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not _is_attachment(part)]
    plain = [_decode(part) for part in texts if part.get_content_type() == "text/plain"]
    if any(text.strip() for text in plain):
        return "\n".join(plain)
    return "\n".join(_read_html(_decode(part)) for part in texts if part.get_content_type() == "text/html")


def _decode(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset, "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


class _Words(HTMLParser):
    """Collects the words outside quotes; a block begins a new line."""

    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4"})
    LEFT_OUT = frozenset({"blockquote", "style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.LEFT_OUT
        if tag in self.BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth = max(self.depth - (tag in self.LEFT_OUT), 0)
        if tag in self.BLOCKS - {"br"}:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.words.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def _read_html(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.words)
