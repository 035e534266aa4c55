"""Editors keep challenges and say what belongs to them; the database holds what is always so."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.calls.rules.states import State
from stedennet.challenges.flows import challenges as flows
from stedennet.challenges.models import Challenge, ChallengeLink
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.errors import NotAllowed, RefusedFields
from stedennet.network.references import get_reference
from tests.builders.calls import make_call
from tests.builders.challenges import SOURCE, make_challenge
from tests.builders.editions import adopt, make_edition
from tests.builders.initiatives import make_initiative

pytestmark = pytest.mark.django_db


def list_verbs(challenge):
    return list(Change.objects.for_subject(challenge).values_list("verb", flat=True))


@pytest.fixture
def initiative(mobility):
    return make_initiative(theme=mobility)


@pytest.fixture
def action(eindhoven):
    return adopt(make_edition(eindhoven)).commitments.get().action


def test_a_new_challenge_is_announced_as_published_and_a_changed_one_as_changed(eindhoven):
    challenge = make_challenge(owner=eindhoven, title_en="How do cities cope with their growth?")
    flows.save_challenge(challenge, by=SYSTEM)
    assert sorted(list_verbs(challenge)) == ["changed", "published"]
    line = Change.objects.for_subject(challenge).first()
    assert (line.title_en, line.behalf_of) == ("How do cities cope with their growth?", "Eindhoven")


def test_a_link_is_announced_as_a_change_of_its_challenge(initiative):
    challenge = make_challenge()
    link = flows.link_to_challenge(challenge, initiative, by=SYSTEM)
    flows.remove_link(link, by=SYSTEM)
    assert list_verbs(challenge).count("changed") == 2
    assert not ChallengeLink.objects.exists()


def test_a_challenge_that_goes_takes_its_links_along_and_is_announced_as_withdrawn(initiative):
    challenge = make_challenge("groei", initiative)
    key = challenge.pk
    flows.remove_challenge(challenge, by=SYSTEM)
    assert Change.objects.filter(subject_type="challenges.challenge", subject_id=str(key), verb="withdrawn").exists()
    assert not ChallengeLink.objects.exists()


@pytest.mark.parametrize("roles", [{}, {"is_moderator": True}])
def test_only_editors_change_challenges(roles, initiative):
    challenge = make_challenge("groei", initiative)
    person = create_person(email="jo@example.org", name="Jo", password=None, by=SYSTEM, **roles)
    link = challenge.links.get()
    for change in (
        lambda: flows.save_challenge(challenge, by=person),
        lambda: flows.remove_challenge(challenge, by=person),
        lambda: flows.link_to_challenge(challenge, initiative, by=person),
        lambda: flows.remove_link(link, by=person),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert Challenge.objects.get().links.get() == link


def test_a_true_challenge_has_a_source_and_an_example_needs_none():
    with pytest.raises(RefusedFields) as refusal:
        make_challenge(source_url="")
    assert "bron" in str(refusal.value.fields)
    make_challenge("voorbeeld", source_url="", is_example=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Challenge.objects.update(is_example=False)


def test_a_link_names_exactly_one_thing(initiative, action):
    challenge = make_challenge()
    for link in (
        ChallengeLink(challenge=challenge),
        ChallengeLink(challenge=challenge, action=action, initiative=initiative),
    ):
        with pytest.raises(RefusedFields):
            flows.save_link(link, by=SYSTEM)
        with pytest.raises(IntegrityError), transaction.atomic():
            link.save()


def test_the_same_thing_belongs_to_a_challenge_once_and_to_several_challenges(initiative, action):
    call = make_call()
    first = make_challenge("groei", initiative, action, call)
    make_challenge("krimp", initiative, action, call)
    for record in (initiative, action, call):
        with pytest.raises(RefusedFields, match="al"):
            flows.link_to_challenge(first, record, by=SYSTEM)
        assert Challenge.objects.naming(record).count() == 2


@pytest.mark.parametrize("goals", [[0], [18], [7, 7], ["7"], "7"])
def test_only_numbers_of_goals_are_taken_each_once(goals):
    with pytest.raises(RefusedFields):
        make_challenge(sdgs=goals)


def test_a_goal_is_found_by_its_whole_number():
    make_challenge("een", sdgs=[1])
    make_challenge("elf", sdgs=[3, 11])
    assert [challenge.slug for challenge in Challenge.objects.serving(1)] == ["een"]
    assert [challenge.slug for challenge in Challenge.objects.serving(11)] == ["elf"]
    assert not Challenge.objects.serving(17).exists()


def test_a_link_counts_only_when_readers_can_see_what_it_leads_to(initiative, action, eindhoven):
    call = make_call()
    draft = make_edition(eindhoven, actions=2).commitments.get(action__code="SM-2").action
    hidden = make_call("geheim", state=State.CONFIRMED, published_at=None)
    make_challenge("groei", initiative, action, call, draft, hidden, make_initiative("Ontwerp", publish=False))
    links = Challenge.objects.with_cards().get().readable_links
    assert [link.action or link.initiative or link.call for link in links] == [initiative, action, call]


def test_when_organisations_merge_the_successor_owns_the_challenge(eindhoven):
    challenge = make_challenge(owner=eindhoven)
    reference = get_reference("challenges.challenge.owner")
    assert list(reference.rows_of(eindhoven, None)) == [challenge]
    assert reference.subject(challenge) == challenge


def test_an_editor_makes_a_challenge_and_links_an_action_to_it_in_the_admin(client, settings, action, mobility):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(create_person(email="e@example.org", name="E", password=None, by=SYSTEM, is_editor=True))
    typed = {
        "title": "Hoe wordt een stad stil?",
        "slug": "stilte",
        "summary": "Er is veel lawaai.",
        "sdgs": "[3, 11]",
        "themes": [str(mobility.pk)],
        "source_precision": "day",
    }
    refused = client.post(reverse("challenge:add"), typed)
    assert "Noem de bron" in refused.content.decode()
    assert client.post(reverse("challenge:add"), typed | {"source_url": SOURCE}).status_code == 302
    challenge = Challenge.objects.get()
    assert list(challenge.themes.all()) == [mobility]
    assert client.post(reverse("challengelink:add"), {"challenge": challenge.pk}).status_code == 200
    typed = {"challenge": challenge.pk, "action": action.pk}
    assert client.post(reverse("challengelink:add"), typed).status_code == 302
    assert challenge.links.get().action == action
