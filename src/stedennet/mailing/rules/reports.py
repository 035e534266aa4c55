"""Reads returned mail: delivery reports (RFC 3464), complaints (RFC 5965) and plain text. Pure."""

from collections.abc import Iterator, Sequence
from email import message_from_bytes, policy
from email.message import Message

from flufl.bounce import all_failures

from .refusals import RefusalCause, classify_refusal, classify_words, find_status, parse_status

COMPLAINTS = frozenset({"abuse", "fraud", "virus", "opt-out", "opt-out-list"})
"""Feedback types that mean: no more mail. Of the other registered types `not-spam` (RFC 6430) means the opposite,
`auth-failure` (RFC 6591) concerns signatures, and `other` can be anything."""
NOTHING_FAILED = frozenset({"delivered", "relayed", "expanded"})
DELAYED = "delayed"
MAILBOX = 2


class UnreadableReport(ValueError):
    """The mail cannot be read as a bounce."""


def parse_report_type(message: Message) -> str:
    """Return the MIME report type in lower case, "" when there is none; MIME ignores case (RFC 2045)."""
    value = message.get_param("report-type", "", "content-type")
    words = value[2] if isinstance(value, tuple) else value
    return str(words or "").strip().lower()


def is_complaint(message: Message) -> bool:
    """Whether this is a feedback report saying that the mail was unwanted."""
    kinds = [kind for part in walk_own_parts(message) if (kind := _parse_feedback_type(part)) is not None]
    if parse_report_type(message) != "feedback-report" and not kinds:
        return False
    # A report that lacks the mandatory type still comes from somebody's “report spam” button.
    return not any(kinds) or any(kind in COMPLAINTS for kind in kinds)


def is_feedback(message: Message) -> bool:
    """Whether this is a feedback report of any type (ARF)."""
    parts = (part.get_content_type() for part in walk_own_parts(message))
    return parse_report_type(message) == "feedback-report" or "message/feedback-report" in parts


def _parse_feedback_type(part: Message) -> str | None:
    if part.get_content_type() != "message/feedback-report":
        return None
    blocks = _parse_blocks(part)
    return next((str(block["Feedback-Type"]).strip().lower() for block in blocks if block["Feedback-Type"]), "")


def walk_own_parts(message: Message) -> Iterator[Message]:
    """Yield the parts of the report itself, without those of the enclosed mail."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from walk_own_parts(part)


def classify_report(message: Message, email: str = "") -> RefusalCause | None:
    """Find the cause of a bounce; None when nothing was refused. `email` is the addressee of our mail.

    Raises UnreadableReport.
    """
    blocks = _find_recipient_blocks(message, email.lower())
    if blocks:
        return _pick_mildest([_classify_block(block, _extract_text(message)) for block in blocks])
    return _classify_text(message)


def summarise_report(message: Message, email: str = "") -> str:
    """Summarise the report on one line: the server's status and reply if it has them, else the subject."""
    blocks = _find_recipient_blocks(message, email.lower())
    words = " ".join(str(blocks[0][name] or "") for name in ("Status", "Diagnostic-Code")) if blocks else ""
    return " ".join((words.strip() or str(message["Subject"] or "")).split())


def _find_recipient_blocks(message: Message, email: str) -> list[Message]:
    """Return the block of each recipient in the report; only our addressee's blocks if they are among them."""
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
    # Some servers encode the report in base64, against RFC 3464 section 2.1.2.
    decoded = _reencode_part(part, _keep_messages(payload)) if isinstance(payload, list) else part
    data = decoded.get_payload(decode=True) or b""
    text = data if isinstance(data, bytes) else b""
    pieces = text.replace(b"\r\n", b"\n").split(b"\n\n")
    return [message_from_bytes(piece.strip(b"\n") + b"\n\n", policy=policy.compat32) for piece in pieces]


def _keep_messages(payload: Sequence[Message | str]) -> list[Message]:
    return [block for block in payload if isinstance(block, Message)]


def _reencode_part(part: Message, payload: list[Message]) -> Message:
    copy = Message(policy=policy.compat32)
    copy["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"])
    copy.set_payload("\n\n".join(block.as_string() for block in payload))
    return copy


def _classify_block(block: Message, report_text: str) -> RefusalCause | None:
    action = str(block["Action"] or "").strip().lower()
    if action in NOTHING_FAILED:
        return None
    status = parse_status(str(block["Status"] or ""))
    words = str(block["Diagnostic-Code"] or "")
    if not (status and status.says_something) and not find_status(words):
        words = f"{words}\n{report_text}" if not words.strip() else words
    cause = classify_refusal(words, status=status)
    if action == DELAYED:
        # The server will try again: only a mailbox that accepts nothing is worth recording.
        return cause if status and status.subject == MAILBOX and cause is RefusalCause.PASSING else None
    return cause


def _pick_mildest(causes: list[RefusalCause | None]) -> RefusalCause | None:
    # An address that forwards to several readers is not dead because one of them is gone.
    mildest_first = (RefusalCause.PASSING, RefusalCause.US, RefusalCause.ADDRESS)
    return next((cause for cause in mildest_first if cause in causes), None)


def _extract_text(message: Message) -> str:
    """Return the text parts of the report itself, without a copy of our mail."""
    texts = [
        part.get_payload(decode=True) for part in walk_own_parts(message) if part.get_content_maintype() == "text"
    ]
    text = b"\n".join(data for data in texts if isinstance(data, bytes)).decode("utf-8", "replace")
    return _strip_enclosed_copy(text)


def _strip_enclosed_copy(words: str) -> str:
    # Exim and qmail append our mail below a line like these: its words say nothing about the refusal.
    for line in ("------ This is a copy of", "--- Below this line is a copy of", "------ Original message"):
        words = words.partition(line)[0]
    return words


def _classify_text(message: Message) -> RefusalCause | None:
    """Classify a mail that is not a report: `flufl.bounce` decides whether it is a bounce, its text says why."""
    try:
        temporary, permanent = all_failures(message)
    except Exception as error:  # Detectors of the library may crash on malformed mail (without From, say).
        raise UnreadableReport(type(error).__name__) from error
    if not temporary and not permanent:
        return None
    words = _extract_text(message)
    if find_status(words):
        return classify_refusal(words)
    return classify_words(words, is_final=bool(permanent))
