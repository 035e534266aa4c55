"""Writing as somebody else: who is signed in is who they are, and nobody types an organisation's name as their own."""

import datetime as dt
from uuid import uuid4

import pytest

from stedennet.accounts.flows import create_person
from stedennet.agenda.flows import editions
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.core.errors import Refused
from stedennet.intake import flows as intake
from stedennet.intake.models import Submission
from stedennet.intake.senders import check_sender_name, is_doubtful
from stedennet.network.flows.representations import grant_representation
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from stedennet.reactions.models import Reaction
from tests.builders.editions import make_edition
from tests.builders.reactions import react, send_in
from tests.fixtures.reactions import article, moderator  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def speaker(eindhoven):
    person = create_person(email="e@example.org", name="Eva Spreker", password=None, by=SYSTEM)
    grant_representation(Representation(user=person, organisation=eindhoven), by=SYSTEM)
    return person


def html(response):
    return response.content.decode()


def reacting(client, article, **typed):  # noqa: F811
    fields = {"name": "Ada", "email": "ada@example.org", "text": "Goed plan.", "once": str(uuid4())}
    return client.post(f"/reacties/artikel/{article.pk}/toevoegen/", {**fields, **typed})


@pytest.mark.parametrize("name", ["Eindhoven", "Gemeente Eindhoven", "gem. eindhoven", "GEMEENTE EINDHOVEN"])
def test_nobody_types_an_organisations_name_as_their_own(client, article, lead, name):  # noqa: F811
    response = reacting(client, article, name=name)
    assert response.status_code == 422
    assert "is een organisatie. Vul uw eigen naam in" in html(response)
    assert "Goed plan." in html(response), "nothing typed is lost"
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Gemеente Eindhоven", "organisation"),  # Cyrillic е and о
        ("Gemeente E1ndh0ven", "organisation"),
        ("Burgemeester van Eindhoven", "official"),
        ("Redactie", "office"),
    ],
)
def test_a_name_that_looks_like_one_is_marked_for_the_moderator(client, article, lead, moderator, name, mark):  # noqa: F811
    reacting(client, article, name=name)
    submission = Submission.objects.get()
    assert [one for one, _ in submission.marks] == [mark]
    submission = intake._process_confirmed(submission)
    client.force_login(moderator)
    for page in ("/beheer/inzendingen/", f"/beheer/inzendingen/{submission.pk}/"):
        assert "Let op:" in html(client.get(page))
        assert submission.doubts[0] in html(client.get(page))


def test_who_was_trusted_before_is_not_trusted_under_a_doubtful_name(article, lead):  # noqa: F811
    react(article, "ada@example.org")
    again = send_in(article, "ada@example.org", text="Nog iets.", name="Wethouder van Eindhoven")
    assert intake._process_confirmed(again).status == "pending"
    assert intake._process_confirmed(send_in(article, "ada@example.org", text="En dit.")).status == "accepted"


def test_who_is_signed_in_is_who_they_are(client, article, lead, speaker):  # noqa: F811
    client.force_login(speaker)
    assert 'name="email"' not in html(client.get(f"/reacties/artikel/{article.pk}/toevoegen/"))
    reacting(client, article, name="Iemand Anders", email="ander@example.org")
    submission = Submission.objects.get()
    assert (submission.name, submission.email, submission.person) == ("Eva Spreker", "e@example.org", speaker)
    assert submission.behalf_of == ""


def test_somebody_speaks_only_for_what_they_represent(client, article, lead, utrecht, speaker, eindhoven):  # noqa: F811
    client.force_login(speaker)
    assert reacting(client, article, on_behalf=utrecht.pk).status_code == 422
    assert reacting(client, article, on_behalf=eindhoven.pk).status_code == 302
    submission = Submission.objects.get()
    assert submission.behalf_of == "Eindhoven"
    intake.accept_submission(submission, by=SYSTEM)
    assert "namens Eindhoven" in html(client.get(article.get_url()))


def test_a_representation_that_ended_or_waits_cannot_be_chosen(client, article, lead, speaker, eindhoven):  # noqa: F811
    other = create_person(email="o@example.org", name="Otto", password=None, by=SYSTEM)
    Representation.objects.create(user=other, organisation=eindhoven)
    client.force_login(other)
    assert "on_behalf" not in html(client.get(f"/reacties/artikel/{article.pk}/toevoegen/"))
    reacting(client, article, on_behalf=eindhoven.pk)
    assert Submission.objects.get().behalf_of == ""


def test_without_a_name_in_the_account_the_address_never_becomes_one(client, article, lead):  # noqa: F811
    nameless = create_person(email="geheim@example.org", name="", password=None, by=SYSTEM)
    client.force_login(nameless)
    assert reacting(client, article, name="").status_code == 422
    reacting(client, article, name="Nora")
    intake.accept_submission(Submission.objects.get(), by=SYSTEM)
    assert Reaction.objects.get().name == "Nora"


def test_an_organisation_in_public_is_named_only_by_who_speaks_for_it(client, utrecht, eindhoven, speaker):
    until = today() + dt.timedelta(days=7)
    edition = make_edition(eindhoven, utrecht)
    edition.consultation_ends_on = until
    save_record(edition, by=SYSTEM)
    editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=until)
    page = f"/agenda/edities/{edition.number}/reageren/"
    typed = {"name": "Ada", "email": "ada@example.org", "text": "Prima.", "code": "", "once": str(uuid4())}
    for organisation in ("Gemeеnte Utrеcht", "Utrecht"):
        response = client.post(page, {**typed, "organisation": organisation})
        assert response.status_code == 422, organisation
        assert "Alleen wie voor Utrecht spreekt" in html(response)
    assert client.post(page, {**typed, "organisation": "Fietsersbond"}).status_code == 302
    client.force_login(speaker)
    elsewhere = {"REMOTE_ADDR": "192.0.2.9"}
    other, own = {"organisation": "Utrecht"}, {"on_behalf": eindhoven.pk}
    assert client.post(page, {**typed, **other, "once": str(uuid4())}, **elsewhere).status_code == 422
    assert client.post(page, {**typed, **own, "once": str(uuid4())}, **elsewhere).status_code == 302
    submission = Submission.objects.get(person=speaker)
    assert (submission.behalf_of, submission.data["organisation"]) == ("Eindhoven", "Eindhoven")
    assert submission.status == "pending", "who is signed in need not confirm"


def test_a_wish_to_join_says_who_is_behind_it(client, lead, mobility, speaker, eindhoven):
    page = f"/themas/{mobility.slug}/meedoen/"
    typed = {
        "name": "Gemeente Eindhoven",
        "email": "a@example.org",
        "organisation": "Eindhoven",
        "role": "participant",
    }
    sent = {**typed, "message": "Wij willen mee.", "once": str(uuid4())}
    assert client.post(page, sent).status_code == 422
    client.post(page, {**sent, "name": "Ada"})
    assert "Wij hebben niet nagegaan" in OutgoingMail.objects.get(to="e@example.org").text
    client.force_login(speaker)
    client.post(page, {**sent, "on_behalf": eindhoven.pk, "organisation": "", "once": str(uuid4())})
    told = OutgoingMail.objects.filter(to="e@example.org", reply_to="e@example.org").get()
    assert "Deze persoon is ingelogd en spreekt voor Eindhoven." in told.text


def test_a_claimed_organisation_is_marked_but_holds_nothing_up(lead):
    marks = check_sender_name("Ada", None, "Gemeente Eindhoven").marks
    assert marks == [("claims", "Eindhoven")]
    assert not is_doubtful(marks)


def test_a_program_cannot_send_an_organisations_name_past_the_form(article, lead):  # noqa: F811
    with pytest.raises(Refused):
        send_in(article, name="Gemeente Eindhoven")
