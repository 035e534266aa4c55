"""Subscribing in a browser without JavaScript: asking, confirming, changing, stopping; and mail programs that stop."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stedennet.accounts.models import Consent, User
from stedennet.core.clock import now
from stedennet.outbox.models import OutgoingMail
from stedennet.spreading import lists
from stedennet.spreading.lists import NotReady
from stedennet.spreading.models import Subscription, Wish
from stedennet.spreading.personal_links import STOP_LINK, SUBSCRIPTIONS_LINK
from stedennet.spreading.rules.choices import choose_kinds
from tests.builders.initiatives import make_initiative
from tests.builders.subscriptions import ADA, addresses, asked, subscribed, token_in
from tests.fixtures.search import index  # noqa: F401

pytestmark = pytest.mark.django_db
FORM = {"email": ADA, "kinds": ["oproepen", "artikelen"], "rhythm": "dagelijks", "language": "nl", "cities": ""}


def own_url(one: Subscription) -> str:
    return reverse("subscriptions", args=[SUBSCRIPTIONS_LINK.make_token(one.subscriber)])


def stop_url(one: Subscription) -> str:
    return reverse("subscription_stop", args=[STOP_LINK.make_token(one)])


def test_the_form_asks_and_says_the_same_for_every_address(client, mobility, eindhoven):
    subscribed("known@example.org")
    form = FORM | {"themes": ["smart-mobility"], "cities": "Eindhoven"}
    answers = [client.post("/abonneren/", form | {"email": email}) for email in ("known@example.org", ADA)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, "/abonneren/verstuurd/")] * 2
    assert Wish.objects.get(email=ADA).choice == choose_kinds(
        ["artikelen", "oproepen"], themes=["smart-mobility"], cities=["eindhoven"]
    )


def test_what_was_typed_stays_when_something_is_wrong(client, db):
    page = client.post("/abonneren/", FORM | {"email": "geen adres", "cities": "Atlantis", "kinds": []})
    assert page.status_code == 422
    text = page.content.decode()
    assert "geen adres" in text
    assert "Deze gemeenten kennen wij niet: Atlantis." in text


def test_a_robot_gets_thanks_and_nothing_happens(client):
    assert client.post("/abonneren/", FORM | {"website": "https://spam.example"}).status_code == 302
    assert not Wish.objects.exists()


def test_somebody_who_sends_too_often_has_to_wait(client):
    answers = [client.post("/abonneren/", FORM | {"email": f"a{n}@example.org"}).status_code for n in range(6)]
    assert answers[-1] == 429


def test_a_filtered_list_has_a_link_and_its_filters_are_kept(client, mobility):
    page = client.get("/initiatieven/?thema=smart-mobility&volgorde=naam").content.decode()
    assert 'href="/abonneren/?lijst=initiatieven&amp;thema=smart-mobility"' in page
    page = client.get("/abonneren/?lijst=initiatieven&thema=smart-mobility&verzonnen=1").content.decode()
    assert "Initiatieven, Thema: Smart Mobility" in page
    client.post("/abonneren/?lijst=initiatieven&thema=smart-mobility&verzonnen=1", FORM)
    wish = Wish.objects.get()
    assert wish.wanted["list"] == "initiatieven"
    assert wish.wanted["filters"] == {"thema": "smart-mobility"}
    assert wish.page == "/abonneren/?lijst=initiatieven&thema=smart-mobility&verzonnen=1"


@pytest.mark.parametrize(
    "path", ["initiatieven", "oproepen", "artikelen", "evenementen", "agenda", "organisaties", "zoeken"]
)
def test_every_list_can_be_followed(client, path, index, mobility):  # noqa: F811
    make_initiative("Slimme lantaarns", theme=mobility)
    index()
    page = client.get(f"/{path}/?q=slim").content.decode()
    assert f'href="/abonneren/?lijst={path}&amp;q=slim"' in page
    assert client.get(f"/abonneren/?lijst={path}&q=slim").status_code == 200
    assert client.post(f"/abonneren/?lijst={path}&q=slim", FORM).status_code == 302


def test_an_unknown_list_is_the_plain_form(client):
    assert "Waarover wilt u horen?" in client.get("/abonneren/?lijst=geheimen&q=x").content.decode()


def test_a_list_tells_which_things_stand_in_it(mobility, index):  # noqa: F811
    inside = make_initiative("Slimme lantaarns", theme=mobility)
    outside = make_initiative("Deelfietsen", state="published", published_at=now())
    both = [("initiative", str(one.pk)) for one in (inside, outside)]
    chosen = {"thema": "smart-mobility"}
    assert lists.find_list("initiatieven").find_matching(chosen, both) == {both[0]}
    index()
    assert lists.find_list("zoeken").find_matching({"q": "lantaarns"}, both) == {both[0]}
    assert lists.find_list("agenda").find_matching({}, both) == set()


def test_a_search_waits_for_the_index(mobility):
    with pytest.raises(NotReady):
        lists.find_list("zoeken").find_matching({"q": "lantaarns"}, [("initiative", "1")])


def test_opening_the_link_changes_nothing_and_the_button_confirms(client):
    url = reverse("subscribe_confirm", args=[asked()])
    page = client.get(url)
    assert "Ja, mail mij elke week" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert not Subscription.objects.exists()
    answer = Client(enforce_csrf_checks=True).post(url)
    assert answer["Location"].startswith("/abonnement/")
    assert "Bevestigd." in client.get(answer["Location"]).content.decode()
    assert addresses() == [ADA]


def test_a_used_link_leads_to_ones_own_page(client):
    token = asked()
    client.post(reverse("subscribe_confirm", args=[token]))
    assert client.get(reverse("subscribe_confirm", args=[token]))["Location"].startswith("/abonnement/")


@pytest.mark.parametrize("page", ["/abonneren/bevestigen/{}/", "/abonneren/stoppen/{}/", "/abonnement/{}/"])
@pytest.mark.parametrize("token", ["x", "1", "1:AAAA", "%00", "..", "é", "a" * 3000])
def test_a_forged_link_is_not_found(client, page, token):
    subscribed()
    for method in (client.get, client.post):
        assert method(page.format(token)).status_code == 404
    assert addresses() == [ADA]


def test_one_page_shows_changes_and_stops_everything(client, mobility):
    one = subscribed()
    subscribed(choice=choose_kinds(["nieuwsbrief"]))
    page = client.get(own_url(one)).content.decode()
    assert ADA in page
    assert "De nieuwsbrief van de redactie" in page
    changed = {"kinds": ["agenda"], "themes": ["smart-mobility"], "cities": "", "rhythm": "meteen", "language": "en"}
    url = reverse("subscription", args=[SUBSCRIPTIONS_LINK.make_token(one.subscriber), one.pk])
    assert client.post(url, changed).status_code == 302
    one.refresh_from_db()
    assert (one.choice, one.rhythm) == (choose_kinds(["agenda"], themes=["smart-mobility"]), "meteen")
    assert SUBSCRIPTIONS_LINK.make_token(one.subscriber) not in "".join(Consent.objects.values_list("page", flat=True))
    client.post(own_url(one), {"stop": str(one.pk)})
    assert [row.is_newsletter for row in Subscription.objects.active()] == [True]
    client.post(own_url(one), {"stop": "alles"})
    assert addresses() == []
    assert "U krijgt niets meer van ons" in client.get(own_url(one)).content.decode()


def test_the_newsletter_has_only_a_language(client):
    one = subscribed(choice=choose_kinds(["nieuwsbrief"]))
    url = reverse("subscription", args=[SUBSCRIPTIONS_LINK.make_token(one.subscriber), one.pk])
    assert "Hoe vaak" not in client.get(url).content.decode()
    assert client.post(url, {"language": "en"}).status_code == 302
    one.refresh_from_db()
    assert one.language == "en"


def test_a_wrong_change_says_so(client):
    one = subscribed()
    url = reverse("subscription", args=[SUBSCRIPTIONS_LINK.make_token(one.subscriber), one.pk])
    assert client.post(url, {"kinds": ["nieuwsbrief"], "rhythm": "ooit", "language": "nl"}).status_code == 422


def test_one_cannot_stop_or_change_what_is_anothers(client):
    mine, other = subscribed(), subscribed("bo@example.org")
    assert client.post(own_url(mine), {"stop": str(other.pk)}).status_code == 404
    url = reverse("subscription", args=[SUBSCRIPTIONS_LINK.make_token(mine.subscriber), other.pk])
    assert client.get(url).status_code == 404
    assert Subscription.objects.active().count() == 2


def test_a_mail_program_stops_with_one_post_and_no_cookie():
    """RFC 8058: a POST with this body, without login, cookie or referrer, and again when it is not sure."""
    one = subscribed()
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(stop_url(one), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not answer.cookies
    one.refresh_from_db()
    assert one.stopped_at is not None
    assert one.consent.withdrawn_at is not None


def test_a_mail_scanner_that_opens_the_link_stops_nothing(client):
    one = subscribed()
    assert "Stop deze mail" in client.get(stop_url(one)).content.decode()
    assert client.head(stop_url(one)).status_code == 200
    one.refresh_from_db()
    assert one.stopped_at is None


def test_who_is_signed_in_sees_what_the_own_address_gets(client, django_user_model):
    from allauth.account.models import EmailAddress

    subscribed()
    user = User.objects.create_user(ADA, "a long password")
    client.force_login(user)
    assert "Wat u per mail volgt" not in client.get("/account/").content.decode()
    EmailAddress.objects.create(user=user, email=ADA, verified=True, primary=True)
    assert "Wat u per mail volgt" in client.get("/account/").content.decode()


def test_the_own_page_asks_the_database_as_often_for_many_as_for_one(client):
    one = subscribed()

    def queries() -> int:
        with CaptureQueriesContext(connection) as counted:
            client.get(own_url(one))
        return len(counted)

    queries()
    few = queries()
    for kind in ("oproepen", "artikelen", "agenda"):
        subscribed(choice=choose_kinds([kind]))
    assert queries() == few


def test_the_link_in_the_mail_leads_to_the_right_language(client):
    token = asked(language="en")
    mail = OutgoingMail.objects.get()
    assert f"/en/abonneren/bevestigen/{token_in(mail)}/" in mail.text
    assert "weekly" in mail.text
    assert Wish.objects.get().ends_at > now() + dt.timedelta(days=6)
    assert token == token_in(mail)
