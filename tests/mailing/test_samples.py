"""Returned mails in the formats of Postfix, Exim, Exchange, qmail and large providers, written for these tests.

The end of each file name in `samples/` is the expected kind: hard, soft, of_us, complaint, or none.
"""

from pathlib import Path

import pytest

from stedennet.mailing.flows.bounces import read_bounce
from stedennet.mailing.flows.suppressions import is_suppressed
from stedennet.mailing.renderer import get_signing_key
from stedennet.mailing.rules.addresses import build_tag

from .test_bounces import back_to, one_more

pytestmark = [pytest.mark.django_db]
SAMPLES = sorted(Path(__file__).with_name("samples").glob("*.eml"))
SUSPENDS = {"hard", "complaint"}


def filled(sample: Path, delivery) -> bytes:
    text = sample.read_text("utf-8")
    for place, value in {
        "BACK": back_to(delivery),
        "TAG": build_tag(delivery.pk, get_signing_key()),
        "EMAIL": "anna@example.org",
    }.items():
        text = text.replace(place, value)
    return text.encode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_what_came_back_is_understood(sample, line_end, worker, box):
    expected = sample.stem.rpartition("-")[2]
    bounce = read_bounce(filled(sample, one_more(worker, box)).replace(b"\n", line_end))
    assert (bounce.kind if bounce else "none") == expected
    assert is_suppressed("anna@example.org") is (expected in SUSPENDS)


def test_there_is_a_sample_of_each_outcome():
    assert {sample.stem.rpartition("-")[2] for sample in SAMPLES} == {"hard", "soft", "of_us", "complaint", "none"}
