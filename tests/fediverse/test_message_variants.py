"""The same message as different servers write it: by id only, as a list of one, with several signatures."""

import json

import pytest

from stedennet.fediverse.models import Follower, Tally
from stedennet.fediverse.rules import messages
from stedennet.fediverse.signatures import sign_post
from stedennet.intake.models import Submission
from tests.builders.fediverse import KEYS, SITE, Person, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NETWORK = f"{SITE}/fediverse/accounts/netwerk"
INBOX = "/fediverse/postvak"


@pytest.mark.parametrize("kind", ["Like", "Announce"])
@pytest.mark.parametrize("form", ["address", "whole", "list", "nothing in it", "type in a list"])
def test_a_like_or_a_share_is_taken_back_in_any_form(client, ada, post, kind, form):
    asked = ada.activity(kind, post.document["id"])
    ada.sends(client, asked)
    assert Tally.objects.count() == 1
    thing = {
        "address": asked["id"],
        "whole": asked,
        "list": [asked],
        "nothing in it": {"id": asked["id"], "type": kind},
        "type in a list": {**asked, "type": [kind]},
    }[form]
    ada.sends(client, ada.activity("Undo", thing))
    assert not Tally.objects.exists()


def test_nobody_takes_back_the_like_of_another(client, ada, internet, post):
    asked = ada.activity("Like", post.document["id"])
    ada.sends(client, asked)
    eve = Person(internet, "eve", "kwaad.example")
    eve.sends(client, eve.activity("Undo", asked["id"]))
    assert Tally.objects.count() == 1


def test_a_follow_that_is_taken_back_by_its_address_leaves_likes_alone(client, ada, post):
    asked = follow(client, ada)
    ada.sends(client, ada.activity("Like", post.document["id"]))
    ada.sends(client, ada.activity("Undo", asked["id"]))
    assert (Follower.objects.count(), Tally.objects.count()) == (0, 1)


def test_types_may_be_a_list_of_one(client, ada, post):
    note = ada.note(post.document["id"], type=["Note"])
    ada.sends(client, {**ada.activity("Create", [note]), "type": ["Create"]})
    assert Submission.objects.filter(kind="fediverse_reply").count() == 1


@pytest.mark.parametrize("kind", [["Follow", "Like"], [], [1], {"a": 1}, None, 1])
def test_a_type_that_is_none_is_refused(client, ada, kind):
    assert ada.sends(client, {**ada.activity("Follow", NETWORK), "type": kind}).status_code == 400
    assert messages.type_of({"type": kind}) == ""


def twice_signed(ada, body, *, first="proxy", second="zomaar", wrong=None):
    """A message signed by the account, and by a proxy with a key on its own server."""
    ours = sign_post("rfc9421", f"{SITE}{INBOX}", body, key_id=ada.key_id, private_pem=ada.private)
    key = wrong or "https://tussen.example/actor#key"
    theirs = sign_post("rfc9421", f"{SITE}{INBOX}", body, key_id=key, private_pem=KEYS[0][1])
    made = {name: ours[name] for name in ("signature", "signature-input", "content-digest")}
    for name in ("signature", "signature-input"):
        made[name] = f"{theirs[name].replace('sig1=', first + '=', 1)}, {ours[name].replace('sig1=', second + '=', 1)}"
    return made


@pytest.mark.parametrize("wrong", [None, "https://elders.example/actor#andere"])
def test_of_several_signatures_that_of_the_sender_counts_under_any_label(client, ada, wrong):
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    assert ada.sends(client, body, headers=twice_signed(ada, body, wrong=wrong)).status_code == 202
    assert Follower.objects.count() == 1


def test_several_signatures_of_others_prove_nothing(client, ada, internet):
    eve = Person(internet, "eve", "kwaad.example", keys=KEYS[0])
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    assert ada.sends(client, body, headers=twice_signed(eve, body)).status_code == 401
    assert not Follower.objects.exists()


def test_a_message_is_not_taken_again_under_another_label(client, ada):
    body = json.dumps(ada.activity("Follow", NETWORK)).encode()
    assert ada.sends(client, body, headers=twice_signed(ada, body)).status_code == 202
    again = {
        name: value.replace("zomaar=", "anders=", 1) for name, value in twice_signed(ada, body, first="p").items()
    }
    made = twice_signed(ada, body)
    renamed = {name: value.replace("zomaar=", "anders=", 1) for name, value in made.items()}
    assert ada.sends(client, body, headers=renamed).status_code in (202, 401)
    assert ada.sends(client, body, headers=again).status_code in (202, 401)
    assert Follower.objects.count() == 1
