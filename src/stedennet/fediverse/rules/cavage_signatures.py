"""HTTP signatures as Mastodon makes them (draft-cavage-http-signatures-12). Pure; the parser is strict."""

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
    """The header is malformed; the message says what is wrong."""


@dataclass(frozen=True)
class Signature:
    """The parts of a Signature header. `created` and `expires` are Unix timestamps."""

    key_id: str
    covered: tuple[str, ...]
    value: bytes
    created: int | None = None
    expires: int | None = None


def parse_signature(header: str) -> Signature:
    """Parse a Signature header. Raises MalformedSignature."""
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
    times = {name: int(fields[name][:15]) for name in ("created", "expires") if fields.get(name, "").isdecimal()}
    return Signature(key_id, covered, value, **times)


def _parse_parameters(header: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    position = 0
    for match in PARAMETER.finditer(header):
        if match.start() != position or match[1] in fields:
            break
        fields[match[1]] = match[2] if match[2] is not None else match[3]
        position = match.end()
    if not header or position != len(header):
        raise MalformedSignature("the Signature header cannot be read")
    return fields


def build_signing_string(signature: Signature, method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """Build the signed text; header names are in lower case. Raises MalformedSignature for a missing header."""
    special = {TARGET: f"{method.lower()} {path}", CREATED: signature.created, EXPIRES: signature.expires}
    lines = []
    for name in signature.covered:
        value = special[name] if name in special else headers.get(name)
        if value is None:
            raise MalformedSignature(f"{name} is signed but missing")
        lines.append(f"{name}: {str(value).strip()}")
    return "\n".join(lines).encode("latin-1", "replace")


def find_missing_headers(signature: Signature) -> list[str]:
    """Return the headers that must be signed but are not; without them a signature could be reused."""
    required = [TARGET, "host", "digest"]
    if not {"date", CREATED} & set(signature.covered):
        required.append("date")
    return [name for name in required if name not in signature.covered]


def format_signature(key_id: str, covered: tuple[str, ...], value: bytes) -> str:
    """Format a Signature header."""
    signed = base64.b64encode(value).decode()
    return f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(covered)}",signature="{signed}"'


def format_digest(body: bytes) -> str:
    """Format a Digest header (RFC 3230, with SHA-256)."""
    return f"SHA-256={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def is_digest_valid(header: str, body: bytes) -> bool:
    """Whether the header has a digest of a supported algorithm, and all of those match the body."""
    matching = 0
    for part in header.split(","):
        name, _equals, value = part.strip().partition("=")
        hash_function = DIGESTS.get(name.lower())
        if hash_function is None:
            continue
        if not hmac.compare_digest(base64.b64encode(hash_function(body).digest()), value.encode("ascii", "replace")):
            return False
        matching += 1
    return matching > 0
