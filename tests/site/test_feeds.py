"""Every public list as a feed that strict parsers read, in pages, with its filters, and nothing twice."""

import datetime as dt
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stedennet.agenda.flows import consultation, editions
from stedennet.agenda.rules.editions import Step
from stedennet.changes.flows import announce_change
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation
from stedennet.publications.models import ArticlePage
from stedennet.site.feeds.entries import Author, Entry, Feed, Label, clean_xml_text, make_links_absolute
from stedennet.site.feeds.serializers import serialize_atom, serialize_rss
from tests.agenda.test_consultation import placed
from tests.builders.articles import make_article
from tests.builders.initiatives import make_initiative
from tests.builders.organisations import municipality

pytestmark = pytest.mark.usefixtures("everything")
ATOM = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
NS = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
LISTS = {
    "/themas/": "Smart Mobility",
    "/organisaties/": "Eindhoven",
    "/agenda/": "SM-1 Actie SM-1",
    "/agenda/edities/": "Editie 1: Actie-agenda",
    "/agenda/edities/1/opmerkingen/": "",
    "/agenda/rapporten/": "",
    "/initiatieven/": "Slimme lantaarnpalen",
    "/oproepen/": "Wie bouwt een kaart?",
    "/artikelen/": "Het nieuws",
    "/evenementen/": "Webinar",
    "/verbreding/": "",
}


@pytest.fixture
def many(mobility):
    """Fifty initiatives, with the one that is there already."""
    for number in range(49):
        make_initiative(f"Initiatief {number}", theme=mobility)


def read(response):
    """What a strict reader makes of it."""
    found = feedparser.parse(response.content, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def assert_valid(body):
    assert ATOM.validate(etree.fromstring(body)), ATOM.error_log


def titles(response):
    return [one.title for one in read(response).entries]


def links(response):
    return {one.rel: one.href for one in read(response).feed.links}


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize(("path", "title"), LISTS.items())
def test_every_list_is_a_feed_that_strict_parsers_read(client, everything, path, title, language):
    atom = client.get(f"{language}{path}feed.atom")
    assert_valid(atom.content)
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert not atom.cookies
    rss = client.get(f"{language}{path}feed.atom?vorm=rss")
    assert rss["Content-Type"].startswith("application/rss+xml")
    assert titles(atom) == titles(rss)
    if title and not language:
        assert title in titles(atom)


@pytest.mark.parametrize("path", LISTS)
def test_the_page_of_a_list_names_its_feed(client, everything, path):
    head = client.get(path).content.decode().partition("</head>")[0]
    assert 'type="application/atom+xml" title=' in head
    assert f'href="{path}feed.atom"' in head


def test_the_filters_stay_in_the_page_s_link_and_in_the_feed(client, everything, eindhoven):
    make_article("ander", title="Een ander artikel")
    page = client.get("/artikelen/?thema=smart-mobility").content.decode()
    assert 'href="/artikelen/feed.atom?thema=smart-mobility"' in page
    answer = client.get("/artikelen/feed.atom?thema=smart-mobility")
    assert titles(answer) == ["Het nieuws"]
    assert links(answer)["self"].endswith("/artikelen/feed.atom?thema=smart-mobility")
    assert links(answer)["alternate"].endswith("/artikelen/?thema=smart-mobility")


def test_an_entry_tells_the_whole_thing(client, everything):
    entry = read(client.get("/artikelen/feed.atom")).entries[0]
    assert "De hele tekst." in entry.content[0].value
    assert entry.summary == "Kort."
    assert [(one.term, one.label) for one in entry.tags] == [("smart-mobility", "Smart Mobility")]
    call = read(client.get("/oproepen/feed.atom")).entries[0]
    assert "Een kaart bouwen." in call.content[0].value
    assert call.authors[0].name == "Eindhoven"
    action = read(client.get("/agenda/feed.atom")).entries[0]
    assert "De eerste paal" in action.content[0].value


def test_links_and_pictures_in_a_text_are_whole_addresses(client, mobility, settings):
    body = [("call", {"text": "Doe mee", "label": "Ja", "url": "/themas/"})]
    make_article("met-een-knop", title="Met een knop", body=body, themes=[mobility])
    entries = read(client.get("/artikelen/feed.atom")).entries
    entry = next(entry for entry in entries if entry.title == "Met een knop")
    assert f'href="{settings.SITE_URL}/themas/"' in entry.content[0].value


def test_what_changed_last_stands_first_and_keeps_its_name(client, many):
    before = read(client.get("/initiatieven/feed.atom")).entries
    last = before[-1]
    one = Change.objects.filter(title=last.title).last()
    Change.objects.create(
        subject_type=one.subject_type, subject_id=one.subject_id, title=one.title, verb="changed", at=now()
    )
    first = read(client.get("/initiatieven/feed.atom")).entries[0]
    assert (first.title, first.id) == (last.title, last.id)
    assert first.updated_parsed > last.updated_parsed or first.updated > last.updated
    assert first.published == last.published


def test_the_pages_of_a_feed_hold_everything_once(client, many):
    """RFC 5005: from the first page along `next` to the last."""
    seen, url, pages = [], "/initiatieven/feed.atom", 0
    while url:
        parts = urlsplit(url)
        answer = client.get(f"{parts.path}?{parts.query}")
        seen += [one.id for one in read(answer).entries]
        here = links(answer)
        assert here["first"].endswith("/initiatieven/feed.atom")
        assert parse_qs(urlsplit(here["last"]).query) == {"pagina": ["3"]}
        assert ("previous" in here) == (pages > 0)
        url, pages = here.get("next"), pages + 1
    assert (pages, len(seen), len(set(seen))) == (3, 50, 50)


def test_all_pages_are_one_feed_and_a_short_one_says_that_it_is_complete(client, many, everything):
    first, second = (etree.fromstring(client.get(f"/initiatieven/feed.atom?pagina={n}").content) for n in (1, 2))
    assert first.findtext("a:id", namespaces=NS) == second.findtext("a:id", namespaces=NS)
    assert first.find("fh:complete", NS) is None
    assert etree.fromstring(client.get("/artikelen/feed.atom").content).find("fh:complete", NS) is not None


@pytest.mark.parametrize("page", ["x", "-1", "0", "99999", "²", "1e9", "%00"])
def test_any_page_number_is_an_answer(client, everything, page):
    assert client.get(f"/artikelen/feed.atom?pagina={page}").status_code == 200


@pytest.mark.parametrize("path", [path for path in LISTS if path != "/verbreding/"])
def test_who_has_it_already_gets_nothing_again(client, everything, path):
    answer = client.get(f"{path}feed.atom")
    for name, value in {"if-none-match": answer["ETag"], "if-modified-since": answer["Last-Modified"]}.items():
        again = client.get(f"{path}feed.atom", headers={name: value})
        assert (again.status_code, again.content) == (304, b"")


def test_a_change_is_a_new_answer(client, everything):
    before = client.get("/artikelen/feed.atom")
    make_article("later", title="Later")
    after = client.get("/artikelen/feed.atom", headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Later" in titles(after)


def test_what_is_withdrawn_leaves_the_feed(client, everything):
    ArticlePage.objects.get(title="Het nieuws").unpublish()
    assert titles(client.get("/artikelen/feed.atom")) == []


def test_an_organisation_that_changed_says_what(client, eindhoven, lead):
    announce_change(eindhoven, "changed", note="Eindhoven heeft een andere wethouder.")
    entry = next(one for one in read(client.get("/organisaties/feed.atom")).entries if one.title == "Eindhoven")
    assert "Smart Mobility" in entry.content[0].value
    assert "Laatste verandering:" in entry.content[0].value
    assert "Eindhoven heeft een andere wethouder." in entry.content[0].value


def test_a_remark_comes_with_its_answer_and_anew_when_it_is_answered(client, everything):
    draft = editions.take_step(editions.open_draft(by=SYSTEM), Step.CONSULT, by=SYSTEM, until=today())
    first = placed(draft, text="<b>Mooi</b> plan.", email="ria@example.org")
    placed(draft, text="Vergeet de fietser niet.", email="bo@example.org")
    path = f"/agenda/edities/{draft.number}/opmerkingen/feed.atom"
    assert [one.summary for one in read(client.get(path)).entries] == ["Vergeet de fietser niet.", "<b>Mooi</b> plan."]
    consultation.answer_remark(first, "Dank u wel.", by=SYSTEM)
    answer = client.get(path)
    assert_valid(answer.content)
    newest = read(answer).entries[0]
    assert newest.title == "Jo, Fietsersbond"
    assert "&lt;b&gt;Mooi" in newest.content[0].value
    assert "Dank u wel." in newest.content[0].value
    assert "@example.org" not in answer.content.decode()


def test_a_feed_of_ten_times_as_many_needs_no_more_queries(client, everything, mobility):
    def counts():
        found = {}
        for path in ("/initiatieven/", "/organisaties/", "/artikelen/", "/agenda/"):
            client.get(f"{path}feed.atom")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{path}feed.atom")
            found[path] = len(queries)
        return found

    make_initiative("Nog een", theme=mobility)
    few = counts()
    for number in range(20):
        make_initiative(f"Initiatief {number}", theme=mobility)
        make_article(f"artikel-{number}", title=f"Artikel {number}", themes=[mobility])
        save_record(municipality(f"GM{1000 + number}", f"Voorbeeld-{number}"), by=SYSTEM)
    assert counts() == few
    assert Organisation.objects.count() > 20


def test_a_feed_names_the_hub_only_where_the_hub_is_told(client, everything, many, settings):
    assert "hub" not in links(client.get("/initiatieven/feed.atom"))
    settings.WEBSUB_HUB = "https://hub.example.org/"
    for query in ("", "?thema=smart-mobility"):
        answer = client.get(f"/initiatieven/feed.atom{query}")
        assert links(answer)["hub"] == "https://hub.example.org/"
        assert '<https://hub.example.org/>; rel="hub"' in answer["Link"]
        assert f'<{links(answer)["self"]}>; rel="self"' in answer["Link"]
        assert_valid(answer.content)
    for query in ("?stad=eindhoven", "?pagina=2", "?vorm=rss"):
        assert "hub" not in links(client.get(f"/initiatieven/feed.atom{query}"))
    assert "hub" not in links(client.get("/verbreding/feed.atom"))


MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
WORDS = st.text(st.characters(codec="utf-8"), max_size=80)


def feed_of(*entries, **more):
    fields = {
        "key": "https://s.example/feed.atom",
        "title": "Een feed",
        "subtitle": "",
        "language": "nl",
        "page_url": "https://s.example/",
        "self_url": "https://s.example/feed.atom",
        "updated": MOMENT,
        "entries": entries,
        "network": "Net",
        "site": "https://s.example",
        "icon_url": "https://s.example/icon.svg",
        **more,
    }
    return Feed(**fields)


@given(title=WORDS, summary=WORDS, content=WORDS, label=WORDS, author=WORDS, name=WORDS)
def test_any_words_are_a_feed_that_reads_them_back(title, summary, content, label, author, name):
    entry = Entry(
        "tag:s.example,2026:nl/x/1",
        title,
        "/x/",
        MOMENT,
        summary=summary,
        content=content,
        labels=(Label("een-thema", label),),
        authors=(Author(author or "–"),) if clean_xml_text(author) else (),
    )
    atom = serialize_atom(feed_of(entry, title=name or "–", subtitle=name))
    assert_valid(atom)
    found = etree.fromstring(atom).find("a:entry", NS)
    assert found.findtext("a:title", namespaces=NS) == (clean_xml_text(title) or "–")
    assert (found.findtext("a:summary", namespaces=NS) or "") == clean_xml_text(summary)
    assert found.find("a:category", NS).get("label") == clean_xml_text(label)
    parsed = feedparser.parse(atom, sanitize_html=False)
    assert not parsed.bozo
    assert parsed.entries[0].title == (clean_xml_text(title) or "–")
    assert not feedparser.parse(serialize_rss(feed_of(entry)), sanitize_html=False).bozo


@given(st.text(max_size=60))
def test_making_addresses_whole_touches_nothing_but_addresses(words):
    assert make_links_absolute(words.replace("<", ""), "https://s.example") == make_links_absolute(
        words.replace("<", ""), "https://other.example"
    )


def test_only_paths_of_this_site_are_made_whole():
    html = '<a href="/a/">href="/b"</a> <img src="/c.png"> <a href="//other/">x</a> <a href="https://z/">z</a>'
    assert make_links_absolute(html, "https://s") == (
        '<a href="https://s/a/">href="/b"</a> <img src="https://s/c.png"> <a href="//other/">x</a> '
        '<a href="https://z/">z</a>'
    )
