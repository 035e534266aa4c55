"""The cause of a refused mail, from its enhanced status code (RFC 3463) or, without one, from its wording. Pure.

One rule for every way in which a refusal reaches us: the mail server's reply while sending, a returned mail, the
webhook of a mail service. Only an address that is certainly dead is suppressed at once; when in doubt a refusal is
passing.
"""

import re
from enum import Enum
from typing import NamedTuple


class RefusalCause(Enum):
    """Causes of a refusal."""

    ADDRESS = "the address is dead: nobody reads there, and nobody will"
    PASSING = "the addressee's mailbox, system or network, for now"
    US = "us or this mail: policy, reputation, authentication, size, content"


class Status(NamedTuple):
    """An enhanced status code (RFC 3463): class, subject and detail."""

    kind: int
    subject: int
    detail: int

    @property
    def says_something(self) -> bool:
        """Whether it is more than “other or undefined”, which some servers always send (Exim: 5.0.0)."""
        return self.subject > 0


STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_STATUS_IN_TEXT = re.compile(r"(?:(?<!\d)[245]\d\d[ -]|\()#?([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -]\D|[ -]\d\.|[ -]?$)")

DEAD = frozenset(
    {
        (1, 1),  # bad destination mailbox address
        (1, 2),  # bad destination system address: the domain is not there
        (1, 3),  # bad destination mailbox address syntax
        (1, 6),  # the mailbox moved, nobody says where
        (1, 10),  # null MX (RFC 7505); Exchange: the recipient was not match
        (2, 1),  # mailbox disabled
        (7, 17),  # the mailbox has another owner by now (RFC 7293)
        (7, 18),  # the domain has another owner by now (RFC 7293)
    }
)
"""Subject and detail that mean a dead address, in class 5 only. Not 1.0 (“other address status”: Postfix uses it for
senders too), not 4.4 (the domain's name servers may be down for an hour), not 2.2 (a full mailbox)."""
ABOUT_US = frozenset({(1, 7), (1, 8), (2, 3), (3, 4)})
"""The sender's address is refused or the mail is too large: nothing the addressee can help."""
SUBJECTS_ABOUT_US = frozenset({6, 7})
"""Content (6), and security or policy (7); in class 4 as well, when a server gave up in the end."""

_TOO_OFTEN_PATTERN = re.compile(r"too (?:quickly|often|many|fast)|at a rate|rate[ -]?limit", re.IGNORECASE)
_OF_US_PATTERN = re.compile(
    r"spam|unsolicited|bulk mail|block(?:ed|list|ing)|black[ -]?list|deny[ -]?list|reputation|polic(?:y|ies)"
    r"|\bdmarc\b|\bdkim\b|\bspf\b|dnsbl|\brbl\b|spamhaus|authenticat|not authori[sz]ed|relay(?:ing)?\b.{0,20}denied"
    r"|relaying|sender (?:address )?(?:rejected|denied|verif)|(?:content|message) (?:rejected|refused)"
    r"|virus|too (?:large|big)|size limit",
    re.IGNORECASE,
)
_FULL_PATTERN = re.compile(r"\bfull\b|quota|insufficient|storage|out of space", re.IGNORECASE)
_WHO = r"(?:user|recipient|mailbox|address|account|addressee|adres|postvak|gebruiker)"
_DEAD_PATTERN = re.compile(
    rf"unknown {_WHO}|no such {_WHO}|no such person|{_WHO}s? (?:is |was )?unknown|invalid (?:recipient|mailbox|user)"
    rf"|{_WHO}\b.{{0,80}}?\b(?:(?:does|do) ?n[o']t exist|does not exist|not found|no longer (?:exists?|valid|active)"
    r"|(?:is|has been|was) (?:disabled|deactivated|deleted|closed)|bestaat niet)"
    r"|(?:no mailbox|nobody) (?:here )?by that name|doesn't have an? .{0,40}account",
    re.IGNORECASE | re.DOTALL,
)


def parse_status(field: str) -> Status | None:
    """Parse the status at the start of a field such as “5.1.1 (bad destination mailbox address)”; None without one."""
    match = STATUS.match(field)
    return Status(*map(int, match.groups())) if match else None


def find_status(words: str) -> Status | None:
    """Find the first status in a text: after a reply code (“550 5.1.1”, “550-#5.1.1”) or in brackets (qmail)."""
    match = _STATUS_IN_TEXT.search(words)
    return Status(*map(int, match.groups())) if match else None


def classify_refusal(words: str, *, status: Status | None = None) -> RefusalCause | None:
    """Find the cause of a refusal. `status` comes from a report; the server's own `words` may be more precise.

    None when nothing was refused (status class 2).
    """
    words = " ".join(words.split())  # Replies are folded at any place.
    stated = status if status and status.says_something else find_status(words) or status
    if stated and stated.says_something:
        return _classify_status(stated, words)
    if stated and stated.kind == 2:
        return None
    reply = _REPLY_CODE.search(words)
    is_final = (stated.kind == 5 if stated else True) and not (reply and reply[1].startswith("4"))
    return classify_words(words, is_final=is_final)


def _classify_status(status: Status, words: str) -> RefusalCause | None:
    detail = (status.subject, status.detail)
    if status.kind == 2:
        return None
    if status.kind == 5 and detail in DEAD:
        # Gmail sends 5.2.1 for a mailbox that receives mail too fast as well as for a closed one.
        return RefusalCause.PASSING if detail == (2, 1) and _TOO_OFTEN_PATTERN.search(words) else RefusalCause.ADDRESS
    return RefusalCause.US if detail in ABOUT_US or status.subject in SUBJECTS_ABOUT_US else RefusalCause.PASSING


def classify_words(words: str, *, is_final: bool = True) -> RefusalCause:
    """Find the cause from text without a status: dead address only if it says so and names neither us nor space."""
    words = " ".join(words.split())
    if _OF_US_PATTERN.search(words) or _TOO_OFTEN_PATTERN.search(words):
        return RefusalCause.US
    if is_final and not _FULL_PATTERN.search(words) and _DEAD_PATTERN.search(words):
        return RefusalCause.ADDRESS
    return RefusalCause.PASSING


SUBJECT_SYSTEM = 3
"""Subject of a status about the whole mail system."""


def is_about_one_recipient(reply: str) -> bool:
    """Whether a deferral (4xx) in reply to RCPT concerns this recipient only.

    450, 451 and 452 do (greylisting, a full or busy mailbox), unless the status is about the whole mail system. 421 is
    always about the whole server (RFC 5321 section 3.8).
    """
    status = find_status(reply)
    return not reply.startswith("421") and not (status and status.subject == SUBJECT_SYSTEM)
