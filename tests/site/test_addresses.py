"""Whatever a reader opens: no address of a person who did not tick it, on no page, in no feed, file or mail."""

import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.core.cache import cache

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import consultation, editions
from stedennet.agenda.models import Action
from stedennet.agenda.rules.editions import Step
from stedennet.calls.flows import conversations
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.initiatives.flows import adoptions, initiatives
from stedennet.initiatives.flows.adoptions import AdoptionData
from stedennet.initiatives.flows.submissions import KNOWS
from stedennet.intake.flows import accept_submission
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from tests.builders.articles import make_article
from tests.builders.calls import answered, confirm_for, owner, sender
from tests.builders.editions import adopt, make_edition, secret_for
from tests.builders.initiatives import make_initiative, told
from tests.builders.people import speaks_for
from tests.builders.reactions import react
from tests.fixtures.calls import call  # noqa: F401

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"[\w.+-]+(?:@|%40|&#64;)example\.org", re.IGNORECASE)
LINK = re.compile(r'(?:href|src|action)="([^"#]+)')
SKIPPED = re.compile(r"^/(beheer|media|static)/|^/account/uitloggen/")
MOST_LIKE_IT = 4
"""So many questions to one address: a calendar has a next month for ever."""


@pytest.fixture
def busy(call, eindhoven, utrecht, mobility):  # noqa: F811
    """Everybody did something with an address: told, claimed, asked, adopted, called, talked, decided, remarked."""
    cache.clear()
    create_person(email="redactie@example.org", name="E", password=None, by=SYSTEM, is_editor=True)
    lamp = make_initiative(
        theme=mobility, lead=eindhoven, contact_level="name", contact_name="Kees", contact_email="kees@example.org"
    )
    lamp.cities.add(eindhoven)
    lead, city = speaks_for(eindhoven), speaks_for(utrecht)
    taken = adoptions.submit_adoption(lamp, utrecht, AdoptionData("adapted"), by=city)
    adoptions.answer_adoption(taken, "confirmed", by=lead)
    told("Een tip", part=KNOWS)
    confirm_for("jo@example.org")
    tip = make_initiative("Een andere tip", theme=mobility, is_tip=True)
    initiatives.submit_claim(
        tip, name="Cor", email="cor@example.org", organisation="Eindhoven", role="Projectleider",
        language="nl", once=str(uuid4()), page="/",
    )  # fmt: skip
    confirm_for("cor@example.org")
    talk = answered(call)
    conversations.send_message(talk, "Hallo.", by=owner(call))
    conversations.share_address(talk, by=sender(talk))
    edition = adopt(make_edition(eindhoven, utrecht))
    Action.objects.update(contact_level="role", contact_role="Adviseur", contact_email="anja@example.org")
    draft = editions.take_step(editions.open_draft(by=SYSTEM), Step.CONSULT, by=SYSTEM, until=today())
    consultation.submit_remark(
        draft, by=None, name="Ria", email="ria@example.org", organisation="", text="Mooi.", code="",
        language="nl", once=str(uuid4()), page="/",
    )  # fmt: skip
    confirm_for("ria@example.org")
    consultation.answer_remark(
        accept_submission(Submission.objects.get(email="ria@example.org"), by=SYSTEM).remark, "Dank.", by=SYSTEM
    )
    react(make_article(themes=[mobility]), "ada@example.org")
    secret_for(editions.take_step(draft, Step.SUBMIT, by=SYSTEM).parties.first())
    return lamp, edition


def crawl(client, *begin):
    """Every page and file that links lead to, with its text."""
    seen, asked, waiting = set(), Counter(), deque(begin)
    while waiting:
        path = waiting.popleft()
        page = path.partition("?")[0]
        if path in seen or asked[page] == MOST_LIKE_IT:
            continue
        seen.add(path)
        asked[page] += 1
        response = client.get(path)
        text = response.content.decode(errors="replace")
        yield path, text
        if response.status_code in (301, 302):
            waiting.append(urljoin(path, response["Location"]))
        for link in LINK.findall(text) if "text/html" in response.get("Content-Type", "") else ():
            url = urlsplit(urljoin(path, link.replace("&amp;", "&")))
            target = url.path + (f"?{url.query}" if url.query else "")
            if not url.netloc and not SKIPPED.match(target) and target.startswith("/"):
                waiting.append(target)


def test_no_page_feed_or_file_shows_an_address(client, busy):
    found = dict(crawl(client, "/", "/agenda/", "/initiatieven/", "/oproepen/"))
    for path in ("/initiatieven/export.csv", "/oproepen/feed.atom", "/agenda/acties/SM-1/", "/agenda/edities/2/"):
        assert path in found
    assert {path: ADDRESS.findall(text) for path, text in found.items() if ADDRESS.search(text)} == {}


def test_no_mail_shows_the_address_of_another(busy):
    mails = OutgoingMail.objects.exclude(to="redactie@example.org")
    assert mails.count() > 12
    for mail in mails:
        shown = ADDRESS.findall(mail.subject + mail.text + mail.html + mail.reply_to)
        assert set(shown) <= {mail.to}, mail.subject
