"""A mail on the wire: the right headers, short lines, and no value that breaks out of its placeholder."""

import email
import email.policy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.mailing.flows.mailings import Letter
from stedennet.mailing.renderer import render_mail, render_text
from stedennet.mailing.rules.encoders import encode_quoted_printable
from stedennet.mailing.rules.placeholders import fill_placeholders
from stedennet.mailing.rules.skeleton import Envelope, Skeleton
from tests.builders.mailings import LETTER, a_mailing

ENVELOPE = Envelope(
    to=b"anna@example.org", message_id=b"1-abc@example.org", date=b"Mon, 02 Mar 2026 09:00:00 +0000",
    unsubscribe_url=b"https://example.org/af/1",
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=300)
HOSTILE = ["\r\nBcc: all@example.org", "{{{name}}}", "<script>", "=_", ".", "\n.\n", "From ", "é" * 40, "=?utf-8?B??="]


def written(letter: Letter = LETTER, **values: str) -> bytes:
    values = {"name": "Anna", "unsubscribe_url": "https://example.org/af/1", **values}
    return Skeleton(letter, sender="Stedennet <nieuws@example.org>", list_id="nieuws.example.org").fill(
        values, ENVELOPE
    )


def read(data: bytes):
    return email.message_from_bytes(data, policy=email.policy.default)


def content(data: bytes, kind: str) -> str:
    return read(data).get_body((kind,)).get_content().replace("\r\n", "\n")


def test_a_mail_has_all_its_headers():
    message = read(written())
    assert not message.defects
    assert {name: str(message[name]) for name in message if name != "Content-Type"} == {
        "To": "anna@example.org",
        "Subject": "Nieuws voor Anna",
        "Date": "Mon, 02 Mar 2026 09:00:00 +0000",
        "Message-ID": "<1-abc@example.org>",
        "List-Unsubscribe": "<https://example.org/af/1>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "From": "Stedennet <nieuws@example.org>",
        "List-Id": "<nieuws.example.org>",
        "Precedence": "bulk",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "nl",
        "MIME-Version": "1.0",
    }
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@given(st.sampled_from(HOSTILE) | TEXTS, TEXTS)
def test_no_value_breaks_out_of_its_place(value, words):
    letter = Letter(
        subject="Dag {{{name}}}", text=f"{words}{{{{{{name}}}}}} einde", html="<p>{{{name}}}</p>", language="nl"
    )
    data = written(letter, name=value)
    message = read(data)
    line = " ".join(value.split())
    assert sorted(message.keys()) == sorted(read(written()).keys())
    assert " ".join(str(message["Subject"]).split()) == " ".join(f"Dag {line}".split())
    assert "<" not in content(data, "html").replace("<p>", "").replace("</p>", "")


@given(TEXTS, st.sampled_from(HOSTILE) | TEXTS, TEXTS)
def test_a_text_arrives_as_it_was_written(before, value, after):
    before, after = (text.replace("{", "").replace("\r", "") for text in (before, after))
    letter = Letter(subject="Dag", text=before + "{{{name}}}" + after, html="<p></p>", language="nl")
    line = " ".join(value.split())
    assert content(written(letter, name=value), "plain").rstrip("\n") == f"{before}{line}{after}".rstrip("\n")


@given(TEXTS | st.sampled_from(HOSTILE))
def test_lines_are_short_and_need_no_stuffing(text):
    data = written(Letter(subject=text, text=text * 20, html=text * 20, language="nl"), name=text * 10)
    for line in data.split(b"\r\n"):
        assert len(line) <= 998
        assert b"\n" not in line
        assert b"\r" not in line
        assert not line.startswith(b".")
    assert data.isascii()


@given(TEXTS)
def test_a_body_is_good_quoted_printable(text):
    for line in encode_quoted_printable(text).split(b"\r\n"):
        assert len(line) <= 76
        assert re.fullmatch(rb"(?:[ -<>-~]|=[0-9A-F]{2})*=?", line)
        assert not line.endswith(b" ")


def test_a_very_long_word_is_no_long_line():
    data = written(Letter(subject="x" * 5000, text="y" * 5000, html="z" * 5000, language="nl"), name="")
    assert max(map(len, data.split(b"\r\n"))) <= 78
    assert content(data, "plain").strip() == "y" * 5000


def test_a_value_is_never_looked_at_for_places():
    assert fill_placeholders("{{{a}}}{{{b}}}", {"a": "{{{b}}}", "b": "x"}) == "{{{b}}}x"


@pytest.mark.django_db
def test_a_delivery_can_be_read_again():
    delivery = a_mailing("anna").deliveries.get()
    assert render_text(delivery)[0] == "Nieuws voor Anna"
    assert "https://stedennet.example/af/anna" in render_text(delivery)[1]
    message = read(render_mail(delivery))
    assert message["To"] == "anna@example.org"
    assert re.fullmatch(rf"<{delivery.pk}-[a-z2-7]{{16}}@stedennet\.example>", message["Message-ID"])
