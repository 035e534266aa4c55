"""Joining a theme: the form, the relay to the lead, and what robots and hurried people do."""

import re
from uuid import uuid4

import pytest

from stedennet.accounts.flows import create_person
from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Representation
from stedennet.outbox.models import OutgoingMail
from stedennet.site.public_forms.limits import MOST_AN_HOUR

pytestmark = pytest.mark.django_db
URL = "/themas/smart-mobility/meedoen/"


def mails_to(address):
    return list(OutgoingMail.objects.filter(to=address))


def test_without_representatives_the_programme_office_gets_it(client, lead, wish, settings):
    assert client.post(URL, wish).status_code == 302
    (mail,) = mails_to(settings.OFFICE_EMAIL)
    assert "Wij doen al iets met deelauto’s." in mail.text
    assert mail.reply_to == "jo@example.org"


def test_everybody_who_represents_the_lead_gets_it(client, lead, eindhoven, wish, settings):
    person = create_person(email="iemand@eindhoven.example", name="Iemand", password=None, by=SYSTEM)
    save_record(Representation(user=person, organisation=eindhoven), by=SYSTEM)
    client.post(URL, wish)
    assert len(mails_to("iemand@eindhoven.example")) == 1
    assert mails_to(settings.OFFICE_EMAIL) == []


def test_the_writer_gets_a_confirmation_without_any_of_the_typed_words(client, lead, wish):
    client.post(URL, wish)
    (mail,) = mails_to("jo@example.org")
    for typed in ("Jo", "deelauto", "Gemeente Voorbeeld"):
        assert typed not in mail.text + mail.html + mail.subject


def test_the_same_form_sent_twice_is_one_wish(client, lead, wish):
    assert client.post(URL, wish).status_code == client.post(URL, wish).status_code == 302
    assert OutgoingMail.objects.count() == 2, "one to the lead, one to the writer"


def test_each_opened_form_is_a_wish_of_its_own(client, lead):
    def once():
        return re.search(r'name="once" value="([^"]+)"', client.get(URL).content.decode())[1]

    assert once() != once()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("email", "geen adres"),
        ("email", "jo@example.org\nBcc: all@example.org"),
        ("role", "lead"),
        ("role", ""),
        ("message", ""),
        ("message", "x" * 2001),
        ("message", "nul\0byte"),
        ("organisation", " "),
        ("once", "forged"),
    ],
)
def test_what_is_wrong_is_said_next_to_the_field_and_nothing_is_lost_or_sent(client, lead, wish, field, value):
    response = client.post(URL, {**wish, field: value})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    page = response.content.decode()
    kept = {"name": "Jo Voorbeeld", "organisation": "Gemeente Voorbeeld", "message": "Wij doen al iets"}
    assert all(text in page for name, text in kept.items() if name != field)
    assert not OutgoingMail.objects.exists()


def test_a_newline_in_a_name_adds_no_header(client, lead, wish, settings):
    client.post(URL, {**wish, "name": "Jo\r\nBcc: all@example.org"})
    for mail in OutgoingMail.objects.all():
        assert "\n" not in mail.subject
        assert "\r" not in mail.subject


def test_hostile_html_arrives_as_text(client, lead, wish, settings):
    client.post(URL, {**wish, "message": "<script>alert(1)</script>", "name": "<b>Jo</b>"})
    (mail,) = mails_to(settings.OFFICE_EMAIL)
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "<script>alert(1)</script>" in mail.text


def test_a_robot_that_fills_in_the_hidden_field_is_thanked_and_ignored(client, lead, wish):
    assert client.post(URL, {**wish, "website": "https://spam.example"}).status_code == 302
    assert not OutgoingMail.objects.exists()


def test_who_sends_too_much_is_told_to_wait_and_keeps_what_was_typed(client, lead, wish):
    for _ in range(MOST_AN_HOUR):
        client.post(URL, {**wish, "once": str(uuid4())})
    response = client.post(URL, wish)
    assert response.status_code == 429
    assert "deelauto" in response.content.decode()


def test_a_form_without_its_token_is_refused_in_words(lead, wish):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(URL, wish)
    assert response.status_code == 403
    assert "verlopen" in response.content.decode()


def test_an_unknown_theme_is_not_found(client, db, wish):
    assert client.post("/themas/nothing/meedoen/", wish).status_code == 404


def test_the_english_form_confirms_in_english(client, lead, wish):
    client.post(f"/en{URL}", wish)
    (mail,) = mails_to("jo@example.org")
    assert mail.language == "en"
    assert "has been sent" in mail.subject


def test_signs_that_mean_something_in_html_stay_themselves_in_plain_text(client, lead, mobility, wish, settings):
    mobility.name = "Safety & Security"
    mobility.save()
    client.post(URL, {**wish, "name": "Jo & Co"})
    (mail,) = mails_to(settings.OFFICE_EMAIL)
    assert "Jo & Co" in mail.subject
    assert "Safety & Security" in mail.text
    assert "Safety &amp; Security" in mail.html
