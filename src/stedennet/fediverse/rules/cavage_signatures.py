"""HTTP signatures as Mastodon makes them (draft-cavage-http-signatures-12). Pure: values in, text out.

The parsing is strict: what is doubtful is refused.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

PARAMETER = re.compile(r'\s*([A-Za-z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)')
TARGET, CREATED, EXPIRES = "(request-target)", "(created)", "(expires)"
ALGORITHMS = ("", "rsa-sha256", "hs2019")
DIGESTS = {"sha-256": hashlib.sha256, "sha-512": hashlib.sha512}


class MalformedSignature(ValueError):
    """The header is not as it should be; the text says what is wrong."""


@dataclass(frozen=True)
class Signature:
    """The parts of a Signature header. `created` and `expires` are seconds since 1970."""

    key_id: str
    covered: tuple[str, ...]
    value: bytes
    created: int | None = None
    expires: int | None = None


def parse_signature(header: str) -> Signature:
    """Read a Signature header. Raises Unreadable."""
    fields = _parse_parameters(header)
    try:
        value = base64.b64decode(fields["signature"], validate=True)
        covered = tuple(fields.get("headers", "date").lower().split())
        key_id = fields["keyId"]
    except (KeyError, binascii.Error):
        raise MalformedSignature("the Signature header lacks a part") from None
    if fields.get("algorithm", "") not in ALGORITHMS:
        raise MalformedSignature("the algorithm is not rsa-sha256 or hs2019")
    if len(set(covered)) != len(covered):
        raise MalformedSignature("a header is signed twice")
    moments = {name: int(fields[name][:15]) for name in ("created", "expires") if fields.get(name, "").isdecimal()}
    return Signature(key_id, covered, value, **moments)


def _parse_parameters(header: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    done = 0
    for found in PARAMETER.finditer(header):
        if found.start() != done or found[1] in fields:
            break
        fields[found[1]] = found[2] if found[2] is not None else found[3]
        done = found.end()
    if not header or done != len(header):
        raise MalformedSignature("the Signature header cannot be read")
    return fields


def build_signing_string(signature: Signature, method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """The text that is signed; `headers` have names in lower case. Raises Unreadable when one is not there."""
    special = {TARGET: f"{method.lower()} {path}", CREATED: signature.created, EXPIRES: signature.expires}
    lines = []
    for name in signature.covered:
        value = special[name] if name in special else headers.get(name)
        if value is None:
            raise MalformedSignature(f"{name} is signed but not there")
        lines.append(f"{name}: {str(value).strip()}")
    return "\n".join(lines).encode("latin-1", "replace")


def find_missing_headers(signature: Signature) -> list[str]:
    """What must be signed and is not: without these, a signature can be moved to another message."""
    needed = [TARGET, "host", "digest"]
    if not {"date", CREATED} & set(signature.covered):
        needed.append("date")
    return [name for name in needed if name not in signature.covered]


def format_signature(key_id: str, covered: tuple[str, ...], value: bytes) -> str:
    """A Signature header."""
    signed = base64.b64encode(value).decode()
    return f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(covered)}",signature="{signed}"'


def format_digest(body: bytes) -> str:
    """A Digest header (RFC 3230, with SHA-256)."""
    return f"SHA-256={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def is_digest_valid(header: str, body: bytes) -> bool:
    """Whether every digest that we know fits the body, and there is one."""
    known = 0
    for part in header.split(","):
        name, _equals, value = part.strip().partition("=")
        maker = DIGESTS.get(name.lower())
        if maker is None:
            continue
        if not hmac.compare_digest(base64.b64encode(maker(body).digest()), value.encode("ascii", "replace")):
            return False
        known += 1
    return known > 0
