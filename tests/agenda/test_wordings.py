"""Who wrote which words of a draft: kept for each change, told also afterwards, and never rewritten."""

import pytest
from django.db import IntegrityError, transaction

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import drafts, editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Action, Comment, Commitment, Proposal, Wording
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.network.flows.records import save_record as keep_in_network
from stedennet.network.models import Representation
from tests.builders.editions import adopt, make_edition, propose, seen
from tests.builders.people import speaks_for
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DRAFT, ACTION = "/account/agenda/1/", "/account/agenda/1/SM-1/"


@pytest.fixture
def editor(db):
    return create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True)


def written():
    return [(one.field, one.before, one.after, one.organisation, one.proposal) for one in Wording.objects.all()]


def test_words_that_were_taken_over_as_they_are_were_written_by_who_proposed_them(commitment, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    drafts.accept_proposal(proposal, by=speaks_for(eindhoven), words=proposal.words, seen=seen(commitment))
    assert written() == [("description", "Wij bouwen laadpalen.", "Wij bouwen veel laadpalen.", utrecht, proposal)]


def test_words_that_the_owner_changed_are_the_owners(commitment, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    owner = speaks_for(eindhoven)
    drafts.accept_proposal(proposal, by=owner, words="Wij bouwen meer laadpalen.", seen=seen(commitment))
    (one,) = Wording.objects.all()
    assert (one.after, one.organisation, one.person, one.proposal) == (
        "Wij bouwen meer laadpalen.",
        eindhoven,
        owner,
        proposal,
    )


def test_a_new_action_was_written_by_who_proposed_it(draft, utrecht):
    proposal = drafts.submit_proposal(
        draft, None, by=speaks_for(utrecht), field="action", words="Bomen", why="Wij planten bomen."
    )
    drafts.accept_proposal(proposal, by=SYSTEM, words="Bomen", seen="", code="SM-9")
    assert draft.commitments.get(action__code="SM-9").title == "Bomen"
    assert written() == [
        ("title", "", "Bomen", utrecht, proposal),
        ("lead", "", "Wij planten bomen.", utrecht, None),
    ]


@pytest.mark.parametrize(("code", "words"), [("SM-1", "al van een andere actie"), ("bomen", "Een code is zoals")])
def test_a_code_that_is_taken_or_none_is_refused_and_nothing_is_added(draft, utrecht, code, words):
    proposal = drafts.submit_proposal(draft, None, by=speaks_for(utrecht), field="action", words="Bomen", why="Groen.")
    with pytest.raises(Refused, match=words) as refused:
        drafts.accept_proposal(proposal, by=SYSTEM, words="Bomen", seen="", code=code)
    assert refused.value.field == "code"
    assert (Action.objects.count(), Proposal.objects.get().state) == (2, "open")


def test_what_an_editor_types_in_the_admin_is_told_too(commitment, draft, editor):
    commitment.lead = "Wij doen dit samen."
    save_record(commitment, by=editor)
    draft.foreword = "Waarom deze agenda."
    save_record(draft, by=editor)
    save_record(draft, by=editor)
    assert written() == [
        ("lead", "Wij doen dit.", "Wij doen dit samen.", None, None),
        ("foreword", "", "Waarom deze agenda.", None, None),
    ]
    assert {one.person for one in Wording.objects.all()} == {editor}


def test_the_line_ends_of_a_browser_change_nothing(client, commitment, eindhoven, utrecht):
    commitment.description = "Eerste.\n\nTweede."
    save_record(commitment, by=SYSTEM)
    with pytest.raises(Refused, match="Dit staat er al"):
        propose(commitment, speaks_for(utrecht), words="Eerste.\r\n\r\nTweede.")
    proposal = propose(commitment, speaks_for(utrecht), words="Eerste.\r\n\r\nDerde.")
    client.force_login(speaks_for(eindhoven))
    typed = {"wat": "over", "words": "Eerste.\r\n\r\nDerde.", "seen": seen(commitment)}
    client.post(f"/account/agenda/voorstel/{proposal.pk}/", typed)
    (one,) = Wording.objects.all()
    assert (one.after, one.organisation) == ("Eerste.\n\nDerde.", utrecht)


def test_the_english_of_words_that_are_gone_is_dropped_and_that_is_said(client, commitment, eindhoven, utrecht):
    commitment.description_en = "We build charging points."
    save_record(commitment, by=SYSTEM)
    proposal = propose(commitment, speaks_for(utrecht))
    client.force_login(speaks_for(eindhoven))
    assert "De Engelse tekst" in client.get(f"/account/agenda/voorstel/{proposal.pk}/").content.decode()
    drafts.accept_proposal(proposal, by=speaks_for(eindhoven), words=proposal.words, seen=seen(commitment))
    commitment.refresh_from_db()
    assert commitment.description_en == ""


def test_who_speaks_for_two_parties_says_for_which(client, commitment, eindhoven, utrecht):
    both = speaks_for(utrecht)
    client.force_login(both)
    assert "Namens" not in client.get(ACTION).content.decode()
    keep_in_network(Representation(user=both, organisation=eindhoven), by=SYSTEM)
    assert "Namens" in client.get(ACTION).content.decode()
    typed = {"field": "lead", "words": "Wij doen veel.", "organisation": "utrecht"}
    client.post(ACTION, pressed("voorstel", **typed))
    client.post(ACTION, pressed("voorstel", **typed | {"words": "Wij doen meer.", "organisation": "eindhoven"}))
    assert [one.organisation for one in Proposal.objects.all()] == [utrecht, eindhoven]
    assert (
        client.post(ACTION, pressed("voorstel", **typed | {"words": "Anders.", "organisation": "vng"})).status_code
        == 422
    )


def test_nobody_rewrites_what_was_said(commitment, draft, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    drafts.submit_comment(draft, commitment, by=speaks_for(utrecht), text="Hoeveel?")
    drafts.accept_proposal(proposal, by=SYSTEM, words=proposal.words, seen=seen(commitment))
    for change in (
        lambda: Wording.objects.update(after="Anders."),
        lambda: Wording.objects.update(organisation=eindhoven),
        lambda: Proposal.objects.update(words="Anders."),
        lambda: Comment.objects.update(text="Anders."),
    ):
        with pytest.raises(IntegrityError, match="stay"), transaction.atomic():
            change()
    speaks_for(utrecht).delete()
    assert Wording.objects.get().organisation == utrecht


def test_it_is_read_by_the_parties_after_the_edition_was_fixed(client, commitment, draft, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    drafts.submit_comment(draft, commitment, by=speaks_for(utrecht), text="Hoeveel dan?")
    drafts.accept_proposal(proposal, by=SYSTEM, words=proposal.words, seen=seen(commitment))
    adopt(draft)
    client.force_login(speaks_for(eindhoven))
    assert "ligt vast; lees wie wat schreef" in client.get("/account/").content.decode()
    page = client.get(ACTION).content.decode()
    for shown in ("Deze editie ligt vast", "Wie schreef wat", "<ins>veel </ins>", "Utrecht", "Hoeveel dan?"):
        assert shown in page, shown
    assert "Stel andere woorden voor" not in page
    assert "Stel een actie voor" not in client.get(DRAFT).content.decode()


def test_who_typed_while_the_edition_was_fixed_loses_no_words(client, commitment, draft, utrecht):
    editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    client.force_login(speaks_for(utrecht))
    sent = client.post(ACTION, pressed("voorstel", field="description", words="Mijn lange tekst."))
    assert sent.status_code == 422
    assert "zolang de editie open is" in sent.content.decode()
    assert "Mijn lange tekst." in sent.content.decode()
    assert not Proposal.objects.exists()


def test_a_paragraph_can_be_picked_to_comment_on(client, commitment, utrecht):
    commitment.description = "Eerste alinea.\n\nTweede <b>alinea</b>."
    save_record(commitment, by=SYSTEM)
    client.force_login(speaks_for(utrecht))
    page = client.get(ACTION).content.decode()
    assert "?alinea=description-2#opmerking" in page
    picked = client.get(ACTION + "?alinea=description-2").content.decode()
    assert 'value="Tweede &lt;b&gt;alinea&lt;/b&gt;."' in picked
    assert client.get(ACTION + "?alinea=x").status_code == 200


def test_a_code_that_readers_know_stays(draft, editor):
    action = Action.objects.get(code="SM-1")
    action.code = "SM-7"
    save_record(action, by=editor)
    editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())
    action.code = "SM-8"
    with pytest.raises(Refused, match="Lezers kennen deze code al") as refused:
        save_record(action, by=editor)
    assert refused.value.field == "code"
    with pytest.raises(IntegrityError, match="action_code"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(code="SM-8")
    assert Action.objects.get(pk=action.pk).code == "SM-7"


def test_the_next_edition_begins_without_anybodys_wordings(draft, eindhoven):
    adopt(draft)
    following = make_edition()
    assert Commitment.objects.filter(edition=following).exists()
    assert not Wording.objects.exists()
