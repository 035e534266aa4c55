"""Whatever is sent to a form that anybody may use ends as text or as a clear answer, never as an error of ours."""

from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stedennet.agenda.flows import editions
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from tests.builders.editions import make_edition, secret_for
from tests.builders.reactions import react
from tests.fixtures.reactions import article  # noqa: F401
from tests.site.test_events import event  # noqa: F401

pytestmark = pytest.mark.django_db

FIELDS = [
    "name",
    "email",
    "organisation",
    "role",
    "message",
    "text",
    "why",
    "once",
    "proof",
    "website",
    "wat",
    "login",
]
WORDS = {
    "a script": "<script>alert(1)</script>",
    "turned around": "\u202eabc\u2066\u2069\u200f",
    "nothing that can be stored": "a\x00b",
    "half a character": "\ud800",
    "line breaks for a mail header": "a\r\nBcc: x@example.org",
    "a template": "{{ 7|add:7 }}{% debug %}",
    "long": "é" * 100_000,
}


def send(client, form, values):
    """As a browser sends it, also what no browser would send."""
    body = urlencode(values, errors="surrogatepass")
    return client.post(form, body, content_type="application/x-www-form-urlencoded")


@pytest.fixture
def forms(article, event, lead):  # noqa: F811
    """The address of every form that needs no account."""
    reaction = react(article)
    editions.take_step(make_edition(lead.organisation), Step.CONSULT, by=SYSTEM, until=today())
    other = editions.take_step(make_edition(lead.organisation), Step.SUBMIT, by=SYSTEM)
    return [
        f"/reacties/artikel/{article.pk}/toevoegen/",
        f"/reacties/{reaction.pk}/antwoorden/",
        f"/reacties/{reaction.pk}/melden/",
        f"/evenementen/{event.slug}/aanmelden/",
        "/themas/smart-mobility/meedoen/",
        f"/organisaties/{lead.organisation.slug}/bericht/",
        "/agenda/edities/1/reageren/",
        f"/agenda/akkoord/{secret_for(other.parties.first())}/",
        "/bevestigen/x/",
        "/evenementen/aanmelding/x/",
        "/reacties/mijn/x/",
        "/account/inloggen/",
    ]


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
@pytest.mark.parametrize("language", ["", "/en"])
def test_hostile_words_in_every_field_of_every_form(client, forms, words, language):
    for form in forms:
        cache.clear()
        answer = send(client, language + form, dict.fromkeys(FIELDS, words))
        assert answer.status_code in {200, 302, 400, 404, 413, 422}, form
        assert b"<script>alert" not in answer.content


def test_ten_megabytes_are_refused(client, forms):
    for form in forms:
        cache.clear()
        answer = client.post(form, {"text": "x" * 10_000_000, "name": "x", "message": "y"})
        assert 400 <= answer.status_code < 500, form


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe" * 50, "application/x-www-form-urlencoded"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"{", "application/json"),
        (b"a=1&" * 5000, "application/x-www-form-urlencoded"),
    ],
    ids=["no text", "half a part", "no boundary", "json", "very many fields"],
)
def test_a_body_that_is_no_form_is_refused(client, forms, body, kind):
    for form in forms:
        cache.clear()
        answer = client.post(form, body, content_type=kind)
        assert answer.status_code in {200, 400, 404, 413, 422}, form


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60)))
def test_anything_at_all(client, forms, values):
    for form in forms:
        cache.clear()
        assert send(client, form, values).status_code < 500, (form, values)
