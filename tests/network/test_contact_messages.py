"""Writing to an organisation: who gets the message, what the sender gets, and what nobody sees."""

from uuid import uuid4

import pytest

from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation
from stedennet.outbox.models import OutgoingMail
from tests.builders.people import speaks_for

pytestmark = pytest.mark.django_db
URL = "/organisaties/eindhoven/bericht/"


@pytest.fixture
def typed():
    return {"name": "Jo", "email": "jo@example.org", "text": "Mogen wij komen kijken?", "once": str(uuid4())}


def mails_to(address):
    return list(OutgoingMail.objects.filter(to=address))


def test_the_page_of_an_organisation_leads_to_the_form(client, eindhoven):
    assert f'href="{URL}"' in client.get("/organisaties/eindhoven/").content.decode()
    assert client.get(URL).status_code == 200


def test_who_speaks_for_the_organisation_gets_the_message_and_can_answer(client, eindhoven, typed, settings):
    person = speaks_for(eindhoven)
    client.post(URL, typed)
    (mail,) = mails_to(person.email)
    assert "Mogen wij komen kijken?" in mail.text
    assert "Wij hebben niet nagegaan" in mail.text
    assert mail.reply_to == "jo@example.org"
    assert mails_to(settings.OFFICE_EMAIL) == []


def test_without_anybody_who_speaks_for_it_the_programme_office_gets_it(client, eindhoven, typed, settings):
    client.post(URL, typed)
    (mail,) = mails_to(settings.OFFICE_EMAIL)
    assert "Eindhoven" in mail.subject


def test_the_sender_gets_a_confirmation_without_the_typed_words(client, eindhoven, typed):
    client.post(URL, typed)
    (mail,) = mails_to("jo@example.org")
    assert "Mogen wij" not in mail.text + mail.html + mail.subject


def test_no_page_shows_the_address_of_who_gets_it(client, eindhoven, typed):
    person = speaks_for(eindhoven)
    pages = [client.get(URL), client.post(URL, typed, follow=True), client.get("/organisaties/eindhoven/")]
    assert not any(person.email in page.content.decode() for page in pages)


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", "x"), ("text", ""), ("text", "x" * 2001)])
def test_what_is_wrong_is_said_next_to_the_field_and_nothing_is_sent(client, eindhoven, typed, field, value):
    response = client.post(URL, {**typed, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not OutgoingMail.objects.exists()


def test_a_message_to_a_city_that_merged_goes_to_its_successor(client, eindhoven, utrecht):
    Organisation.objects.filter(pk=eindhoven.pk).update(ends_on="2026-01-01", successor=utrecht)
    assert client.get(URL)["Location"] == "/organisaties/utrecht/bericht/"


def test_an_unknown_organisation_is_not_found(client, db, typed):
    assert client.post("/organisaties/nergens/bericht/", typed).status_code == 404


def test_the_name_of_an_organisation_is_text_and_no_html(client, eindhoven, typed):
    eindhoven.name = "<b>Eindhoven</b>"
    save_record(eindhoven, by=SYSTEM)
    assert b"<b>Eindhoven" not in client.get(URL).content
