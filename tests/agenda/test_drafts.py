"""Drafting together: proposals, what becomes of them, and that nobody overwrites what another wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stedennet.agenda.flows import drafts, editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.models import Comment, Edition, Proposal
from stedennet.agenda.rules.drafts import find_next_code
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.editions import propose, seen
from tests.builders.people import speaks_for
from tests.sections.pressing import pressed

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_party_proposes_other_words_and_the_owner_takes_them_over(commitment, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    assert (proposal.organisation, proposal.base) == (utrecht, "Wij bouwen laadpalen.")
    owner = speaks_for(eindhoven)
    done = drafts.accept_proposal(proposal, by=owner, words="Wij bouwen meer laadpalen.", seen=seen(commitment))
    commitment.refresh_from_db()
    assert commitment.description == "Wij bouwen meer laadpalen."
    assert (done.state, done.words, done.decided_by) == ("taken", "Wij bouwen veel laadpalen.", owner)


def test_declining_has_a_reason(commitment, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    with pytest.raises(Refused):
        drafts.decline_proposal(proposal, by=speaks_for(eindhoven), reason=" ")
    drafts.decline_proposal(proposal, by=speaks_for(eindhoven), reason="Te duur.")
    with pytest.raises(Refused, match="al beslist"):
        drafts.accept_proposal(proposal, by=speaks_for(eindhoven), words="x", seen=seen(commitment))
    commitment.refresh_from_db()
    assert commitment.description == "Wij bouwen laadpalen."


def test_two_who_change_the_same_text_see_each_other(commitment, eindhoven, utrecht, vng):
    first, second = propose(commitment, speaks_for(utrecht)), propose(commitment, speaks_for(vng), "Wij bouwen niets.")
    saw = seen(commitment)
    drafts.accept_proposal(first, by=speaks_for(eindhoven), words=first.words, seen=saw)
    with pytest.raises(Refused, match="Intussen is de tekst gewijzigd"):
        drafts.accept_proposal(second, by=SYSTEM, words=second.words, seen=saw)
    commitment.refresh_from_db()
    assert commitment.description == "Wij bouwen veel laadpalen."
    assert Proposal.objects.get(pk=second.pk).state == "open"
    drafts.accept_proposal(second, by=SYSTEM, words="Wij bouwen samen.", seen=seen(commitment))
    commitment.refresh_from_db()
    assert commitment.description == "Wij bouwen samen."


def test_a_party_proposes_a_new_action(draft, utrecht):
    proposal = drafts.submit_proposal(
        draft, None, by=speaks_for(utrecht), field="action", words="Bomen", why="Wij planten bomen."
    )
    with pytest.raises(NotAllowed):
        drafts.accept_proposal(proposal, by=speaks_for(utrecht), words="Bomen", seen="")
    drafts.accept_proposal(proposal, by=SYSTEM, words="Bomen planten", seen="")
    new = draft.commitments.get(action__code="NW-1")
    assert (new.title, new.lead, new.responsible) == ("Bomen planten", "Wij planten bomen.", utrecht)


def test_who_may_do_what(commitment, draft, eindhoven, utrecht, mobility):
    stranger = speaks_for(keep_organisation())
    with pytest.raises(NotAllowed):
        propose(commitment, stranger)
    with pytest.raises(NotAllowed):
        drafts.submit_comment(draft, commitment, by=stranger, text="Hoi")
    proposal = propose(commitment, speaks_for(utrecht))
    for somebody in (stranger, speaks_for(utrecht)):
        with pytest.raises(NotAllowed):
            drafts.accept_proposal(proposal, by=somebody, words="x", seen=seen(commitment))
        with pytest.raises(NotAllowed):
            drafts.decline_proposal(proposal, by=somebody, reason="x")


def keep_organisation():
    from stedennet.network.flows.records import save_record as keep_in_network
    from stedennet.network.models import Organisation

    return keep_in_network(Organisation(name="Buiten", slug="buiten", kind="company"), by=SYSTEM)


def test_nothing_is_drafted_once_it_is_fixed(commitment, draft, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    with pytest.raises(Refused, match="nog niet beslist"):
        editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    Edition.objects.update(status="approval")
    commitment.refresh_from_db()
    proposal.refresh_from_db()
    for attempt in (
        lambda: propose(commitment, speaks_for(utrecht)),
        lambda: drafts.accept_proposal(proposal, by=SYSTEM, words="x", seen=seen(commitment)),
        lambda: drafts.decline_proposal(proposal, by=SYSTEM, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("field", "words"),
    [("description", " "), ("title", "x" * 201), ("quorum", "1"), ("description", "Wij bouwen laadpalen.")],
)
def test_what_makes_no_sense_is_refused(commitment, utrecht, field, words):
    with pytest.raises(Refused):
        propose(commitment, speaks_for(utrecht), words=words, field=field)


def test_a_comment_says_which_words_it_is_about(commitment, draft, utrecht):
    drafts.submit_comment(draft, commitment, by=speaks_for(utrecht), text="Hoeveel?", paragraph="laadpalen")
    assert str(Comment.objects.get().organisation) == "Utrecht"


@given(st.lists(st.builds("{}-{}".format, st.sampled_from(["NW", "SM"]), st.integers(1, 999)), max_size=9))
def test_the_next_code_is_free(codes):
    new = find_next_code(codes, "NW")
    assert new not in codes
    assert new.startswith("NW-")


DRAFT, ACTION = "/account/agenda/1/", "/account/agenda/1/SM-1/"


def test_the_whole_of_it_in_pages(client, commitment, eindhoven, utrecht):
    client.force_login(speaks_for(utrecht))
    assert DRAFT in client.get("/account/").content.decode()
    assert client.get(DRAFT).status_code == 200
    client.post(DRAFT, {"words": "Bomen", "why": "Wij planten bomen."})
    client.post(ACTION, pressed("opmerking", text="Hoeveel dan?", paragraph="laadpalen"))
    sent = client.post(ACTION, pressed("voorstel", field="description", words="Wij bouwen veel laadpalen."))
    assert sent.status_code == 302
    page = client.get(ACTION).content.decode()
    assert "<ins>veel </ins>" in page
    assert "Hoeveel dan?" in page
    assert "Beslis over dit voorstel" not in page
    proposal = Proposal.objects.get(field="description")
    decide = f"/account/agenda/voorstel/{proposal.pk}/"
    assert client.get(decide).status_code == 403

    client.force_login(speaks_for(eindhoven))
    assert decide in client.get(ACTION).content.decode()
    old = drafts.compute_text_mark("iets anders")
    refused = client.post(decide, {"wat": "over", "words": "Mijn woorden.", "seen": old})
    assert (refused.status_code, "Mijn woorden." in refused.content.decode()) == (422, True)
    assert client.post(decide, {"wat": "niet", "answer": ""}).status_code == 422
    assert client.post(decide, {"wat": "over", "words": "Mijn woorden.", "seen": seen(commitment)}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.description == "Mijn woorden."
    assert "overgenomen" in client.get(ACTION).content.decode()


def test_a_text_that_changed_meanwhile_is_shown(client, commitment, eindhoven, utrecht):
    proposal = propose(commitment, speaks_for(utrecht))
    commitment.description = "Wij bouwen snelle laadpalen."
    save_record(commitment, by=SYSTEM)
    client.force_login(speaks_for(eindhoven))
    page = client.get(f"/account/agenda/voorstel/{proposal.pk}/").content.decode()
    assert "<ins>snelle </ins>" in page


def test_nobody_else_gets_in(client, draft, commitment):
    for path in (DRAFT, ACTION):
        assert client.get(path).status_code == 302
    client.force_login(speaks_for(keep_organisation()))
    for path in (DRAFT, ACTION):
        assert client.get(path).status_code == 403
    assert client.get("/account/agenda/9/").status_code == 404


def test_who_still_sees_the_draft_adds_nothing_to_an_edition_that_was_fixed_meanwhile(draft, commitment, utrecht):
    old = Edition.objects.get(pk=draft.pk)
    editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    for attempt in (
        lambda: drafts.submit_proposal(old, commitment, by=speaks_for(utrecht), field="lead", words="Wij doen veel."),
        lambda: drafts.submit_comment(old, commitment, by=speaks_for(utrecht), text="Hoeveel?"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert not Proposal.objects.exists()
    assert not Comment.objects.exists()
