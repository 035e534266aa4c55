"""A theme, organisation, initiative, action or call is followed from its top: by mail, feed and calendar."""

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from lxml import html

from stedennet.agenda.models import Action
from stedennet.calls.models import Call
from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import today
from stedennet.initiatives.models import Initiative
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, Theme
from stedennet.outbox.models import OutgoingMail
from stedennet.spreading import lists, news
from stedennet.spreading.letters import build_letter
from stedennet.spreading.models import Subscription, Wish
from tests.builders.articles import make_article
from tests.builders.initiatives import make_initiative
from tests.builders.subscriptions import token_in
from tests.site.public_things import make_all

pytestmark = pytest.mark.django_db
PAGES = {
    "/themas/smart-mobility/": "het thema Smart Mobility (G5)",
    "/organisaties/eindhoven/": "Eindhoven",
    "/initiatieven/slimme-lantaarnpalen/": "het initiatief “Slimme lantaarnpalen”",
    "/agenda/acties/SM-1/": "de actie “SM-1 Actie SM-1”",
    "/oproepen/wie-bouwt-een-kaart/": "de oproep “Wie bouwt een kaart?”",
}
DATED = set(PAGES) - {"/initiatieven/slimme-lantaarnpalen/"}


@pytest.fixture
def everything(mobility, eindhoven, lead):
    make_all(mobility, eindhoven)
    announce_change(Action.objects.get(), "changed", title="Actie SM-1", note="eerste paal staat")


def ways(client, page):
    """The links at the top of a page, by their words."""
    found = html.fromstring(client.get(page).content)
    return {link.text_content(): link.get("href") for link in found.xpath("//p[@class='follow']/a")}


def read_titles(client, page):
    """The titles in the feed of a page."""
    return [entry.title for entry in feedparser.parse(client.get(f"{page}feed.atom").content).entries]


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("page", PAGES)
def test_each_page_offers_mail_and_a_feed_at_its_top_and_a_calendar_where_there_are_dates(client, page):
    links = ways(client, page)
    assert list(links) == ["e-mail", "feed", *(["agenda"] if page in DATED else [])]
    assert links["feed"] == f"{page}feed.atom"
    head = client.get(page).content.decode().partition("</head>")[0]
    assert f'href="{page}feed.atom"' in head
    if page in DATED:
        assert links["agenda"] == f"{page}kalender.ics"
        assert Calendar.from_ical(client.get(links["agenda"]).content).walk("VEVENT")


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(("page", "words"), PAGES.items())
def test_one_click_and_an_address_ask_for_mail_about_exactly_that(client, page, words):
    url = ways(client, page)["e-mail"]
    form = html.fromstring(client.get(url).content).xpath("//form[.//input[@name='email']]")[0]
    assert words in client.get(url).content.decode()
    values = dict(form.form_values())
    assert client.post(url, values | {"email": "ada@example.org"}).status_code == 302
    assert Wish.objects.get().choice.list == "volgen"
    client.post(f"/abonneren/bevestigen/{token_in(OutgoingMail.objects.get(to='ada@example.org'))}/")
    subscription = Subscription.objects.get()
    assert words in subscription.consent.wording
    assert lists.get_list_url(subscription.choice) == page


@pytest.mark.usefixtures("everything")
def test_followers_hear_about_the_thing_and_what_is_about_it_and_nothing_else(mobility):
    other = save_record(Theme(scheme=mobility.scheme, slug="energie", name="Energie"), by=SYSTEM)
    make_initiative("Deelfietsen", theme=other)
    article = make_article("over", body=[("paragraph", '<p><a href="/agenda/acties/SM-1/">Actie</a></p>')])
    everything = news.find_news_in_window(0, Change.objects.latest("pk").pk)

    def titles(**chosen):
        choice = lists.build_choice("volgen", chosen)
        return {item.record.title for item in news.filter_news_for_choice(choice, everything)}

    others = {"Actie SM-1", "Slimme lantaarnpalen", "Wie bouwt een kaart?", "Het nieuws", "Webinar"}
    assert titles(thema="smart-mobility") == {"Smart Mobility", *others}
    assert {"Eindhoven", "Actie SM-1", "Webinar", "Wie bouwt een kaart?"} <= titles(organisatie="eindhoven")
    assert titles(organisatie="eindhoven").isdisjoint({"Deelfietsen", "Smart Mobility"})
    assert titles(initiatief="deelfietsen") == {"Deelfietsen"}
    assert titles(actie="SM-1") == {"Actie SM-1", article.title}
    assert titles(oproep="wie-bouwt-een-kaart") == {"Wie bouwt een kaart?"}
    assert titles(oproep="bestaat-niet") == set()


@pytest.mark.usefixtures("everything")
def test_the_mail_says_what_is_followed(mobility):
    choice = lists.build_choice("volgen", {"actie": "SM-1"})
    found = news.filter_news_for_choice(choice, news.find_news_in_window(0, Change.objects.latest("pk").pk))
    assert "U volgt: de actie “SM-1 Actie SM-1”." in build_letter(choice, found, "nl").text
    assert "You are following: the action “SM-1 Actie SM-1”." in build_letter(choice, found, "en").text


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_feed_tells_what_happened_newest_first(client, page, language):
    feed = feedparser.parse(client.get(f"{language}{page}feed.atom").content)
    assert not feed.bozo
    assert feed.entries
    assert all(entry.link.startswith("http") for entry in feed.entries)
    moments = [entry.updated_parsed for entry in feed.entries]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.usefixtures("everything")
def test_each_change_is_an_entry_and_a_change_without_words_is_none(client):
    initiative = Initiative.objects.get()
    announce_change(initiative, "changed", note="gaat door in Helmond", note_en="continues in Helmond")
    announce_change(initiative, "changed")
    titles = read_titles(client, "/initiatieven/slimme-lantaarnpalen/")
    assert titles[0] == "Slimme lantaarnpalen: gaat door in Helmond"
    assert len(titles) == Change.objects.for_subject(initiative).count() - 1
    english = read_titles(client, "/en/initiatieven/slimme-lantaarnpalen/")
    assert english[0].endswith("continues in Helmond")


@pytest.mark.usefixtures("everything")
def test_an_example_is_not_followed_and_followers_of_a_theme_hear_of_none(client, mobility):
    Call.objects.update(is_example=True)
    assert ways(client, "/oproepen/wie-bouwt-een-kaart/") == {}
    assert client.get("/oproepen/wie-bouwt-een-kaart/feed.atom").status_code == 404
    titles = read_titles(client, "/themas/smart-mobility/")
    assert titles
    assert not any("Wie bouwt een kaart?" in title for title in titles)


@pytest.mark.usefixtures("everything")
def test_examples_of_initiatives_and_organisations_are_not_followed(client, mobility):
    make_initiative("Bedacht", theme=mobility, is_example=True)
    save_record(Organisation(slug="voorbeeldstad", name="Voorbeeldstad", kind="network", is_example=True), by=SYSTEM)
    for page in ("/initiatieven/bedacht/", "/organisaties/voorbeeldstad/"):
        assert client.get(page).status_code == 200
        assert ways(client, page) == {}
        assert client.get(f"{page}feed.atom").status_code == 404
    assert not any("Bedacht" in title for title in read_titles(client, "/themas/smart-mobility/"))


@pytest.mark.parametrize(
    "page", ["/themas/geen/", "/organisaties/geen/", "/initiatieven/geen/", "/agenda/acties/XX-9/", "/oproepen/geen/"]
)
def test_what_is_not_there_has_no_feed_and_its_form_is_the_plain_one(client, page):
    assert client.get(f"{page}feed.atom").status_code == 404
    name = {"themas": "thema", "organisaties": "organisatie", "oproepen": "oproep"}.get(page.split("/")[1], "actie")
    assert "Waarover wilt u horen?" in client.get(f"/abonneren/?lijst=volgen&{name}=geen").content.decode()
    assert "Waarover wilt u horen?" in client.get("/abonneren/?lijst=volgen&q=x").content.decode()


@pytest.mark.usefixtures("everything")
def test_who_follows_what_merged_follows_what_it_merged_into(client, eindhoven, utrecht):
    Organisation.objects.filter(pk=utrecht.pk).update(ends_on=today(), successor=eindhoven)
    assert client.get("/organisaties/utrecht/feed.atom")["Location"] == "/organisaties/eindhoven/feed.atom"
    assert lists.describe_choice(lists.build_choice("volgen", {"organisatie": "utrecht"})) == "Eindhoven"
    assert ways(client, "/organisaties/utrecht/?verleden") == {}


def test_what_is_not_there_has_no_calendar(client):
    assert client.get("/agenda/acties/XX-9/kalender.ics").status_code == 404
    assert client.get("/oproepen/geen/kalender.ics").status_code == 404


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("page", PAGES)
def test_a_feed_takes_a_fixed_number_of_queries(client, page, mobility):
    client.get(f"{page}feed.atom")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{page}feed.atom")
    for number in range(30):
        make_initiative(f"Initiatief {number}", theme=mobility)
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"{page}feed.atom").status_code == 200
    assert len(many) <= len(few) <= 12
