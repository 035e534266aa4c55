"""Verification that an incoming message was sent by the account it names."""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import http_sf
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.utils.translation import gettext as _
from http_message_signatures import HTTPMessageVerifier, MappingKeyResolver, algorithms
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from stedennet.core.clock import now

from .rules import cavage_signatures, time_limits
from .rules.addresses import is_same_host
from .rules.messages import Message, Unproven
from .signatures import SignableRequest

SignatureField = Any
"""A pair of a value and its parameters (RFC 9651), as http_sf returns it."""
SignatureFields = Mapping[str, SignatureField]
LOGGER = logging.getLogger(__name__)
MIN_KEY_BITS = 2048
MAX_SIGNATURES = 3
MAX_KEY_BITS = 8192
"""Longer keys would only cost time."""


def key_id_of(message: Message) -> str:
    """Return the id of the key that the message claims to be signed with. Raises Unproven if it is not signed."""
    if "signature-input" in message.headers:
        return _key_id_of_rfc9421(message)
    return _parse_cavage(message).key_id


def split_by_signature(message: Message, actor: str) -> list[Message]:
    """Return a copy of the message for each signature that its sender may have made, with only that signature.

    RFC 9421 (section 2.3) allows several under any label, of proxies for instance; candidates are those with a key on
    the sender's own server and an algorithm we support. Without candidates the message is returned as it is.
    """
    if "signature-input" not in message.headers:
        return [message]
    try:
        inputs, values = (_parse_dictionary(message, name) for name in ("signature-input", "signature"))
        labels = [label for label, field in inputs.items() if label in values and _may_be_of_sender(field, actor)]
        return [_keep_signature(message, label, inputs, values) for label in labels[:MAX_SIGNATURES]] or [message]
    except (ValueError, TypeError, KeyError, AttributeError):
        return [message]


def _parse_dictionary(message: Message, name: str) -> SignatureFields:
    return cast("SignatureFields", http_sf.parse(message.headers[name].encode("ascii"), tltype="dictionary"))


def _may_be_of_sender(signature_input: SignatureField, actor: str) -> bool:
    _covered, parameters = signature_input
    algorithm = str(parameters.get("alg", algorithms.RSA_V1_5_SHA256.algorithm_id))
    return (
        is_same_host(str(parameters.get("keyid", "")), actor) and algorithm == algorithms.RSA_V1_5_SHA256.algorithm_id
    )


def _keep_signature(message: Message, label: str, inputs: SignatureFields, values: SignatureFields) -> Message:
    headers = {
        "signature-input": http_sf.ser({label: inputs[label]}),
        "signature": http_sf.ser({label: values[label]}),
    }
    return replace(message, headers={**message.headers, **headers})


def signature_value_of(message: Message) -> str:
    """Return the bare signature in hex, without label and parameters, which anybody could change."""
    if "signature-input" not in message.headers:
        return _parse_cavage(message).value.hex()
    return " ".join(bytes(value).hex() for value, _parameters in _parse_dictionary(message, "signature").values())


def verify_signature(message: Message, public_pem: str) -> None:
    """Raise Unproven unless this key signed the message recently, including its body and target URL."""
    key = _load_rsa_key(public_pem)
    if "signature-input" in message.headers:
        _verify_rfc9421(message, key)
    else:
        _verify_cavage(message, key)


def _load_rsa_key(public_pem: str) -> rsa.RSAPublicKey:
    try:
        key: Any = serialization.load_pem_public_key(public_pem.encode())
    except (ValueError, TypeError, UnicodeError):
        raise Unproven(_("De sleutel van de afzender kunnen wij niet lezen.")) from None
    except Exception as error:  # cryptography raises an exception of its own for an unknown algorithm.
        LOGGER.info("could not read a public key: %s", error)
        raise Unproven(_("De sleutel van de afzender kunnen wij niet lezen.")) from None
    if not isinstance(key, rsa.RSAPublicKey) or not MIN_KEY_BITS <= key.key_size <= MAX_KEY_BITS:
        raise Unproven(_("De sleutel van de afzender is geen RSA-sleutel van 2048 bits of meer."))
    return key


def _parse_cavage(message: Message) -> cavage_signatures.Signature:
    header = message.headers.get("signature", "")
    if not header:
        raise Unproven(_("Het bericht is niet ondertekend."))
    try:
        return cavage_signatures.parse_signature(header)
    except cavage_signatures.MalformedSignature as error:
        raise Unproven(_("De ondertekening kunnen wij niet lezen: %(why)s.") % {"why": error}) from None


def _verify_cavage(message: Message, key: rsa.RSAPublicKey) -> None:
    signature = _parse_cavage(message)
    if missing := cavage_signatures.find_missing_headers(signature):
        raise Unproven(_("Niet ondertekend zijn: %(names)s.") % {"names": ", ".join(missing)})
    _check_dates(message, signature)
    if not cavage_signatures.is_digest_valid(message.headers.get("digest", ""), message.body):
        raise Unproven(_("De controlegetallen passen niet bij de inhoud."))
    try:
        signing_string = cavage_signatures.build_signing_string(
            signature, message.method, message.path, message.headers
        )
        key.verify(signature.value, signing_string, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, cavage_signatures.MalformedSignature):
        raise Unproven(_("De ondertekening klopt niet.")) from None


def _check_dates(message: Message, signature: cavage_signatures.Signature) -> None:
    signed_at = []
    if "date" in signature.covered:
        signed_at.append(time_limits.parse_http_date(message.headers.get("date", "")))
    if cavage_signatures.CREATED in signature.covered:
        signed_at.append(time_limits.parse_timestamp(signature.created))
    expires_at = time_limits.parse_timestamp(signature.expires)
    is_recent = all(time_limits.is_within_clock_skew(moment, now()) for moment in signed_at)
    if not is_recent or (expires_at and expires_at < now()):
        raise Unproven(_("Het bericht is te oud, of komt uit de toekomst."))


def _build_verifier(key: rsa.RSAPublicKey, key_id: str) -> HTTPMessageVerifier:
    keys = MappingKeyResolver(public_keys={key_id: key}, private_keys={})
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=keys)
    verifier.max_clock_skew = time_limits.MAX_CLOCK_SKEW  # The library adds it to `max_age` as well.
    return verifier


def _build_request(message: Message) -> SignableRequest:
    return SignableRequest(message.method, message.url, message.headers)


def _key_id_of_rfc9421(message: Message) -> str:
    try:
        inputs: Any = http_sf.parse(message.headers["signature-input"].encode("ascii"), tltype="dictionary")
        key_ids = [str(parameters["keyid"]) for _covered, parameters in inputs.values()]
    except (ValueError, TypeError, KeyError):
        raise Unproven(_("De ondertekening kunnen wij niet lezen: %(why)s.") % {"why": "Signature-Input"}) from None
    if len(key_ids) != 1:
        raise Unproven(_("Wij lezen berichten met één ondertekening."))
    return key_ids[0]


def _verify_rfc9421(message: Message, key: rsa.RSAPublicKey) -> None:
    verifier = _build_verifier(key, _key_id_of_rfc9421(message))
    try:
        results = verifier.verify(
            _build_request(message), max_age=dt.timedelta(), body=message.body, require_components=("@method",)
        )
    except (HTTPMessageSignaturesException, ValueError, TypeError) as error:
        raise Unproven(_("De ondertekening klopt niet: %(why)s.") % {"why": error}) from None
    covered = {name.partition('"')[2].partition('"')[0] for name in results[0].covered_components}
    if "@target-uri" not in covered and not {"@authority", "@path"} <= covered:
        raise Unproven(_("Niet ondertekend zijn: %(names)s.") % {"names": "@target-uri"})
