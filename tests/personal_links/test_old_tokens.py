"""Links that were mailed before the purposes were declared go on working: the same salts, the same formats."""

import hashlib

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.core.clock import now
from stedennet.intake.models import Submission
from stedennet.intake.personal_links import CONFIRMATION_LINK
from stedennet.personal_links import tokens
from stedennet.personal_links.links import SignedLink, StoredLink
from stedennet.personal_links.models import ReplacedLink
from stedennet.personal_links.registry import get_personal_links

pytestmark = pytest.mark.django_db
KEY, MOMENT = "a-key-of-before", 1_764_000_000
MARK = "Mark0123456789ab"
EMAIL = hashlib.sha256(b"ada@example.org").hexdigest()
ADDRESS, LONG_ADDRESS = EMAIL[:12], EMAIL[:16]
# Written with KEY at MOMENT by the code before the declarations.
SIGNED = [
    ("action", f"7-{LONG_ADDRESS}", "1vNYyu:Z1UT1TYM52xmUCm27t4z_vqVTirU9LozlhtXnBvqbxM"),
    ("round", "7-3", "yP9drQY_H7He_CDULgImcDbkD_kduAwoty0uqN4vCgo"),
    ("round", "7-0", "maAMKgJIk1NqISgbAeE5NvClCC3zxT75lZgIdYXN8oE"),
    ("follow_up", "7-3", "QPWjluJUdc4P5RVXsD-dVhRN8XXJUel74A3FLdtrzls"),
    ("follow_up", "7-0", "zHpEh5H_YdLTj5crPxbXVrnXZ5aHDyYzuWDmDQNTc80"),
    ("call", f"7-{ADDRESS}", "ukSPKEHLKa_w9rXq1P4gfQpgZqL6GuYJCQdaquguAKQ"),
    ("talk", f"7-{ADDRESS}", "zy_SmrM41Npp-tHphoBTnXjBBwkXeiN-j58NYSZfSSk"),
    ("initiative", f"7-{ADDRESS}", "yKfxkleUiGStLZrdATJjTv0fADQP4SjSrMZP9jHCK20"),
    ("registration", "7", "6Y0eOhYoHFuDmSgVity2TSI476DLFvcIJjluQ8kMCe8"),
    ("reaction", "7", "4v7AmbhrFHNe9T_Uxp_880qaNgl_d3MRmmES2erVk50"),
    ("subscriptions", "7", "xebdZdDz1JISzb7JuKDolYANdNgQ29VwSDGwC3AVa-A"),
    ("stop", "7", "3xe7iVx59O6X6T_nZKR3RuFhIZxCv9d46WAvmJ8oAgM"),
]
MARKED = [
    ("action", f"7-{LONG_ADDRESS}", "1vNYyu:WF_8vZhAZucHPNz7V7vU2Yd0zFMvigwwoYEJv5mcOlE"),
    ("round", "7-3", "z8a9-0EHnpOp16_Xthg8HqzRnBOmp-3G-wtN_buevIA"),
    ("round", "7-0", "WDWxh78d9KzfSxf98CXvtNNuwAzrVtXkmV7jLxqd6qY"),
    ("follow_up", "7-3", "WR_Mgf0HUddfLoy_aBw5wp1zo11sfChPn9BvFUjcLzY"),
    ("follow_up", "7-0", "nEzmyZUGBJCOCaor5f_BLev2Shd95GtSV3dgAVenzlY"),
    ("call", f"7-{ADDRESS}", "kcitzj0mU_edwjhgqAqjm36H3T5-p9rB-Bd-djMQaCg"),
    ("talk", f"7-{ADDRESS}", "ExbOZg_sKDuAkV8UTAW6G2Ko7DFp3El5zbidLEvPfCs"),
    ("initiative", f"7-{ADDRESS}", "zQQVwUfjv2ViOQXrLX8Od6V6tY2D3MFUBFCWQ_dFEtA"),
    ("registration", "7", "ydPd0j5XnEzIgo9Phvy_niG8gjEIUVNmH5zJ4zPfmjs"),
    ("reaction", "7", "2d3ux8WI28JvkLPkpO8EPCaaVEBvRqzvk4GfZ1H9818"),
    ("subscriptions", "7", "WGrNeJQaD7QlRLJJ7zGizbin1M7Vnww2SYRqZhd1LQ8"),
]
DUMPED = "Nw:1vNYyu:dl-Di1BDE1-m4uhfD3FGqyjX5LL2l7XNMZOTWfv3-ns"
SECRET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG:FeAHGMnrNJ7h9K_QrI3GmPpWVwa9rJLv9z15IOxQRrU"
SECRET_HASH = "2f05266dff4a0e2e410e26dadea35a1b2debba9c5a7c5bac1b79437ab4736fe8"


@pytest.fixture(autouse=True)
def key_of_before(settings, monkeypatch):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEY, []
    monkeypatch.setattr(signing.time, "time", lambda: MOMENT)


def declared(purpose):
    return get_personal_links()[purpose]


def test_every_declared_purpose_has_a_token_of_before():
    signed = {purpose for purpose, link in get_personal_links().items() if isinstance(link, SignedLink)}
    assert {purpose for purpose, *_token in SIGNED} | {"call_mails"} == signed
    stored = {purpose: link for purpose, link in get_personal_links().items() if isinstance(link, StoredLink)}
    assert {link.salt for link in stored.values()} == {"stedennet.intake"}
    assert set(stored) == {"confirmation", "wish", "decision"}


@pytest.mark.parametrize(("purpose", "text", "signature"), SIGNED)
def test_a_signed_link_is_read_and_written_as_before(purpose, text, signature):
    token = f"{text}:{signature}"
    assert declared(purpose).unsign(token) == text
    assert declared(purpose).sign(text) == token
    assert declared(purpose).sign_all([text]) == {text: token}


@pytest.mark.parametrize(("purpose", "text", "signature"), MARKED)
def test_a_replaced_link_is_read_and_written_as_before(purpose, text, signature):
    token = f"{text}~{MARK}:{signature}"
    with pytest.raises(signing.BadSignature):
        declared(purpose).unsign(token)
    ReplacedLink.objects.create(kind=purpose, value=text, mark=MARK, replaced_at=now())
    assert declared(purpose).unsign(token) == text
    assert declared(purpose).sign(text) == token


def test_the_link_that_stops_mails_about_calls_is_read_and_written_as_before():
    assert declared("call_mails").unsign(DUMPED) == "7"
    assert declared("call_mails").sign("7") == DUMPED


def test_a_stored_secret_is_made_and_hashed_as_before(monkeypatch):
    monkeypatch.setattr(tokens.secrets, "token_urlsafe", lambda size: SECRET[:43])
    assert tokens.create_secret("stedennet.intake") == SECRET
    for purpose in ("confirmation", "wish", "decision"):
        assert tokens.hash_secret(SECRET, declared(purpose).salt) == SECRET_HASH


def test_a_stored_secret_of_before_finds_its_row():
    fields = {"kind": "reaction", "name": "Ada", "email": "ada@example.org", "once": "1", "created_at": now()}
    submission = Submission.objects.create(token_hash=SECRET_HASH, **fields)
    assert CONFIRMATION_LINK.find(SECRET) == submission


@pytest.mark.parametrize("purpose", [purpose for purpose, *_token in SIGNED] + ["call_mails"])
def test_only_its_own_purpose_reads_a_token(purpose):
    token = declared(purpose).sign("7")
    others = [link for name, link in get_personal_links().items() if name != purpose]
    assert len(others) > 10
    assert [link.purpose for link in others if link.find(token) is not None] == []
    for link in others:
        if isinstance(link, SignedLink):
            with pytest.raises(signing.BadSignature):
                link.unsign(token)


def test_a_link_with_a_lifetime_ends(monkeypatch):
    purpose, text, signature = SIGNED[0]
    days = declared(purpose).lifetime.days
    assert days == 90
    monkeypatch.setattr(signing.time, "time", lambda: MOMENT + days * 86_400 - 1)
    assert declared(purpose).unsign(f"{text}:{signature}") == text
    monkeypatch.setattr(signing.time, "time", lambda: MOMENT + days * 86_400 + 1)
    with pytest.raises(signing.SignatureExpired):
        declared(purpose).unsign(f"{text}:{signature}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.integers(1, 10**15), st.integers(0, 10**15), st.data())
def test_what_is_signed_is_read_back_and_a_changed_character_is_not(first, second, data):
    for link in get_personal_links().values():
        if not isinstance(link, SignedLink):
            continue
        text = str(first) if link.is_dumped else f"{first}-{second:x}"
        token = link.sign(text)
        assert link.unsign(token) == text
        place = data.draw(st.integers(0, len(token) - 2))  # The last character has bits that are not read.
        changed = token[:place] + ("b" if token[place] == "a" else "a") + token[place + 1 :]
        with pytest.raises(signing.BadSignature):
            link.unsign(changed)
