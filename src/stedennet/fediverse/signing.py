"""Signing what we send: in the way of Mastodon (draft-cavage-12) and by RFC 9421."""

from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from stedennet.core.clock import now

from .models import Host
from .rules import draft
from .rules.addresses import host_of

BITS = 2048
MESSAGE_COVERS = ("@method", "@target-uri", "content-type", "content-digest")
TYPE = "application/activity+json"


@dataclass
class Request:
    """A request as the library for RFC 9421 wants to see it."""

    method: str
    url: str
    headers: dict[str, str]


def new_keys() -> tuple[str, str]:
    """A new public and private key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return public.decode(), private.decode()


def signed(way: str, url: str, body: bytes, *, key_id: str, private_pem: str) -> dict[str, str]:
    """The headers of a POST of `body` to `url`, signed in this way (`Host.Signs`)."""
    key: Any = serialization.load_pem_private_key(private_pem.encode(), password=None)
    return (_by_message if way == Host.Signs.MESSAGE else _by_draft)(url, body, key_id, key)


def _by_draft(url: str, body: bytes, key_id: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    headers = {"digest": draft.digest_of(body), "content-type": TYPE}
    return _draft(url, "POST", headers, ("host", "date", *headers), key_id, key)


def _draft(
    url: str, method: str, more: dict[str, str], names: tuple[str, ...], key_id: str, key: rsa.RSAPrivateKey
) -> dict[str, str]:
    headers = {"host": host_of(url), "date": format_datetime(now(), usegmt=True), **more}
    covered = (draft.TARGET, *names)
    path = url.partition("://")[2].partition("/")[2]
    base = draft.base_of(draft.Signature(key_id, covered, b""), method, f"/{path}", headers)
    value = key.sign(base, padding.PKCS1v15(), hashes.SHA256())
    return {**headers, "signature": draft.header_of(key_id, covered, value)}


def signed_get(url: str, *, key_id: str, private_pem: str) -> dict[str, str]:
    """The headers of a GET that says who asks."""
    key: Any = serialization.load_pem_private_key(private_pem.encode(), password=None)
    return _draft(url, "GET", {}, ("host", "date"), key_id, key)


def _by_message(url: str, body: bytes, key_id: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    request = Request("POST", url, {"host": host_of(url), "content-type": TYPE})
    keys = MappingKeyResolver(public_keys={}, private_keys={key_id: key})
    signer = HTTPMessageSigner(signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=keys)
    signer.sign(request, key_id=key_id, created=now(), label="sig1", covered_component_ids=MESSAGE_COVERS, body=body)
    return {name.lower(): value for name, value in request.headers.items()}
