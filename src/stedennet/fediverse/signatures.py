"""HTTP signatures on outgoing requests: draft-cavage-12, as Mastodon uses it, and RFC 9421."""

from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms

from stedennet.core.clock import now

from .models import Host
from .rules import cavage_signatures
from .rules.addresses import host_of

KEY_BITS = 2048
COVERED_COMPONENTS = ("@method", "@target-uri", "content-type", "content-digest")
CONTENT_TYPE = "application/activity+json"


@dataclass
class SignableRequest:
    """A request in the form that the library for RFC 9421 expects."""

    method: str
    url: str
    headers: dict[str, str]


def generate_keys() -> tuple[str, str]:
    """Generate an RSA key pair; return the public and the private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return public.decode(), private.decode()


def sign_post(scheme: str, url: str, body: bytes, *, key_id: str, private_pem: str) -> dict[str, str]:
    """Return the headers of a POST of `body` to `url`, signed with this scheme (`Host.Signs`)."""
    key: Any = serialization.load_pem_private_key(private_pem.encode(), password=None)
    return (_sign_rfc9421 if scheme == Host.Signs.MESSAGE else _sign_cavage)(url, body, key_id, key)


def _sign_cavage(url: str, body: bytes, key_id: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    headers = {"digest": cavage_signatures.format_digest(body), "content-type": CONTENT_TYPE}
    return _build_cavage_headers(url, "POST", headers, ("host", "date", *headers), key_id, key)


def _build_cavage_headers(
    url: str, method: str, extra: dict[str, str], names: tuple[str, ...], key_id: str, key: rsa.RSAPrivateKey
) -> dict[str, str]:
    headers = {"host": host_of(url), "date": format_datetime(now(), usegmt=True), **extra}
    covered = (cavage_signatures.TARGET, *names)
    path = url.partition("://")[2].partition("/")[2]
    signing_string = cavage_signatures.build_signing_string(
        cavage_signatures.Signature(key_id, covered, b""), method, f"/{path}", headers
    )
    value = key.sign(signing_string, padding.PKCS1v15(), hashes.SHA256())
    return {**headers, "signature": cavage_signatures.format_signature(key_id, covered, value)}


def sign_get(url: str, *, key_id: str, private_pem: str) -> dict[str, str]:
    """Return the headers of a signed GET (draft-cavage)."""
    key: Any = serialization.load_pem_private_key(private_pem.encode(), password=None)
    return _build_cavage_headers(url, "GET", {}, ("host", "date"), key_id, key)


def _sign_rfc9421(url: str, body: bytes, key_id: str, key: rsa.RSAPrivateKey) -> dict[str, str]:
    request = SignableRequest("POST", url, {"host": host_of(url), "content-type": CONTENT_TYPE})
    keys = MappingKeyResolver(public_keys={}, private_keys={key_id: key})
    signer = HTTPMessageSigner(signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=keys)
    signer.sign(
        request, key_id=key_id, created=now(), label="sig1", covered_component_ids=COVERED_COMPONENTS, body=body
    )
    return {name.lower(): value for name, value in request.headers.items()}
