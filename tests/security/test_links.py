"""Every personal link can be made invalid by itself: by who has it, and by the office; a new one takes its place."""

import re

import pytest
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import approvals, editions, rounds
from stedennet.agenda.models import Action, RoundRequest
from stedennet.agenda.personal_links import ACTION_LINK, ROUND_LINK, LinkedRequest
from stedennet.agenda.rules.editions import Step
from stedennet.audit.kinds import EventKind
from stedennet.audit.models import SecurityEvent
from stedennet.calls.flows import submissions
from stedennet.calls.personal_links import CALL_LINK, CONVERSATION_LINK
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.events.models import Registration
from stedennet.events.personal_links import REGISTRATION_LINK
from stedennet.initiatives.models import Adoption, FollowUp
from stedennet.initiatives.personal_links import FOLLOW_UP_LINK, INITIATIVE_LINK, LinkedFollowUp
from stedennet.matching.personal_links import CALL_MAILS_LINK
from stedennet.outbox.models import OutgoingMail
from stedennet.personal_links.flows import find_link_of_holder, list_links, replace_link, replace_link_by_holder
from stedennet.personal_links.links import Reissue
from stedennet.personal_links.models import ReplacedLink
from stedennet.personal_links.registry import get_personal_links
from stedennet.reactions.personal_links import REACTION_LINK
from stedennet.site.personal_pages import PERSONAL_PAGES
from stedennet.spreading.models import Subscription
from stedennet.spreading.personal_links import STOP_LINK, SUBSCRIPTIONS_LINK
from tests.builders.articles import make_article
from tests.builders.calls import answered, asking, confirm_for
from tests.builders.editions import adopt, make_edition
from tests.builders.events import make_event
from tests.builders.events import send_in as register
from tests.builders.initiatives import link_in, make_initiative
from tests.builders.people import speaks_for
from tests.builders.reactions import react
from tests.builders.subscriptions import asked, subscribed
from tests.fixtures.calls import call  # noqa: F401

ADA, BO = "ada@example.org", "bo@example.org"
PATHS = {
    "reaction": "/reacties/mijn/{}/",
    "registration": "/evenementen/aanmelding/{}/",
    "call": "/oproepen/mijn/{}/",
    "talk": "/oproepen/gesprek/{}/",
    "initiative": "/initiatieven/mijn/{}/",
    "subscriptions": "/abonnement/{}/",
    "action": "/agenda/actie-bijwerken/{}/",
    "round": "/agenda/bijwerken/{}/",
    "follow_up": "/initiatieven/hoe-gaat-het/{}/",
}


@pytest.fixture
def tokens(call, eindhoven, utrecht, mobility):  # noqa: F811
    """A secret of every kind, all of one person but for the round and the question about an adoption."""
    reaction = react(make_article(themes=[mobility]), ADA)
    register(make_event(), ADA)
    confirm_for(ADA)
    initiative = make_initiative(theme=mobility, lead=eindhoven, contact_email=ADA)
    call.owner_email = ADA
    call.save()
    talk = answered(call, email=ADA)
    subscription = subscribed(ADA)
    representative = speaks_for(eindhoven)
    adopted = Adoption.objects.create(
        initiative=make_initiative("Deelfietsen", theme=mobility), organisation=eindhoven, kind="as_is", told_at=now()
    )
    follow_up = FollowUp.objects.create(adoption=adopted, moment=3, asked_at=now())
    adopt(make_edition(eindhoven, utrecht))
    Action.objects.update(contact_email=ADA)
    rounds.open_round(by=SYSTEM)
    request = RoundRequest.objects.get(organisation=eindhoven)
    return {
        "reaction": REACTION_LINK.make_token(reaction),
        "registration": REGISTRATION_LINK.make_token(Registration.objects.get(email=ADA)),
        "call": CALL_LINK.make_token(call),
        "talk": CONVERSATION_LINK.make_token(talk),
        "initiative": INITIATIVE_LINK.make_token(initiative),
        "subscriptions": SUBSCRIPTIONS_LINK.make_token(subscription.subscriber),
        "action": ACTION_LINK.url(Action.objects.first(), "nl").rstrip("/").rpartition("/")[2],
        "follow_up": FOLLOW_UP_LINK.make_token(LinkedFollowUp(follow_up, representative)),
        "round": ROUND_LINK.url(LinkedRequest(request, representative), "nl").rstrip("/").rpartition("/")[2],
    }


@pytest.fixture
def secret_paths(tokens, eindhoven, utrecht):
    """The page of every personal link, and of what replaces one."""
    submissions.submit_call(asking(email=BO), language="nl", once="bo", page="/oproepen/")
    confirmation = link_in(OutgoingMail.objects.filter(to=BO).latest("pk"), "bevestigen")
    party = editions.take_step(make_edition(eindhoven, utrecht), Step.SUBMIT, by=SYSTEM).parties.first()
    approvals.send_approval_link(party, BO, by=SYSTEM)
    decision = OutgoingMail.objects.filter(template="decide_by_link").latest("pk")
    more = {
        "call_mails": CALL_MAILS_LINK.make_token(eindhoven),
        "confirmation": confirmation,
        "decision": re.search(r"/agenda/akkoord/([^/\s]+)/", decision.text)[1],
        "stop": STOP_LINK.make_token(Subscription.objects.get()),
        "wish": asked(BO),
    }
    paths = {purpose: reverse(PERSONAL_PAGES[purpose], args=[token]) for purpose, token in {**tokens, **more}.items()}
    return {**paths, "replace": reverse("replace_link", args=[tokens["call"]])}


def newest(kind):
    """The secret in the mail that was sent last."""
    mail = OutgoingMail.objects.latest("pk")
    assert mail.template == "link_replaced"
    found = re.search(PATHS[kind].format(r"([^/\s]+)"), mail.text)
    assert found, mail.text
    return found[1]


def test_each_link_that_its_holder_may_replace_is_tested_here():
    links = get_personal_links()
    assert {purpose for purpose in links if links[purpose].reissue is Reissue.HOLDER} == set(PATHS)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("kind", PATHS)
def test_who_has_a_link_makes_it_invalid_and_gets_a_new_one_by_mail(client, tokens, kind, language):
    old = tokens[kind]
    page = client.get(language + PATHS[kind].format(old))
    assert page.status_code == 200
    replace = re.search(r'href="([^"]*/nieuwe-link/[^"]+)"', page.content.decode())[1]
    assert client.get(replace).status_code == 200
    assert client.get(language + PATHS[kind].format(old)).status_code == 200, "reading changes nothing"
    answer = client.post(replace)
    assert answer.status_code == 200
    new = newest(kind)
    assert new not in answer.content.decode(), "the new link goes to the address that is known, not to who asks"
    assert ADA not in answer.content.decode()
    assert client.get(PATHS[kind].format(old)).status_code in {404, 410}
    assert client.get(PATHS[kind].format(new)).status_code == 200
    assert client.post(replace).status_code == 404, "an old link replaces nothing"
    others = [name for name in PATHS if name != kind]
    assert [client.get(PATHS[name].format(tokens[name])).status_code for name in others] == [200] * len(others)


@pytest.mark.parametrize("kind", PATHS)
def test_a_link_can_be_replaced_again_and_no_link_is_stored(tokens, kind):
    seen = [tokens[kind]]
    for _ in range(3):
        replace_link_by_holder(seen[-1])
        seen.append(newest(kind))
    assert len(set(seen)) == 4
    assert [find_link_of_holder(token) is not None for token in seen] == [False, False, False, True]
    row = ReplacedLink.objects.get()
    assert not any(token.rpartition(":")[2] in f"{row.value}{row.mark}" for token in seen)


def test_the_office_finds_the_links_of_an_address_and_replaces_one(client, tokens, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    office = create_person(email="red@example.org", name="Red", password=None, by=SYSTEM, is_editor=True)
    client.force_login(office, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/beheer/persoonlijke-links/?adres={ADA.upper()}").content.decode()
    found = re.findall(r'name="kind" value="([^"]+)">\s*<input type="hidden" name="value" value="([^"]+)"', page)
    assert {kind for kind, _value in found} == set(PATHS) - {"round", "follow_up"}
    assert not any(token in page for token in tokens.values())
    value = dict(found)["initiative"]
    client.post("/beheer/persoonlijke-links/", {"kind": "initiative", "value": value})
    assert find_link_of_holder(tokens["initiative"]) is None
    assert find_link_of_holder(newest("initiative")) is not None
    event = SecurityEvent.objects.filter(kind=EventKind.LINK_REPLACED).get()
    assert (event.by_key, event.data) == (office.pk, {"kind": "initiative"})


def test_nobody_else_replaces_links_of_others(client, tokens, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    moderator = create_person(email="mo@example.org", name="Mo", password=None, by=SYSTEM, is_moderator=True)
    kind, value, _holder = list_links(ADA)[0]
    with pytest.raises(NotAllowed):
        replace_link(kind.purpose, value, by=moderator)
    client.force_login(moderator, "allauth.account.auth_backends.AuthenticationBackend")
    client.post("/beheer/persoonlijke-links/", {"kind": kind.purpose, "value": value})
    assert not ReplacedLink.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("none", "1"),
        ("reaction", "x"),
        ("reaction", "999999"),
        ("call", "1-forged"),
        ("round", "x-y"),
        ("round", "1"),
        ("follow_up", "x-y"),
        ("follow_up", "1"),
    ],
)
def test_what_is_no_link_is_not_replaced(db, kind, value):
    with pytest.raises(Refused):
        replace_link(kind, value, by=SYSTEM)
    assert not ReplacedLink.objects.exists()


@pytest.mark.parametrize("token", ["x", Signer(salt="x").sign("1"), "1~mark:x", "a" * 3000])
def test_a_forged_link_replaces_nothing(client, db, token):
    assert client.get(f"/nieuwe-link/{token}/").status_code == 404
    assert client.post(f"/nieuwe-link/{token}/").status_code == 404
    assert not OutgoingMail.objects.exists()


def test_a_link_of_before_a_key_was_changed_still_works(tokens, settings):
    old = tokens["reaction"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-key"
    assert REACTION_LINK.find(old) is not None


def test_every_page_of_a_personal_link_keeps_its_address_secret(client, secret_paths):
    assert set(secret_paths) == {*get_personal_links(), "replace"}
    for purpose, path in secret_paths.items():
        page = client.get(path)
        assert page.status_code == 200, purpose
        assert page.get("Referrer-Policy") == "no-referrer", purpose
        assert page.get("X-Robots-Tag") == "noindex", purpose
        assert "no-store" in page.get("Cache-Control", ""), purpose


def test_every_form_behind_a_personal_link_comes_through_without_a_referrer(secret_paths):
    """A browser that may tell no address sends this origin instead, and no cookie is asked for."""
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    refused = {purpose for purpose, path in secret_paths.items() if browser.post(path).status_code == 403}
    assert refused == set()
