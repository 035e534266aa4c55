"""The MIME skeleton of a letter: built once, then filled for each addressee by joining bytes. Pure.

Each placeholder in a body stands on a line of its own (between two soft line breaks), so that a value can never make a
line too long. Nothing needs dot-stuffing, and everything is 7-bit.
"""

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from html import escape

from ..letters import Letter
from .encoders import SOFT_BREAK, encode_header, encode_quoted_printable, encode_words
from .placeholders import collapse_whitespace, split_placeholders


@dataclass(frozen=True)
class Envelope:
    """The headers that differ from mail to mail, encoded."""

    to: bytes
    message_id: bytes
    date: bytes
    unsubscribe_url: bytes = b""


class Skeleton:
    """A letter ready to be filled: pieces of bytes, and the names of the placeholders between them."""

    def __init__(self, letter: Letter, *, sender: str, list_id: str = "") -> None:
        self._subject = split_placeholders(letter.subject)
        self._encoded_subject = encode_header(letter.subject) if len(self._subject) == 1 else b""
        boundary = _build_boundary(letter)
        self._fixed_headers = _build_fixed_headers(letter, sender, list_id, boundary)
        self._pieces: list[bytes] = []
        self._placeholders: list[tuple[str, bool]] = []
        self._append(b"--" + boundary + _build_part_header("plain"))
        self._append_body(letter.text, in_html=False)
        self._append(b"\r\n--" + boundary + _build_part_header("html"))
        self._append_body(letter.html, in_html=True)
        self._append(b"\r\n--" + boundary + b"--\r\n")
        # A placeholder that occurs several times is encoded once.
        self._names = list(dict.fromkeys(name for name, _in_html in self._placeholders))
        self._value_indexes = [2 * self._names.index(name) + in_html for name, in_html in self._placeholders]

    def _append(self, data: bytes) -> None:
        if len(self._pieces) > len(self._placeholders):
            self._pieces[-1] += data
        else:
            self._pieces.append(data)

    def _append_body(self, text: str, *, in_html: bool) -> None:
        for index, piece in enumerate(split_placeholders(text)):
            if index % 2:
                self._append(SOFT_BREAK)
                self._placeholders.append((piece, in_html))
                self._append(SOFT_BREAK)
            else:
                self._append(encode_quoted_printable(piece))

    def fill(self, values: Mapping[str, str], envelope: Envelope) -> bytes:
        """Return the whole mail with CRLF, without the final dot of DATA. Raises KeyError for a missing value."""
        encoded_values = [encoded for name in self._names for encoded in _encode_both(values[name])]
        body = [self._pieces[0]]
        for index, piece in zip(self._value_indexes, itertools.islice(self._pieces, 1, None), strict=True):
            body.append(encoded_values[index])
            body.append(piece)
        return b"".join([self._build_headers(values, envelope), self._fixed_headers, *body])

    def _build_headers(self, values: Mapping[str, str], envelope: Envelope) -> bytes:
        lines = [
            b"To: " + envelope.to,
            b"Subject: " + self._build_subject(values),
            b"Date: " + envelope.date,
            b"Message-ID: <" + envelope.message_id + b">",
        ]
        if envelope.unsubscribe_url:
            # RFC 8058: a mail client can unsubscribe with one POST.
            lines.append(b"List-Unsubscribe: <" + envelope.unsubscribe_url + b">")
            lines.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        return b"\r\n".join([*lines, b""])

    def _build_subject(self, values: Mapping[str, str]) -> bytes:
        if self._encoded_subject:
            return self._encoded_subject
        filled = [values[piece] if index % 2 else piece for index, piece in enumerate(self._subject)]
        return encode_header("".join(filled))


def _encode_both(value: str) -> tuple[bytes, bytes]:
    """Encode a value for the plain text and for the HTML; most values are the same in both."""
    text = collapse_whitespace(value)
    in_html, plain = escape(text), encode_quoted_printable(text)
    return plain, plain if in_html == text else encode_quoted_printable(in_html)


def _build_boundary(letter: Letter) -> bytes:
    # In quoted-printable "=" is followed by two hexadecimal digits or a line break, never by "_": no body contains it.
    digest = hashlib.sha256(f"{letter.subject}\0{letter.text}\0{letter.html}".encode("utf-8", "replace")).hexdigest()
    return b"=_" + digest[:32].encode()


def _build_part_header(kind: str) -> bytes:
    return (
        f'\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    ).encode()


def _build_fixed_headers(letter: Letter, sender: str, list_id: str, boundary: bytes) -> bytes:
    headers: Sequence[tuple[str, bytes]] = (
        ("From", _encode_sender(sender)),
        ("List-Id", f"<{list_id}>".encode("ascii") if list_id else b""),
        ("Precedence", b"bulk"),
        ("Auto-Submitted", b"auto-generated"),
        ("Content-Language", letter.language.encode("ascii")),
        ("MIME-Version", b"1.0"),
        ("Content-Type", b'multipart/alternative;\r\n boundary="' + boundary + b'"'),
    )
    return b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers if value) + b"\r\n"


def _encode_sender(sender: str) -> bytes:
    name, address = parseaddr(collapse_whitespace(sender))
    if name.isascii():
        return formataddr((name, address)).encode("ascii")
    return b"\r\n ".join([*encode_words(name), b"<" + address.encode("ascii") + b">"])
