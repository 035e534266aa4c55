"""The page behind the link in a mail, and the demo's mailbox."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stedennet.core.clock import now
from stedennet.core.errors import Refused
from stedennet.intake import flows
from stedennet.intake.models import Submission
from stedennet.intake.personal_links import CONFIRMATION_LINK
from stedennet.outbox.models import OutgoingMail
from stedennet.personal_links.tokens import create_secret
from stedennet.site.mail.text import split_links
from tests.builders.submissions import confirmed, mails_to, send, token_in_mail
from tests.fixtures.intake import moderator, notes

__all__ = ["moderator", "notes"]
pytestmark = pytest.mark.django_db
MAILBOX = "/demo/postvak/"


@pytest.fixture
def strict():
    """A browser as it is: it sends no token of Django's, and an origin that says nothing (see the view)."""
    return Client(enforce_csrf_checks=True, headers={"origin": "null"})


@pytest.fixture
def link(db) -> str:
    send()
    return f"/bevestigen/{token_in_mail()}/"


def rows() -> list[dict]:
    return list(Submission.objects.values()) + list(OutgoingMail.objects.values())


def test_the_mail_has_the_address_of_the_page_in_the_authors_language(settings):
    send(language="en", email="en@example.org")
    send()
    assert f"{settings.SITE_URL}/en/bevestigen/" in mails_to("en@example.org")[0].text
    assert f"{settings.SITE_URL}/bevestigen/" in mails_to("jo@example.org")[0].text


def test_opening_shows_what_was_sent_and_changes_nothing(client, link):
    before = rows()
    for ask in (client.get, client.head, client.get):
        assert ask(link).status_code == 200
    assert rows() == before
    page = client.get(link).content.decode()
    for typed in ("Jo Voorbeeld", "Wij doen al iets met deelauto’s.", "Notitie"):
        assert typed in page
    assert page.split("<main")[1].count('type="submit"') == 1


def test_pressing_the_button_confirms_and_says_what_happens_next(strict, link):
    answer = strict.post(link, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [(link, 302)])
    assert "Een moderator kijkt ernaar" in answer.content.decode()
    assert Submission.objects.get().status == "pending"


def test_what_waits_can_be_taken_back_on_the_same_page(strict, link, notes):
    strict.post(link)
    answer = strict.post(link, {"wat": "intrekken"}, follow=True)
    assert "Deze inzending is ingetrokken" in answer.content.decode()
    assert Submission.objects.get().status == "withdrawn"
    notes.waits = False
    send(email="an@example.org")
    placed = f"/bevestigen/{token_in_mail('an@example.org')}/"
    strict.post(placed)
    answer = strict.post(placed, {"wat": "intrekken"})
    assert (answer.status_code, Submission.objects.get(email="an@example.org").status) == (422, "accepted")


def test_what_is_placed_at_once_has_a_link_to_its_page(strict, link, notes):
    notes.waits, notes.moves_to = False, "/notities/deelauto/"
    page = strict.post(link, follow=True).content.decode()
    assert "staat op de site" in page
    assert 'href="/notities/deelauto/"' in page


def test_a_kind_may_have_its_own_words_for_what_was_done(strict, notes):
    notes.waits = False
    send(kind="silent")
    page = strict.post(f"/bevestigen/{token_in_mail()}/", follow=True).content.decode()
    assert "Wij gaven het door." in page
    assert "geplaatst" not in page


def test_a_used_link_says_how_it_stands(client, link, moderator):
    client.post(link)
    mails = OutgoingMail.objects.count()
    assert client.post(link).status_code == 302
    assert OutgoingMail.objects.count() == mails
    flows.reject_submission(Submission.objects.get(), by=moderator, reason="Dit is <b>reclame</b>.")
    page = client.get(link).content.decode()
    assert "Dit is &lt;b&gt;reclame&lt;/b&gt;." in page
    flows.withdraw_submission(confirmed(email="an@example.org"))
    page = client.get(f"/bevestigen/{token_in_mail('an@example.org')}/").content.decode()
    assert "Deze inzending is ingetrokken" in page


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_link_that_is_too_old_is_gone_in_words(client, link, clock, method):
    clock.moment = now()
    send(email="an@example.org")
    link = f"/bevestigen/{token_in_mail('an@example.org')}/"
    clock.later(hours=48)
    answer = getattr(client, method)(link)
    assert answer.status_code == 410
    if method != "head":
        assert "Deze link is verlopen" in answer.content.decode()
    assert Submission.objects.get(email="an@example.org").status == "unconfirmed"


FORGED = ["x", "x" * 3000, "a:b", ":", "é:é", "%00", "%ff%fe", "<b>alert(1)<b>", "..", "ours"]


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("token", FORGED)
def test_a_forged_link_is_unknown_in_words(client, link, token, method):
    before = rows()
    token = create_secret(CONFIRMATION_LINK.salt) if token == "ours" else token
    answer = getattr(client, method)(f"/bevestigen/{token}/")
    assert answer.status_code == 404
    assert "<b>alert" not in answer.content.decode()
    if method != "head" and token != "..":
        assert "kennen wij niet" in answer.content.decode()
    assert rows() == before


def test_what_cannot_be_placed_is_said_and_the_link_still_works(client, link, notes):
    notes.waits, notes.error = False, Refused("De lijst is vol.")
    answer = client.post(link)
    assert answer.status_code == 422
    assert "De lijst is vol." in answer.content.decode()
    notes.error = None
    assert client.post(link).status_code == 302


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("state", ["open", "used", "ended", "unknown"])
def test_no_page_with_a_token_leaks_it_or_is_kept(client, link, language, state):
    if state == "used":
        client.post(link)
    if state == "ended":
        Submission.objects.update(token_ends_at=now())
    answer = client.get(language + ("/bevestigen/x/" if state == "unknown" else link))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert {"no-store", "private"} <= set(re.split(r",\s*", answer.headers["Cache-Control"]))
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert f'lang="{language[1:] or "nl"}"' in answer.content.decode()


def test_hostile_words_are_shown_as_text(client, notes):
    send(name="<img src=x onerror=alert(1)>", text="<script>alert(1)</script>", subject_title="</title><b>")
    page = client.get(f"/bevestigen/{token_in_mail()}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "</title><b>" not in page


def test_a_page_that_would_lead_elsewhere_is_no_link(client):
    send(page="//evil.example/")
    client.post(f"/bevestigen/{token_in_mail()}/")
    assert "evil.example" not in client.get(f"/bevestigen/{token_in_mail()}/").content.decode()


def test_other_methods_are_refused(client, link):
    assert client.delete(link).status_code == 405
    assert client.put(link).status_code == 405


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_outside_the_demo_there_is_no_mailbox(client, link, method, language):
    answer = getattr(client, method)(language + MAILBOX)
    assert answer.status_code == (405 if method == "post" else 404)
    assert "jo@example.org" not in answer.content.decode()
    assert "postvak" not in client.get("/").content.decode()


@pytest.fixture
def in_the_demo(settings):
    settings.DEMO = True


@pytest.mark.usefixtures("in_the_demo")
def test_in_the_demo_the_footer_leads_to_the_mailbox(client, db):
    assert f'href="{MAILBOX}"' in client.get("/").content.decode()
    assert f'href="/en{MAILBOX}"' in client.get("/en/").content.decode()


@pytest.mark.usefixtures("in_the_demo")
def test_the_link_in_the_mailbox_confirms(client, link):
    answer = client.get(MAILBOX)
    assert "no-store" in answer.headers["Cache-Control"]
    href = re.search(r'href="(/bevestigen/[^"]+)"', answer.content.decode())[1]
    assert href == link
    client.post(href)
    assert Submission.objects.get().status == "pending"


@pytest.mark.usefixtures("in_the_demo")
def test_the_newest_mail_comes_first_24_a_page_in_as_many_queries(client):
    def texts(number, prefix):
        OutgoingMail.objects.bulk_create(
            OutgoingMail(to="a@example.org", subject=f"{prefix}-{n}", text="Hallo", created_at=now(), not_before=now())
            for n in range(number)
        )

    def queries(path):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert answer.status_code == 200
        return len(captured), re.findall(r"(?:oud|nieuw)-\d+", answer.content.decode())

    texts(30, "oud")
    few, _ = queries(MAILBOX)
    texts(270, "nieuw")
    many, first = queries(MAILBOX)
    assert many == few
    assert first == [f"nieuw-{n}" for n in range(269, 245, -1)]
    assert queries(f"{MAILBOX}?pagina=13")[1] == [f"oud-{n}" for n in range(11, -1, -1)]
    assert queries(f"{MAILBOX}?pagina=zz")[1] == first


@pytest.mark.usefixtures("in_the_demo")
def test_a_mail_is_shown_as_text(client):
    send(kind="silent")
    OutgoingMail.objects.update(subject="<b>x</b>", text="<script>alert(1)</script> javascript:alert(1)")
    page = client.get(MAILBOX).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert 'href="javascript' not in page


HERE = ("http://localhost:8000", "https://stad.example")


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Kijk: http://localhost:8000/a/b:c/ nu", ["/a/b:c/"]),
        ("(https://stad.example/a?b=c&d#e).", ["/a?b=c&d#e"]),
        ("http://localhost:8000/a/, http://localhost:8000/b/", ["/a/", "/b/"]),
        ("http://evil.example/ https://stad.example.evil/x http://localhost:80001/x", []),
        ("https://stad.example@evil.example/ https://evil.example/https://stad.example/x", []),
        ("https://stad.example//evil.example/ https://stad.example/\\evil.example", []),
        ("http://localhost:8000 javascript:alert(1)", []),
        ('https://stad.example/"onmouseover="x', ["/"]),
    ],
)
def test_only_links_to_this_site_are_links(text, links):
    found = split_links(text, HERE)
    assert [href for _, href in found if href] == links
    assert "".join(piece for piece, _ in found) == text


@given(st.lists(st.sampled_from([*HERE, "/", "//", "\\", "@", "evil.example", " ", "\n", "\t", "a", ".", ")", '"'])))
def test_whatever_a_mail_says_a_link_stays_on_this_site(parts):
    text = "".join(parts)
    found = split_links(text, HERE)
    assert "".join(piece for piece, _ in found) == text
    for _, href in found:
        assert not href or re.match(r"/(?![/\\])", href)


def test_the_moderators_link_opens_the_screen(client, moderator, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    submission = confirmed()
    (mail,) = mails_to(moderator.email)
    path = re.search(rf"{settings.SITE_URL}(/\S+)", mail.text)[1]
    assert path == reverse("intake:detail", args=[submission.pk])
    client.force_login(moderator, backend="stedennet.accounts.backends.RoleBackend")
    assert client.get(path).status_code == 200
