"""The PDF of a sealed edition: made once, tagged, in Dutch, with words as words."""

import io

import pikepdf
import pytest

from stedennet.agenda.flows import editions
from stedennet.agenda.flows.keeping import keep
from stedennet.agenda.flows.printing import make_pdf, print_missing
from stedennet.agenda.models import EditionPdf
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM

from .conftest import adopt, make_edition, say

pytestmark = pytest.mark.django_db
HOSTILE = '#panic("x") $a_b$ *sterk* `raw` \\ <label> @ref // weg #read("/etc/passwd") \u202e é 漢'


def opened(edition):
    return pikepdf.open(io.BytesIO(bytes(EditionPdf.objects.get(edition=edition).pdf)))


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
    assert print_missing() == 0
    edition = adopt(draft)
    assert print_missing() == 1
    made = EditionPdf.objects.get()
    assert print_missing() == 0
    assert not make_pdf(edition)
    assert EditionPdf.objects.get().made_at == made.made_at


def test_it_is_tagged_and_in_dutch_as_pdf_ua_asks(draft):
    edition = adopt(draft)
    print_missing()
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
    keep(draft, by=SYSTEM)
    for one in draft.commitments.all():
        one.title = one.lead = one.description = one.schedule = HOSTILE
        keep(one, by=SYSTEM)
    edition = editions.take(draft, Step.SUBMIT, by=SYSTEM)
    for party in edition.parties.all():
        say(party, "reservation", HOSTILE)
    editions.take(edition, Step.ADOPT, by=SYSTEM)
    assert print_missing() == 1


def test_what_changed_since_the_last_edition_is_in_it(draft):
    adopt(draft)
    following = make_edition()
    commitment = following.commitments.first()
    commitment.lead, commitment.schedule = "Heel anders.", "Elk jaar."
    keep(commitment, by=SYSTEM)
    following.commitments.last().delete()
    adopt(following)
    assert print_missing() == 2
    pages = [len(opened(one).pages) for one in (draft, following)]
    assert pages[1] >= 1


def test_readers_download_it(client, draft):
    adopt(draft)
    assert "wordt gemaakt" in client.get("/agenda/edities/1/").content.decode()
    assert client.get("/agenda/edities/1.pdf").status_code == 404
    print_missing()
    assert "/agenda/edities/1.pdf" in client.get("/agenda/edities/1/").content.decode()
    assert client.get("/agenda/edities/1.pdf").content.startswith(b"%PDF-1.")
