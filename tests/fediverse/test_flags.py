"""Reports from other servers reach the moderators."""

import pytest

from stedennet.fediverse.flows.flags import KIND, MAX_PER_DAY
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.reactions.models import Reaction
from tests.builders.fediverse import SITE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on")]
NETWORK = f"{SITE}/fediverse/accounts/netwerk"


def flags():
    return Submission.objects.of_kind(KIND)


def placed(client, ada, post, moderator):
    """A published reply from another server."""
    note = ada.note(post.document["id"])
    ada.sends(client, ada.activity("Create", note))
    intake.accept_submission(Submission.objects.get(kind="fediverse_reply"), by=moderator)
    return note, Reaction.objects.get()


def test_a_report_about_a_reply_waits_for_a_moderator_who_takes_it_away(client, ada, post, moderator):
    note, reaction = placed(client, ada, post, moderator)
    ada.sends(client, ada.activity("Flag", [NETWORK, note["id"]], content="<p>Dit is <b>spam</b>.</p>"))
    about = flags().get(subject_id=str(reaction.pk))
    assert about.status == "pending"
    assert "Dit is spam." in about.text
    assert "Goed plan." in about.text
    intake.accept_submission(about, by=moderator)
    reaction.refresh_from_db()
    assert (reaction.status, "fediverse" in reaction.removed_reason) == ("removed", True)


@pytest.mark.parametrize("form", ["address", "whole", "list"])
def test_a_report_about_a_post_or_an_account_of_ours_waits_too(client, ada, post, form, moderator):
    address = post.document["id"]
    thing = {"address": address, "whole": {"id": address, "type": "Article"}, "list": [address]}[form]
    ada.sends(client, ada.activity("Flag", thing))
    ada.sends(client, ada.activity("Flag", NETWORK))
    titles = sorted(flags().values_list("subject_title", flat=True))
    assert titles == ["Melding uit de fediverse: @netwerk", "Melding uit de fediverse: Het nieuws"]
    for flag in flags():
        intake.accept_submission(flag, by=moderator)


def test_a_report_about_what_is_not_ours_is_nothing(client, ada):
    assert ada.sends(client, ada.activity("Flag", ["https://elders.example/x", ada.actor])).status_code == 202
    assert not flags().exists()


def test_the_same_report_twice_is_one_and_a_flood_ends(client, ada):
    asked = ada.activity("Flag", NETWORK)
    for _again in range(2):
        ada.sends(client, asked)
    assert flags().count() == 1
    for _more in range(MAX_PER_DAY + 5):
        ada.sends(client, ada.activity("Flag", NETWORK))
    assert flags().count() == MAX_PER_DAY


def test_a_moderator_sees_it_on_the_page_of_what_came_in(client, ada, moderator, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    ada.sends(client, ada.activity("Flag", NETWORK, content="<p>Onwaar.</p>"))
    client.force_login(moderator)
    page = client.get(f"/beheer/inzendingen/{flags().get().pk}/")
    assert page.status_code == 200
    assert "Onwaar." in page.content.decode()
