"""Signing and verifying with both schemes, checked against other implementations and the standards."""

import base64
import datetime as dt
import hashlib
from email.utils import format_datetime

import http_sf
import pytest
from apsig.draft import Verifier
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver, algorithms
from hypothesis import given
from hypothesis import strategies as st

from stedennet.fediverse import verification
from stedennet.fediverse.models import Host
from stedennet.fediverse.rules import cavage_signatures, time_limits
from stedennet.fediverse.rules.messages import Message, Unproven
from stedennet.fediverse.signatures import SignableRequest, sign_get, sign_post
from tests.builders.fediverse import KEYS

(PUBLIC, PRIVATE), (OTHER_PUBLIC, _) = KEYS
URL = "https://elders.example/users/ada/inbox"
KEY_ID = "https://stad.example/fediverse/accounts/netwerk#main-key"
BODY = b'{"type": "Create"}'
WAYS = [Host.Signs.DRAFT, Host.Signs.MESSAGE]


def message(headers, body=BODY, *, url=URL, method="POST") -> Message:
    return Message(method, "/" + url.split("/", 3)[3], url, headers, body)


def sign(way, body=BODY):
    return sign_post(way, URL, body, key_id=KEY_ID, private_pem=PRIVATE)


@pytest.mark.parametrize("way", WAYS)
def test_what_we_sign_we_believe(way):
    headers = sign(way)
    verification.verify_signature(message(headers), PUBLIC)
    assert verification.key_id_of(message(headers)) == KEY_ID


@pytest.mark.parametrize("way", WAYS)
def test_a_body_of_any_kind_round_trips(way):
    for body in (b"", b"\0\xff", "é".encode(), b"x" * 100_000):
        verification.verify_signature(message(sign(way, body), body), PUBLIC)


def test_apsig_believes_our_draft_signature():
    headers = sign(Host.Signs.DRAFT)
    assert Verifier(PUBLIC, "POST", URL, headers, BODY).verify(raise_on_fail=True) == KEY_ID
    with pytest.raises(Exception, match="Digest"):
        Verifier(PUBLIC, "POST", URL, headers, b"{}").verify(raise_on_fail=True)


def test_our_rfc_9421_signature_holds_by_the_text_of_the_standard():
    """Build the signature base by hand, line by line (RFC 9421, section 2.5)."""
    headers = sign(Host.Signs.MESSAGE)
    inputs = headers["signature-input"].removeprefix("sig1=")
    digest = base64.b64encode(hashlib.sha256(BODY).digest()).decode()
    assert headers["content-digest"] == f"sha-256=:{digest}:"
    lines = {
        "@method": "POST",
        "@target-uri": URL,
        "content-type": "application/activity+json",
        "content-digest": headers["content-digest"],
    }
    covered, parameters = http_sf.parse(headers["signature-input"].encode(), tltype="dictionary")["sig1"]
    assert [name for name, _more in covered] == list(lines)
    assert {"created", "keyid"} <= set(parameters), "Mastodon wants both"
    base = "\n".join([f'"{name}": {value}' for name, value in lines.items()] + [f'"@signature-params": {inputs}'])
    value = base64.b64decode(headers["signature"].removeprefix("sig1=:").removesuffix(":"))
    key = serialization.load_pem_public_key(PUBLIC.encode())
    key.verify(value, base.encode(), padding.PKCS1v15(), hashes.SHA256())


def test_the_example_of_the_draft():
    """The request and the signing string of draft-cavage-http-signatures-12, appendix C."""
    body = b'{"hello": "world"}'
    headers = {
        "host": "example.com",
        "date": "Sun, 05 Jan 2014 21:31:40 GMT",
        "content-type": "application/json",
        "digest": "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
        "content-length": "18",
    }
    assert cavage_signatures.format_digest(body) == headers["digest"]
    covered = ("(request-target)", "host", "date", "content-type", "digest", "content-length")
    base = cavage_signatures.build_signing_string(
        cavage_signatures.Signature("Test", covered, b""), "POST", "/foo?param=value&pet=dog", headers
    )
    assert base.decode().split("\n") == [
        "(request-target): post /foo?param=value&pet=dog",
        "host: example.com",
        "date: Sun, 05 Jan 2014 21:31:40 GMT",
        "content-type: application/json",
        "digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
        "content-length: 18",
    ]


def test_a_question_is_signed_too():
    headers = sign_get("https://elders.example/users/ada", key_id=KEY_ID, private_pem=PRIVATE)
    found = cavage_signatures.parse_signature(headers["signature"])
    base = cavage_signatures.build_signing_string(found, "GET", "/users/ada", headers)
    key = serialization.load_pem_public_key(PUBLIC.encode())
    key.verify(found.value, base, padding.PKCS1v15(), hashes.SHA256())
    assert found.covered == ("(request-target)", "host", "date")


NAMES = st.text("abcdefghijklmnopqrstuvwxyz-", min_size=1, max_size=12)
KEY_IDS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='"'), min_size=1, max_size=80)


@given(KEY_IDS, st.lists(NAMES, min_size=1, max_size=6, unique=True), st.binary(max_size=300))
def test_a_header_that_was_written_reads_back(key_id, covered, value):
    found = cavage_signatures.parse_signature(cavage_signatures.format_signature(key_id, tuple(covered), value))
    assert (found.key_id, found.covered, found.value) == (key_id, tuple(covered), value)


@given(st.text(max_size=200))
def test_any_header_is_read_or_refused(text):
    try:
        found = cavage_signatures.parse_signature(text)
    except cavage_signatures.MalformedSignature:
        return
    assert found.key_id is not None


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_headers_are_believed_or_refused_and_never_break(signature, inputs, digest):
    draft_only = {"signature": signature, "digest": digest, "date": digest}
    both = {**draft_only, "signature-input": inputs, "content-digest": digest}
    for headers in (draft_only, both):
        for question in (verification.key_id_of, lambda request: verification.verify_signature(request, PUBLIC)):
            with pytest.raises(Unproven):
                question(message(headers))


@pytest.mark.parametrize(
    "header",
    [
        'keyId="a",headers="date"',
        'signature="YQ==",headers="date"',
        'keyId="a",signature="no base64!"',
        'keyId="a",signature="YQ==",algorithm="hmac-sha256"',
        'keyId="a",keyId="b",signature="YQ=="',
        'keyId="a",signature="YQ==",headers="date date"',
        'keyId="a" signature="YQ=="',
        'keyId=a,signature="YQ=="',
    ],
)
def test_a_doubtful_header_is_refused(header):
    with pytest.raises(cavage_signatures.MalformedSignature):
        cavage_signatures.parse_signature(header)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_a_digest_fits_its_own_body_only(body, other):
    assert cavage_signatures.is_digest_valid(cavage_signatures.format_digest(body), body)
    assert cavage_signatures.is_digest_valid(
        f"unixsum=1,{cavage_signatures.format_digest(body).replace('SHA', 'sha')}", body
    )
    assert cavage_signatures.is_digest_valid(cavage_signatures.format_digest(body), other) == (body == other)


@pytest.mark.parametrize("header", ["", "md5=x", "SHA-256", "SHA-256=", "SHA-256=é", "SHA-512=x"])
def test_no_digest_that_we_know_is_no_digest(header):
    assert not cavage_signatures.is_digest_valid(header, BODY)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", ["body", "path", "method", "key", "host", "date"])
def test_what_is_changed_under_way_is_refused(way, what):
    headers, url, body, method, pem = sign(way), URL, BODY, "POST", PUBLIC
    if what == "body":
        body = b'{"type": "Delete"}'
    elif what == "path":
        url = URL.replace("ada", "eva")
    elif what == "method":
        method = "PUT"
    elif what == "key":
        pem = OTHER_PUBLIC
    elif what == "host":
        url, headers = URL.replace("elders", "ander"), {**headers, "host": "ander.example"}
    elif way == Host.Signs.DRAFT:
        headers = {**headers, "date": format_datetime(dt.datetime.now(dt.UTC), usegmt=True).replace("20", "19")}
    else:
        headers = {**headers, "signature-input": headers["signature-input"].replace("created=1", "created=2")}
    with pytest.raises(Unproven):
        verification.verify_signature(message(headers, body, url=url, method=method), pem)


@pytest.mark.parametrize("lacks", ["(request-target)", "host", "digest", "date"])
def test_what_is_not_signed_can_be_changed_and_is_refused(lacks):
    covered = tuple(name for name in ("(request-target)", "host", "date", "digest") if name != lacks)
    headers = sign(Host.Signs.DRAFT)
    found = cavage_signatures.Signature(KEY_ID, covered, b"")
    key = serialization.load_pem_private_key(PRIVATE.encode(), password=None)
    base = cavage_signatures.build_signing_string(found, "POST", "/users/ada/inbox", headers)
    value = key.sign(base, padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(Unproven, match=lacks.strip("()").replace("-", ".")):
        verification.verify_signature(
            message({**headers, "signature": cavage_signatures.format_signature(KEY_ID, covered, value)}), PUBLIC
        )


def test_an_rfc_9421_signature_without_the_body_is_refused():
    key = serialization.load_pem_private_key(PRIVATE.encode(), password=None)
    signer = HTTPMessageSigner(
        signature_algorithm=algorithms.RSA_V1_5_SHA256,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={KEY_ID: key}),
    )
    for covered in (["@method", "@target-uri"], ["@method", "content-digest"], ["@target-uri", "content-digest"]):
        request = SignableRequest("POST", URL, {"content-digest": sign(Host.Signs.MESSAGE)["content-digest"]})
        signer.sign(request, key_id=KEY_ID, label="a", covered_component_ids=covered, use_existing_digest=True)
        headers = {name.lower(): value for name, value in request.headers.items()}
        with pytest.raises(Unproven):
            verification.verify_signature(message(headers), PUBLIC)


@pytest.mark.parametrize("hours", [-48, -1.1, 1.1, 48])
@pytest.mark.parametrize("way", WAYS)
def test_a_message_from_another_time_is_refused(way, hours, monkeypatch):
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
    monkeypatch.setattr("stedennet.fediverse.signatures.now", lambda: moment)
    headers = sign(way)
    with pytest.raises(Unproven):
        verification.verify_signature(message(headers), PUBLIC)


def test_created_and_expires_of_the_draft_count():
    headers = sign(Host.Signs.DRAFT)
    key = serialization.load_pem_private_key(PRIVATE.encode(), password=None)
    now = int(dt.datetime.now(dt.UTC).timestamp())
    covered = ("(request-target)", "(created)", "host", "digest")

    def header(created, expires):
        found = cavage_signatures.Signature(KEY_ID, covered, b"", created, expires)
        value = key.sign(
            cavage_signatures.build_signing_string(found, "POST", "/users/ada/inbox", headers),
            padding.PKCS1v15(),
            hashes.SHA256(),
        )
        return cavage_signatures.format_signature(KEY_ID, covered, value).replace(
            'algorithm="rsa-sha256"', f'algorithm="hs2019",created={created},expires={expires}'
        )

    verification.verify_signature(message({**headers, "signature": header(now, now + 60)}), PUBLIC)
    for created, expires in ((now - 90_000, now + 60), (now, now - 60), (10**14, 10**14)):
        with pytest.raises(Unproven):
            verification.verify_signature(message({**headers, "signature": header(created, expires)}), PUBLIC)


def pem_of(key):
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, kind).decode()


@pytest.mark.parametrize(
    "pem",
    [
        "",
        "no key",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        PRIVATE,
        pem_of(ec.generate_private_key(ec.SECP256R1())),
        pem_of(rsa.generate_private_key(65537, 1024)),  # noqa: S505
    ],
    ids=["nothing", "words", "too short", "private", "curve", "1024 bits"],
)
def test_a_weak_or_odd_key_proves_nothing(pem):
    with pytest.raises(Unproven):
        verification.verify_signature(message(sign(Host.Signs.DRAFT)), pem)


def test_two_signatures_are_one_too_many():
    headers = sign(Host.Signs.MESSAGE)
    twice = {
        name: f"{headers[name]}, {headers[name].replace('sig1', 'sig2')}" for name in ("signature-input", "signature")
    }
    with pytest.raises(Unproven):
        verification.key_id_of(message({**headers, **twice}))


@given(st.text(max_size=40))
def test_any_date_is_a_moment_or_none(text):
    moment = time_limits.parse_http_date(text)
    assert moment is None or moment.tzinfo is not None


def test_the_window_has_an_end_on_both_sides():
    now = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
    assert time_limits.is_within_clock_skew(now - time_limits.MAX_CLOCK_SKEW, now)
    assert time_limits.is_within_clock_skew(now + time_limits.MAX_CLOCK_SKEW, now)
    assert not time_limits.is_within_clock_skew(now - time_limits.MAX_CLOCK_SKEW - dt.timedelta(seconds=1), now)
    assert not time_limits.is_within_clock_skew(None, now)
    assert time_limits.parse_timestamp(10**20) is None
