"""The PDF of an edition that has no seal yet: marked on each page, for whoever may read the edition."""

import io

import pikepdf
import pypdf
import pytest

from stedennet.accounts.models import User
from stedennet.agenda.flows import editions, pdfs
from stedennet.agenda.models import Commitment, Edition, EditionPdf
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from tests.builders.editions import adopt

pytestmark = pytest.mark.django_db
PDF = "/agenda/edities/1.pdf"


def pages(answer) -> list[str]:
    assert answer.status_code == 200
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


@pytest.fixture
def consulted(draft):
    return editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())


def test_in_consultation_everybody_gets_a_draft_that_says_so_on_each_page(client, consulted):
    Commitment.objects.update(description="Woorden. " * 1500)
    answer = client.get(PDF)
    found = pages(answer)
    assert len(found) > 1
    assert all("CONCEPT" in page for page in found)
    assert "consultatie" in found[0]
    assert "SHA-256" not in " ".join(found)
    assert "concept" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert not EditionPdf.objects.exists(), "it is not kept"


def test_the_page_of_the_edition_leads_to_it(client, consulted):
    page = client.get("/agenda/edities/1/").content.decode()
    assert f'href="{PDF}"' in page
    assert "Download het concept" in page


def test_an_english_reader_gets_it_in_english(client, consulted):
    Edition.objects.update(title_en="Our agenda")
    Commitment.objects.update(title_en="A thing to do", budget_low=10_000, budget_high=25_000)
    answer = client.get(f"/en{PDF}")
    words = " ".join(pages(answer))
    for shown in ("DRAFT", "Our agenda", "A thing to do", "Parties and their decisions", "€10,000 to €25,000"):
        assert shown in words, shown
    assert "Verantwoordelijk" not in words
    assert str(pikepdf.open(io.BytesIO(answer.content)).Root.Lang) == "en"


def test_a_draft_that_is_not_public_is_for_who_drafts_it(client, draft, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    assert client.get(PDF).status_code == 404
    client.force_login(User.objects.create_user("lezer@example.org"))
    assert client.get(PDF).status_code == 404
    client.force_login(User.objects.create_user("redactie@example.org", is_editor=True))
    assert "CONCEPT" in pages(client.get(PDF))[0]


def test_what_changed_is_in_the_next_one(client, consulted):
    client.get(PDF)
    Commitment.objects.update(title="Een heel andere titel")
    assert "Een heel andere titel" in " ".join(pages(client.get(PDF)))


def test_the_same_words_are_typeset_once_and_nobody_asks_without_end(client, consulted, monkeypatch):
    pdfs._typeset_draft.cache_clear()
    made = []
    real = pdfs.typeset_pdf
    monkeypatch.setattr(pdfs, "typeset_pdf", lambda *args, **more: made.append(1) or real(*args, **more))
    statuses = [client.get(PDF).status_code for _ in range(8)]
    assert (statuses, len(made)) == ([200] * 6 + [429] * 2, 1)


def test_a_sealed_edition_has_no_draft(client, draft):
    adopt(draft)
    assert client.get(PDF).status_code == 404, "until the worker made the sealed one"
    pdfs.make_missing_pdfs()
    assert "CONCEPT" not in " ".join(pages(client.get(PDF)))
