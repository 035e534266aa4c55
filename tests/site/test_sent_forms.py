"""Who sent a form reads where the mail went, gets it once more, and corrects the address without retyping."""

import datetime as dt
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from stedennet.core.clock import today
from stedennet.intake.models import Submission
from stedennet.outbox.models import OutgoingMail
from stedennet.site.public_forms import sent_forms

pytestmark = pytest.mark.django_db
PLACE, SENT, AGAIN = "/oproepen/plaatsen/", "/oproepen/plaatsen/verstuurd/", "/formulieren/nog-eens-mailen/"
JO = "jo@example.org"


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet():
    cache.clear()


@pytest.fixture
def typed(mobility):
    day = str(today() + dt.timedelta(days=30))
    call = {"kind": "offering", "title": "Wie maakt <het> stil?", "what_for": "Stille straten.", "closes_on": day}
    return {**call, "email": JO, "once": str(uuid4())}


@pytest.fixture
def wish():
    chosen = {"kinds": ["oproepen", "artikelen"], "rhythm": "dagelijks", "language": "nl"}
    return {**chosen, "email": JO, "once": str(uuid4())}


def html(response):
    return response.content.decode()


def links():
    mails = OutgoingMail.objects.filter(text__contains="/bevestigen/").order_by("pk")
    return [word for mail in mails for word in mail.text.split() if "/bevestigen/" in word]


def test_the_page_names_the_address_to_this_browser_only(client, typed):
    client.post(PLACE, typed)
    page = client.get(SENT)
    assert JO in html(page)
    assert "no-store" in page["Cache-Control"]
    assert JO not in html(Client().get(SENT))
    assert JO not in html(client.get("/abonneren/verstuurd/"))


@pytest.mark.parametrize("path", [PLACE, "/abonneren/"])
def test_the_mail_comes_again_with_a_new_link_and_the_one_before_ends(client, typed, wish, path):
    client.post(path, typed if path == PLACE else wish)
    page = html(client.post(AGAIN, follow=True))
    assert "Wij stuurden de mail nog eens" in page
    old, new = links()
    assert old != new
    assert client.post(old).status_code == 404
    assert client.post(new, follow=True).status_code == 200
    assert "werkt niet (meer)" in html(client.post(AGAIN, follow=True))


def test_asking_too_often_mails_nothing_and_keeps_the_last_link(client, typed):
    client.post(PLACE, typed)
    answers = [html(client.post(AGAIN, follow=True)) for _ in range(6)]
    assert "vaak" in answers[-1]
    assert client.post(links()[-1], follow=True).status_code == 200


def test_one_address_gets_a_few_mails_a_day_whoever_asks(client, typed):
    client.post(PLACE, typed)
    answers = [html(client.post(AGAIN, follow=True, REMOTE_ADDR=f"203.0.{number}.1")) for number in range(30)]
    assert "wacht tot morgen" in answers[-1]
    assert len(links()) < 20
    assert client.post(links()[-1], follow=True).status_code == 200


def test_whoever_did_not_send_it_gets_nothing(client, typed):
    Client().post(PLACE, typed)
    for key in ("", "x" * 43):
        client.cookies[sent_forms.COOKIE] = key
        answer = client.post(AGAIN)
        assert answer.status_code == 410
        assert "Vul het formulier opnieuw in" in html(answer)
    assert len(links()) == 1


def test_a_wrong_address_is_corrected_with_everything_that_was_typed(client, typed, wish):
    client.post(f"{PLACE}?op=thema:smart-mobility", {**typed, "on": "thema:smart-mobility"})
    back = f"{PLACE}?op=thema:smart-mobility&adres=anders"
    assert back.replace("&", "&amp;") in html(client.get(SENT))
    page = html(client.get(back))
    assert "Wie maakt &lt;het&gt; stil?" in page
    assert f'value="{JO}"' in page
    assert 'value="offering" required id="id_kind_1" checked' in page
    assert f'value="{typed["once"]}"' in page
    client.post(PLACE, {**typed, "email": "bo@example.org"})
    assert "bo@example.org" in html(client.get(SENT))
    assert Submission.objects.filter(email="bo@example.org").exists()


def test_several_choices_come_back_as_well(client, wish):
    client.post("/abonneren/", wish)
    form = client.get("/abonneren/?adres=anders").context["form"]
    assert (form["kinds"].value(), form["rhythm"].value()) == (["oproepen", "artikelen"], "dagelijks")


def test_the_same_words_do_not_come_back_in_another_form_or_browser(client, typed):
    client.post(PLACE, typed)
    assert "Stille straten." not in html(Client().get(f"{PLACE}?adres=anders"))
    assert "Stille straten." not in html(client.get("/initiatieven/aanmelden/?adres=anders"))
    assert "Stille straten." not in html(client.get(PLACE))
