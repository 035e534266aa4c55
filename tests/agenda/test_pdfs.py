"""The PDF of a sealed edition: made once, tagged, in Dutch, with words as words."""

import io

import pikepdf
import pypdf
import pytest
from typst import TypstError

from stedennet.agenda.flows import approvals, editions, pdfs
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.pdfs import make_edition_pdf, make_missing_pdfs
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Commitment, EditionPdf
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from tests.builders.editions import adopt, make_edition, partner, say

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") $a_b$ *sterk* `raw` \\ <label> @ref // weg #read("/etc/passwd") \u202e é 漢'


def opened(edition):
    return pikepdf.open(io.BytesIO(bytes(EditionPdf.objects.get(edition=edition).pdf)))


def words_of(edition):
    """All words in the PDF, each gap as one space."""
    read = pypdf.PdfReader(io.BytesIO(bytes(EditionPdf.objects.get(edition=edition).pdf)))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def tags(node, found=None):
    """The names of all structure elements below this one."""
    found = [] if found is None else found
    if isinstance(node, pikepdf.Array):
        for one in node:
            tags(one, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        if "/K" in node:
            tags(node.K, found)
    return found


def test_the_worker_makes_it_once(draft):
    assert make_missing_pdfs() == 0
    edition = adopt(draft)
    assert make_missing_pdfs() == 1
    made = EditionPdf.objects.get()
    assert make_missing_pdfs() == 0
    assert not make_edition_pdf(edition)
    assert EditionPdf.objects.get().made_at == made.made_at


def test_it_is_tagged_and_in_dutch_as_pdf_ua_asks(draft):
    edition = adopt(draft)
    make_missing_pdfs()
    pdf = opened(edition)
    assert str(pdf.Root.Lang) == "nl"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert "editie 1" in metadata["dc:title"]
    found = tags(pdf.Root.StructTreeRoot.K)
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD"} <= set(found)


def test_hostile_words_stay_words(draft):
    draft.foreword = draft.title = HOSTILE
    save_record(draft, by=SYSTEM)
    for one in draft.commitments.all():
        one.title = one.lead = one.description = one.schedule = HOSTILE
        save_record(one, by=SYSTEM)
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    for party in edition.parties.all():
        say(party, "reservation", HOSTILE)
    editions.take_step(edition, Step.ADOPT, by=SYSTEM)
    assert make_missing_pdfs() == 1


@pytest.mark.parametrize("odd", ["\x01", "\x1e", "\x1f", "\ufffe", "\u0378", "\ue000", "\r\n\r\n"])
def test_a_character_that_no_font_shows_does_not_keep_an_edition_from_paper(draft, odd):
    for one in draft.commitments.all():
        Commitment.objects.filter(pk=one.pk).update(description=f"Eerste.{odd}Tweede.")
    edition = adopt(draft)
    assert make_missing_pdfs() == 1
    assert "Tweede." in words_of(edition)


def test_one_that_cannot_be_printed_keeps_no_other_waiting(draft, monkeypatch):
    adopt(draft)
    second = adopt(make_edition())
    typeset = pdfs.typeset_pdf

    def once(template, data, **more):
        if data["content"]["number"] == 1:
            raise TypstError("kapot")
        return typeset(template, data, **more)

    monkeypatch.setattr(pdfs, "typeset_pdf", once)
    assert make_missing_pdfs() == 1
    assert EditionPdf.objects.get().edition == second
    monkeypatch.undo()
    assert make_missing_pdfs() == 1


def test_what_changed_since_the_last_edition_is_in_it(draft):
    adopt(draft)
    following = make_edition()
    commitment = following.commitments.first()
    commitment.lead, commitment.schedule = "Heel anders.", "Elk jaar."
    save_record(commitment, by=SYSTEM)
    following.commitments.last().delete()
    adopt(following)
    assert make_missing_pdfs() == 2
    first, second = words_of(draft), words_of(following)
    assert "Wat er veranderde" not in first
    told = second.partition("Wat er veranderde sinds editie 1")[2]
    for shown in ("SM-1 Actie SM-1", "Heel anders", "Wij doen dit", "Planning", "Elk jaar.", "SM-2 Actie SM-2"):
        assert shown in told, shown
    assert told.index("Acties die eruit gingen") < told.index("SM-2 Actie SM-2") < told.index("Heel anders")


def test_all_that_the_parties_agreed_is_in_it(draft, utrecht):
    one = draft.commitments.get(action__code="SM-1")
    one.budget_low, one.budget_high, one.budget_in_words = 10_000, 25_000, "raming"
    one.budget_source, one.sdgs = "Groeifonds", [7, 11]
    save_record(one, by=SYSTEM)
    partner(one, utrecht, "de helft", role="pays")
    adopt(draft)
    make_missing_pdfs()
    words = words_of(draft)
    for shown in (
        "€ 10.000 tot € 25.000 (raming)",
        "Groeifonds",
        "7. Betaalbare en schone energie; 11. Duurzame steden en gemeenschappen",
        "Utrecht (betaalt mee: de helft)",
        "De wethouder (besluit van College,",
        draft.seal or "Zegel",
    ):
        assert shown in words, shown


def test_readers_download_it(client, draft):
    adopt(draft)
    assert "wordt gemaakt" in client.get("/agenda/edities/1/").content.decode()
    assert client.get("/agenda/edities/1.pdf").status_code == 404
    make_missing_pdfs()
    assert "/agenda/edities/1.pdf" in client.get("/agenda/edities/1/").content.decode()
    assert client.get("/agenda/edities/1.pdf").content.startswith(b"%PDF-1.")


def test_decisions_from_sources_are_shown_as_known_on_the_page_and_on_paper(client, eindhoven, utrecht):
    draft = make_edition(eindhoven, utrecht, quorum=1)
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    party = edition.parties.get(organisation=eindhoven)
    approvals.import_approval(party, ApprovalData("approved", "De wethouder"), by=SYSTEM, at=now())
    editions.take_step(edition, Step.ADOPT, by=SYSTEM)
    make_missing_pdfs()
    page = client.get("/agenda/edities/1/").content.decode()
    for shown in (page, words_of(edition)):
        assert "Van 1 van de 2 partijen is het besluit bekend" in shown
        assert "niet bekend" in shown
    assert "nog niet besloten" not in page
    assert "geen besluit" not in words_of(edition)


def test_decisions_that_were_given_here_are_counted_as_such(client, draft):
    edition = adopt(draft)
    make_missing_pdfs()
    page = client.get("/agenda/edities/1/").content.decode()
    assert "3 van 3 zijn akkoord" in page
    assert "uit bronnen" not in page + words_of(edition)
