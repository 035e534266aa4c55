"""Reactions as readers see and make them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now
from stedennet.intake.models import Submission
from stedennet.network.flows.records import save_record
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions.flows import remove_reaction
from stedennet.reactions.models import Reaction
from stedennet.reactions.personal_links import REACTION_LINK
from tests.builders.reactions import react
from tests.fixtures.reactions import article, moderator  # noqa: F401
from tests.sections.pressing import pressed

pytestmark = pytest.mark.django_db
TYPED = {"name": "Ada", "email": "ada@example.org", "text": "Goed plan."}


def html(response):
    return response.content.decode()


def add_url(article):  # noqa: F811
    return f"/reacties/artikel/{article.pk}/toevoegen/"


def test_reactions_stand_below_the_article_with_their_replies(client, article):  # noqa: F811
    first = react(article)
    react(article, "ben@example.org", text="Dat vind ik ook.", parent=first)
    page = html(client.get(article.get_url()))
    places = [page.index(part) for part in ("2 reacties", "Goed plan.", "Dat vind ik ook.", "Reactie toevoegen")]
    assert places == sorted(places)
    assert not client.get(article.get_url()).cookies


def test_a_removed_reaction_leaves_a_tombstone_only_above_replies(client, article, moderator):  # noqa: F811
    first, lonely = react(article), react(article, "cas@example.org", text="Alleen.")
    react(article, "ben@example.org", text="Antwoord.", parent=first)
    for one in (first, lonely):
        remove_reaction(one, by=moderator, reason="Reclame")
    page = html(client.get(article.get_url()))
    assert page.count("Deze reactie is weggehaald.") == 1
    assert "Antwoord." in page
    assert "Goed plan." not in page


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_forms_answer(client, article, language):  # noqa: F811
    reaction = react(article)
    for path in (
        add_url(article),
        f"/reacties/{reaction.pk}/antwoorden/",
        f"/reacties/{reaction.pk}/melden/",
        f"/reacties/mijn/{REACTION_LINK.make_token(reaction)}/",
        "/reacties/verstuurd/",
    ):
        assert client.get(language + path).status_code == 200, path


def test_sending_a_reaction(client, article):  # noqa: F811
    response = client.post(add_url(article), {**TYPED, "once": str(uuid4())})
    assert response.status_code == 302
    assert Submission.objects.get().status == "unconfirmed"


def test_twice_is_once(client, article):  # noqa: F811
    typed = {**TYPED, "once": str(uuid4())}
    for _ in range(2):
        client.post(add_url(article), typed)
    assert Submission.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\u202e"), ("email", "x"), ("text", ""), ("text", "x" * 2001), ("text", "n\0l")],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, article, field, value):  # noqa: F811
    response = client.post(add_url(article), {**TYPED, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not OutgoingMail.objects.exists()
    if field != "text":
        assert "Goed plan." in html(response)


def test_ten_megabytes_are_refused_without_an_error(client, article):  # noqa: F811
    response = client.post(add_url(article), {**TYPED, "text": "x" * 10_000_000})
    assert response.status_code in (400, 413, 422)


def test_a_robot_is_thanked_and_ignored(client, article):  # noqa: F811
    assert client.post(add_url(article), {**TYPED, "website": "x"}).status_code == 302
    assert not Submission.objects.exists()


def test_too_many_at_once_is_said(client, article):  # noqa: F811
    answers = [client.post(add_url(article), {**TYPED, "once": str(uuid4())}).status_code for _ in range(11)]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "path", ["/reacties/artikel/999999/toevoegen/", "/reacties/x/1/toevoegen/", "/reacties/9/melden/"]
)
def test_what_does_not_exist_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_hostile_words_end_as_text(client, article):  # noqa: F811
    react(article, text="<script>alert(1)</script>", name='<img src=x onerror="alert(2)">')
    page = html(client.get(article.get_url()))
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_badge_of_the_lead_comes_from_the_register(client, article, lead, eindhoven):  # noqa: F811
    person = create_person(email="e@example.org", name="E", password=None, by=SYSTEM)
    save_record(Representation(user=person, organisation=eindhoven), by=SYSTEM)
    react(article, person.email, person=person, name="E")
    react(article, "nep@example.org", name="Trekker van Smart Mobility", text="Ik ben de baas.")
    page = html(client.get(article.get_url()))
    assert page.count('<span class="badge">trekker van Smart Mobility</span>') == 1


def test_the_writer_changes_and_withdraws_on_the_own_page(client, article):  # noqa: F811
    reaction = react(article)
    mine = f"/reacties/mijn/{REACTION_LINK.make_token(reaction)}/"
    client.post(mine, pressed("wijzig", text="Beter plan."))
    assert "Beter plan." in html(client.get(article.get_url()))
    client.post(mine, {"wat": "intrekken"})
    assert "Beter plan." not in html(client.get(article.get_url()))


def test_only_a_moderator_may_take_away(client, article, moderator, settings):  # noqa: F811
    settings.REQUIRE_SECOND_FACTOR = False
    url = f"/reacties/{react(article).pk}/weghalen/"
    assert client.get(url).status_code == 302
    client.force_login(create_person(email="r@example.org", name="R", password=None, by=SYSTEM))
    assert client.post(url, {"reason": "Zomaar"}).status_code == 403
    client.force_login(moderator)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Reclame"}).status_code == 302
    assert Reaction.objects.get().status == "removed"


def test_five_thousand_reactions_cost_no_more_queries(client, article):  # noqa: F811
    react(article)

    def count():
        client.get(article.get_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(article.get_url()).status_code == 200
        return len(queries)

    first = count()
    sent = Submission.objects.bulk_create(
        Submission(kind="reaction", name="N", email="n@example.org", once=str(number), created_at=now(), text="T")
        for number in range(5000)
    )
    label, key = article._meta.label_lower, str(article.pk)
    Reaction.objects.bulk_create(
        Reaction(subject_type=label, subject_id=key, submission=one, name="N", text="T", published_at=now())
        for one in sent
    )
    many = count()
    assert many <= first + 1, "one more for the replies of a full page is fine"
    assert many <= 25
    assert "5001 reacties" in html(client.get(article.get_url()))
