"""What a mail that came back says: a delivery report (RFC 3464), a complaint (RFC 5965), or words. Pure."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

from flufl.bounce import all_failures

from .refusals import RefusalCause, classify_refusal, classify_words, find_status, parse_status

COMPLAINTS = frozenset({"abuse", "fraud", "virus", "opt-out", "opt-out-list"})
"""Kinds of feedback by which somebody wants no more mail. The others that are registered want that not: `not-spam`
(RFC 6430) the contrary, `auth-failure` (RFC 6591) is about signatures, `other` is anything."""
NOTHING_FAILED = frozenset({"delivered", "relayed", "expanded"})
DELAYED = "delayed"
MAILBOX = 2


class UnreadableReport(ValueError):
    """Nobody can make anything of this mail."""


def parse_report_type(message: Message) -> str:
    """What kind of report the mail is, in small letters: names and values of MIME know no capitals (RFC 2045)."""
    value = message.get_param("report-type", "", "content-type")
    words = value[2] if isinstance(value, tuple) else value
    return str(words or "").strip().lower()


def is_complaint(message: Message) -> bool:
    """Whether this is a report by which somebody says that the mail was unwanted."""
    kinds = [kind for part in walk_own_parts(message) if (kind := _parse_feedback_type(part)) is not None]
    if parse_report_type(message) != "feedback-report" and not kinds:
        return False
    # A report without the kind that it must have comes from the button “unwanted mail” all the same.
    return not any(kinds) or any(kind in COMPLAINTS for kind in kinds)


def is_feedback(message: Message) -> bool:
    """Whether this is any report of feedback (ARF)."""
    parts = (part.get_content_type() for part in walk_own_parts(message))
    return parse_report_type(message) == "feedback-report" or "message/feedback-report" in parts


def _parse_feedback_type(part: Message) -> str | None:
    if part.get_content_type() != "message/feedback-report":
        return None
    blocks = _parse_blocks(part)
    return next((str(one["Feedback-Type"]).strip().lower() for one in blocks if one["Feedback-Type"]), "")


def walk_own_parts(message: Message) -> Iterator[Message]:
    """The parts of the report itself, without those of the mail that is enclosed."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from walk_own_parts(part)


def classify_report(message: Message, email: str = "") -> RefusalCause | None:
    """What the mail that came back is about; None when nothing was refused. `email` is to whom our mail went.

    Raises Unreadable.
    """
    blocks = _find_recipient_blocks(message, email.lower())
    if blocks:
        return _pick_mildest([_classify_block(block, _extract_text(message)) for block in blocks])
    return _classify_text(message)


def summarise_report(message: Message, email: str = "") -> str:
    """What the mail says of itself, on one line: the server's words where it is a report, else its subject."""
    blocks = _find_recipient_blocks(message, email.lower())
    words = " ".join(str(blocks[0][name] or "") for name in ("Status", "Diagnostic-Code")) if blocks else ""
    return " ".join((words.strip() or str(message["Subject"] or "")).split())


def _find_recipient_blocks(message: Message, email: str) -> list[Message]:
    """What the report says of each addressee; of ours only, when it is among them."""
    kinds = ("message/delivery-status", "message/global-delivery-status")
    parts = [part for part in walk_own_parts(message) if part.get_content_type() in kinds]
    blocks = [block for part in parts for block in _parse_blocks(part) if block["Action"] or block["Status"]]
    fields = ("Original-Recipient", "Final-Recipient")
    ours = [block for block in blocks if email and any(email in str(block[name] or "").lower() for name in fields)]
    return ours or blocks


def _parse_blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    if isinstance(payload, list) and not part["Content-Transfer-Encoding"]:
        return _keep_messages(payload)
    # Some servers put the report in base64, though they should not (RFC 3464 section 2.1.2).
    decoded = _reencode_part(part, _keep_messages(payload)) if isinstance(payload, list) else part
    data = decoded.get_payload(decode=True) or b""
    text = data if isinstance(data, bytes) else b""
    pieces = text.replace(b"\r\n", b"\n").split(b"\n\n")
    return [message_from_bytes(piece.strip(b"\n") + b"\n\n", policy=policy.compat32) for piece in pieces]


def _keep_messages(payload: list[Any]) -> list[Message]:
    return [block for block in payload if isinstance(block, Message)]


def _reencode_part(part: Message, payload: list[Message]) -> Message:
    again = Message(policy=policy.compat32)
    again["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"])
    again.set_payload("\n\n".join(one.as_string() for one in payload))
    return again


def _classify_block(block: Message, more: str) -> RefusalCause | None:
    action = str(block["Action"] or "").strip().lower()
    if action in NOTHING_FAILED:
        return None
    status = parse_status(str(block["Status"] or ""))
    words = str(block["Diagnostic-Code"] or "")
    if not (status and status.says_something) and not find_status(words):
        words = f"{words}\n{more}" if not words.strip() else words
    found = classify_refusal(words, status=status)
    if action == DELAYED:
        # It is tried again: only a mailbox that takes nothing is worth remembering.
        return found if status and status.subject == MAILBOX and found is RefusalCause.PASSING else None
    return found


def _pick_mildest(found: list[RefusalCause | None]) -> RefusalCause | None:
    # Of several readers behind one address, one that is gone makes no dead address.
    return next((one for one in (RefusalCause.PASSING, RefusalCause.US, RefusalCause.ADDRESS) if one in found), None)


def _extract_text(message: Message) -> str:
    """The report's own words."""
    texts = [
        part.get_payload(decode=True) for part in walk_own_parts(message) if part.get_content_maintype() == "text"
    ]
    said = b"\n".join(text for text in texts if isinstance(text, bytes)).decode("utf-8", "replace")
    return _strip_enclosed_copy(said)


def _strip_enclosed_copy(words: str) -> str:
    # Exim and qmail put our mail below a line: its words say nothing of the refusal.
    for line in ("------ This is a copy of", "--- Below this line is a copy of", "------ Original message"):
        words = words.partition(line)[0]
    return words


def _classify_text(message: Message) -> RefusalCause | None:
    """A mail that is no report: `flufl.bounce` knows whether it is a bounce at all, its words say what of."""
    try:
        temporary, permanent = all_failures(message)
    except Exception as error:  # A detector of the library may stumble over what is no mail at all (no From, say).
        raise UnreadableReport(type(error).__name__) from error
    if not temporary and not permanent:
        return None
    words = _extract_text(message)
    if find_status(words):
        return classify_refusal(words)
    return classify_words(words, is_final=bool(permanent))
