"""Encoders for mail: quoted-printable bodies and encoded words in headers (RFC 2045 section 6.7, RFC 2047 section 2).

Python's own encoders fold a whole body at once. These encode each piece between two placeholders separately, so that a
piece is encoded once for 100,000 mails. Pure.
"""

import re
import textwrap
from base64 import b64encode

from .placeholders import collapse_whitespace

MAX_LINE_LENGTH = 76
SOFT_BREAK = b"=\r\n"
_NEEDS_NO_ENCODING = re.compile(rb"[A-Za-z0-9](?:[ -<>-~]{0,60}[!-<>-~])?")
_UNSAFE = re.compile(rb"[^ -<>-~]")
_TOKENS = [b"=%02X" % byte for byte in range(256)]
_TOKENS[0] = b"=20"
_MAX_PIECE_LENGTH = MAX_LINE_LENGTH - 3
"""Leaves room for "=2E" in the place of a dot, and for the soft line break."""
_WORD_BYTES = 36


def encode_quoted_printable(text: str) -> bytes:
    """Encode `text` as quoted-printable with CRLF; no line is over 76 characters, starts with a dot or ends in a
    space.

    A leading dot would need dot-stuffing (RFC 5321 section 4.5.2), so it is written as `=2E`.
    """
    data = text.replace("\0", "").encode("utf-8", "replace")
    if _NEEDS_NO_ENCODING.fullmatch(data):
        return data
    lines = re.split(rb"\r\n|\r|\n", data)
    return b"\r\n".join(_encode_line(line) for line in lines)


def _encode_line(line: bytes) -> bytes:
    if line.endswith(b" "):
        line = (
            line[:-1] + b"\0"
        )  # Stands for a space that must not end a line; the text itself no longer contains NUL.
    safe = _UNSAFE.sub(lambda match: _TOKENS[match[0][0]], line)
    pieces: list[bytes] = []
    while len(safe) > _MAX_PIECE_LENGTH:
        # Never cut inside an escape such as "=C3".
        cut = _MAX_PIECE_LENGTH - (
            2
            if safe[_MAX_PIECE_LENGTH - 2 : _MAX_PIECE_LENGTH - 1] == b"="
            else 1
            if safe[_MAX_PIECE_LENGTH - 1 : _MAX_PIECE_LENGTH] == b"="
            else 0
        )
        pieces.append(_escape_dot(safe[:cut]))
        safe = safe[cut:]
    return SOFT_BREAK.join([*pieces, _escape_dot(safe)])


def _escape_dot(line: bytes) -> bytes:
    return b"=2E" + line[1:] if line.startswith(b".") else line


def encode_header(text: str) -> bytes:
    """Encode `text` as a folded header value: unchanged if it is plain ASCII, else as encoded words."""
    text = collapse_whitespace(text)
    if text.isascii() and text.isprintable() and "=?" not in text and max(map(len, text.split()), default=0) < 60:
        return "\r\n ".join(textwrap.wrap(text, 66, break_long_words=False, break_on_hyphens=False)).encode()
    return b"\r\n ".join(encode_words(text))


def encode_words(text: str) -> list[bytes]:
    """Split `text` into encoded words of at most 60 characters; white space between them is not part of the text."""
    words: list[bytes] = []
    word = b""
    for character in text:
        data = character.encode("utf-8", "replace")
        if len(word) + len(data) > _WORD_BYTES:
            words.append(word)
            word = b""
        word += data
    return [b"=?utf-8?B?" + b64encode(part) + b"?=" for part in [*words, word] if part]
