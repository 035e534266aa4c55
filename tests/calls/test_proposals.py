"""A partnership found through a call becomes an action of the draft edition in one step; both lead to each other."""

import pytest

from stedennet.agenda.flows import drafts, editions
from stedennet.agenda.models import Action, Proposal
from stedennet.agenda.rules.editions import Step
from stedennet.calls.flows import deadlines, proposals
from stedennet.calls.models import CallProposal
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import NotAllowed, Refused
from tests.builders.calls import make_call, owner
from tests.builders.editions import make_edition, say
from tests.builders.people import speaks_for
from tests.fixtures.agenda import vng  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def found(eindhoven):
    """A call of Eindhoven that found a partner."""
    call = make_call(organisation=eindhoven, what_for="Laden in de wijk.")
    return deadlines.record_outcome(call, "found", by=speaks_for(eindhoven), partner="Stroomstad BV")


@pytest.fixture
def draft(eindhoven, utrecht):
    return make_edition(eindhoven, utrecht)


@pytest.fixture
def signed_in(client, eindhoven):
    client.force_login(speaks_for(eindhoven))
    return client


def html(response):
    return response.content.decode()


def propose(call, by):
    return proposals.propose_action(call, by=by, words="Laadpleinen bouwen", why="Samen met Stroomstad BV.")


def accept(proposal):
    return drafts.accept_proposal(
        proposal, by=SYSTEM, words=proposal.words, seen=drafts.compute_text_mark(""), code="NW-1"
    )


def test_the_owner_finds_the_words_filled_in_and_proposes_with_one_button(signed_in, found, draft, eindhoven):
    page = f"/account/oproepen/{found.slug}/"
    shown = html(signed_in.get(page))
    assert "Maak er een actie van" in shown
    assert "Laden in de wijk. Samen met Stroomstad BV." in shown
    sent = {"wat": "voorstel", "voorstel-words": found.title, "voorstel-why": "Samen met Stroomstad BV."}
    assert signed_in.post(page, sent).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.edition, proposal.organisation, proposal.words) == (draft, eindhoven, found.title)
    shown = html(signed_in.get(page))
    assert "Voorgesteld als actie" in shown
    assert "Maak er een actie van" not in shown
    assert found.title in html(signed_in.get(f"/account/agenda/{draft.number}/"))
    assert signed_in.post(page, sent).status_code == 422
    assert Proposal.objects.count() == 1


def test_what_was_typed_stays_when_a_field_is_wrong(signed_in, found, draft):
    page = f"/account/oproepen/{found.slug}/"
    answer = signed_in.post(page, {"wat": "voorstel", "voorstel-words": "", "voorstel-why": "Deze <b>zin</b>"})
    assert answer.status_code == 422
    assert "Deze &lt;b&gt;zin" in html(answer)
    assert not Proposal.objects.exists()


def test_the_action_that_it_became_and_the_call_lead_to_each_other(client, found, draft, eindhoven, utrecht):
    accept(propose(found, speaks_for(eindhoven)).proposal)
    assert "NW-1" not in html(client.get(f"/oproepen/{found.slug}/"))
    edition = editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    for party in edition.parties.all():
        say(party)
    editions.take_step(edition, Step.ADOPT, by=SYSTEM)
    assert Action.objects.get(code="NW-1").commitments.get().responsible == eindhoven
    action = html(client.get("/agenda/acties/NW-1/"))
    assert "Kwam voort uit deze oproep" in action
    assert f"/oproepen/{found.slug}/" in action
    assert "/agenda/acties/NW-1/" in html(client.get(f"/oproepen/{found.slug}/"))
    assert "Kwam voort" not in html(client.get("/agenda/acties/SM-1/"))


def test_a_declined_proposal_can_be_made_again(found, draft, eindhoven):
    first = propose(found, speaks_for(eindhoven)).proposal
    with pytest.raises(Refused, match="één keer"):
        propose(found, speaks_for(eindhoven))
    drafts.decline_proposal(first, by=SYSTEM, reason="Nog te vaag.")
    second = propose(found, speaks_for(eindhoven)).proposal
    assert CallProposal.objects.get().proposal == second
    assert Proposal.objects.count() == 2


def test_only_a_party_or_the_office_proposes(found, draft, eindhoven, utrecht, vng):  # noqa: F811
    for by in (owner(found), speaks_for(utrecht), speaks_for(vng)):
        with pytest.raises(NotAllowed):
            propose(found, by)
    draft.parties.filter(organisation=eindhoven).delete()
    with pytest.raises(NotAllowed):
        propose(found, speaks_for(eindhoven))
    propose(found, SYSTEM)


def test_without_a_partner_or_a_draft_there_is_nothing_to_propose(eindhoven, draft, found):
    by = speaks_for(eindhoven)
    for outcome in ("none", "elsewhere", "changed"):
        call = deadlines.record_outcome(make_call(f"oproep-{outcome}", organisation=eindhoven), outcome, by=by)
        with pytest.raises(Refused, match="partner is gevonden"):
            propose(call, by)
    with pytest.raises(Refused, match="partner is gevonden"):
        propose(make_call("nog-open", organisation=eindhoven), by)
    editions.take_step(draft, Step.SUBMIT, by=SYSTEM)
    with pytest.raises(Refused, match="geen editie"):
        propose(found, by)


def test_an_example_never_becomes_an_action(eindhoven, draft):
    call = make_call("voorbeeld", organisation=eindhoven, is_example=True)
    deadlines.record_outcome(call, "found", by=speaks_for(eindhoven))
    with pytest.raises(Refused):
        propose(call, speaks_for(eindhoven))


def test_a_call_that_closes_while_parties_consult_is_proposed_for_that_edition(found, draft, eindhoven):
    edition = editions.take_step(draft, Step.CONSULT, by=SYSTEM, until=today())
    assert propose(found, speaks_for(eindhoven)).proposal.edition == edition
