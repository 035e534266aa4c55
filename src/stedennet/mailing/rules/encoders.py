"""Words as they travel in a mail: quoted-printable bodies and encoded words in headers. Pure.

Python's own encoders fold a whole body at once; ours encode the pieces between places apart, so that a piece is
encoded once for 100,000 mails (RFC 2045 section 6.7, RFC 2047 section 2).
"""

import re
import textwrap
from base64 import b64encode

from .placeholders import collapse_whitespace

LONGEST_LINE = 76
SOFT_BREAK = b"=\r\n"
_AS_IT_IS = re.compile(rb"[A-Za-z0-9](?:[ -<>-~]{0,60}[!-<>-~])?")
_UNSAFE = re.compile(rb"[^ -<>-~]")
_TOKENS = [b"=%02X" % byte for byte in range(256)]
_TOKENS[0] = b"=20"
_ROOM = LONGEST_LINE - 3
"""Room for "=2E" in the place of a dot, and for the soft break."""
_WORD_BYTES = 36


def encode_quoted_printable(text: str) -> bytes:
    """`text` in quoted-printable with CRLF; no line is over 76 signs, begins with a dot or ends in a space.

    A line that begins with a dot would need stuffing (RFC 5321 section 4.5.2); it is written as `=2E`.
    """
    data = text.replace("\0", "").encode("utf-8", "replace")
    if _AS_IT_IS.fullmatch(data):
        return data
    lines = re.split(rb"\r\n|\r|\n", data)
    return b"\r\n".join(_encode_line(line) for line in lines)


def _encode_line(line: bytes) -> bytes:
    if line.endswith(b" "):
        line = line[:-1] + b"\0"  # Stands for the space that must not end a line; a text has no such sign itself.
    safe = _UNSAFE.sub(lambda found: _TOKENS[found[0][0]], line)
    made: list[bytes] = []
    while len(safe) > _ROOM:
        # Never within "=C3".
        cut = _ROOM - (2 if safe[_ROOM - 2 : _ROOM - 1] == b"=" else 1 if safe[_ROOM - 1 : _ROOM] == b"=" else 0)
        made.append(_escape_dot(safe[:cut]))
        safe = safe[cut:]
    return SOFT_BREAK.join([*made, _escape_dot(safe)])


def _escape_dot(line: bytes) -> bytes:
    return b"=2E" + line[1:] if line.startswith(b".") else line


def encode_header(text: str) -> bytes:
    """`text` on one line of a header, folded: as it is where that can be, in encoded words elsewhere."""
    text = collapse_whitespace(text)
    if text.isascii() and text.isprintable() and "=?" not in text and max(map(len, text.split()), default=0) < 60:
        return "\r\n ".join(textwrap.wrap(text, 66, break_long_words=False, break_on_hyphens=False)).encode()
    return b"\r\n ".join(encode_words(text))


def encode_words(text: str) -> list[bytes]:
    """`text` as encoded words of at most 60 signs, for a header; white space between them means nothing."""
    words: list[bytes] = []
    word = b""
    for sign in text:
        data = sign.encode("utf-8", "replace")
        if len(word) + len(data) > _WORD_BYTES:
            words.append(word)
            word = b""
        word += data
    return [b"=?utf-8?B?" + b64encode(one) + b"?=" for one in [*words, word] if one]
