"""No secret comes through into a line of a log; what is no secret stays readable."""

import logging
import sys

import pytest
from django.core.signing import Signer
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.redaction import HIDDEN, RedactingFormatter, redact_text

SIGNED = Signer(salt="x").sign("12-abcdef")
# As Django’s TimestampSigner and dumps() write them; fixed, because processes that share tests must agree on names.
MARK, PICKLED_MARK = "D2mRDQLtexu6V-4DLjUrF2_p9m03bpOWZs411VURLjs", "RzJN9fOfG7STCzhkVEvlsZ0fGQjXcv5wu-asS3mG914"


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        (f"Not Found: /reacties/mijn/{SIGNED}/", SIGNED),
        (f"Not Found: /en/reacties/mijn/{SIGNED[:-3]}", SIGNED[:-3]),
        ("Bad Request: /bevestigen/abc)/", "abc"),
        (f"see https://x.example/x?next=/agenda/akkoord/{SIGNED}/", SIGNED),
        (f"next=%2Fagenda%2Fakkoord%2F{SIGNED.replace(':', '%3A')}%2F", SIGNED.partition(":")[2]),
        (f"something else with 3-x:1xXPp1:{MARK}", MARK),
        (f"pickled eyJhIjoxfQ:1xXPp1:{PICKLED_MARK}", PICKLED_MARK),
        ("Not Found: /account/wachtwoord/vergeten/1-c7f3a1-5f2b/", "c7f3a1"),
        ("could not connect: smtp://user:geheim@mail.example.org:587", "geheim"),
        ("redis://:geheim@cache:6379/0", "geheim"),
        ("Cookie: sessionid=abc; csrftoken=def", "def"),
        ("{'cookie': 'sessionid=abc'}", "abc"),
        ("Authorization: Basic dXNlcjpnZWhlaW0=", "dXNlcjpnZWhlaW0"),
        ("POST /x?token=abcdef&x=1", "abcdef"),
        ("{'password': 'geheim', 'x': 1}", "geheim"),
        ("csrfmiddlewaretoken=aaaabbbb&a=1", "aaaabbbb"),
        ("SMTPRecipientsRefused: {'ada.lovelace@example.org': (550, b'no')}", "lovelace"),
        ("DETAIL: Key (email)=(ada@example.org) already exists.", "ada"),
        ("next=ada%40example.org", "ada"),
    ],
)
def test_a_secret_is_taken_out_of_a_line(line, secret):
    assert secret in line
    assert secret not in redact_text(line)
    assert HIDDEN in redact_text(line)


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /themas/smart-mobility/",
        "Not Found: /reacties/artikel/12/toevoegen/",
        "the worker's chore “send mail” failed; it will be tried again",
        "Bad Request: /evenementen/webinar/aanmelden/",
        "the PDF of editie 1 cannot be made",
        "a token that is not ours",
        "2026-11-28 20:21:51,123 WARNING django.request: Not Found: /abonneren/",
        "https://www.example.org:8443/agenda/acties/SM-1/?a=1",
    ],
)
def test_what_is_no_secret_stays_readable(line):
    assert redact_text(line) == line


def test_a_traceback_and_its_message_are_redacted_too():
    try:
        raise ValueError(f"no such link: {SIGNED} of ada@example.org")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "failed %s", (SIGNED,), sys.exc_info())
    line = RedactingFormatter("%(message)s").format(record)
    assert SIGNED not in line
    assert "ada@" not in line
    assert "ValueError: no such link" in line


@pytest.mark.parametrize("piece", ["a", "a.", "a@", "password", "a:", "cookie ", "a://", "%3a"])
def test_a_very_long_line_is_redacted_by_every_pattern_in_one_pass(piece):
    # With quadratic patterns this would take minutes; the test would be stopped.
    assert redact_text(piece * 200_000)


@given(st.text(max_size=300))
def test_any_line_can_be_redacted_and_twice_is_once(line):
    assert redact_text(redact_text(line)) == redact_text(line)
