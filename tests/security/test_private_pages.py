"""What Wagtail's Privacy closes, no public face tells: not its title, its introduction nor its text."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.models import Page, PageViewRestriction

from stedennet.accounts.flows import create_person
from stedennet.changes.models import Change
from stedennet.core.access import SYSTEM
from stedennet.events.flows import index_page as event_ground
from stedennet.events.models import EventPage, EventSeriesPage
from stedennet.mailing.models import Mailing
from stedennet.newsletters.flows import drafts, newsletters
from stedennet.newsletters.letters import build_letter
from stedennet.newsletters.models import Newsletter
from stedennet.publications.flows import index_page as article_ground
from stedennet.publications.models import ArticlePage
from stedennet.search.flows import index_updates
from stedennet.site import news
from stedennet.site.embedding import shareables
from stedennet.spreading.flows import digests
from stedennet.spreading.rules.choices import choose_kinds
from tests.builders.articles import make_article
from tests.builders.events import make_event
from tests.builders.reactions import react
from tests.builders.subscriptions import subscribed

pytestmark = [pytest.mark.django_db, pytest.mark.database]
SECRET = "ZEEGEHEIM"
TYPES = (PageViewRestriction.PASSWORD, PageViewRestriction.LOGIN, PageViewRestriction.GROUPS)


@pytest.fixture
def made(mobility, eindhoven, clock):
    """An article and an event with the word in every field, on the theme and of the city; an event in its series."""
    cache.clear()
    words = {"themes": [mobility], "author_organisation": eindhoven, "author_name": SECRET}
    body = [("paragraph", f'<p>De tekst van {SECRET} over <a href="/themas/smart-mobility/">dit</a>.</p>')]
    article = make_article("besloten", title=f"Titel {SECRET}", lead=f"Inleiding {SECRET}", body=body, **words)
    series = EventSeriesPage(title=f"Reeks {SECRET}", slug="reeks", summary=f"Over {SECRET}")
    event_ground.ensure_index_page().add_child(instance=series)
    event = make_event("borrel", title=f"Borrel {SECRET}", summary=f"Zin {SECRET}", organiser=eindhoven,
                       description=f"<p>Tekst {SECRET}</p>", place=f"Zaal {SECRET}", series=series)  # fmt: skip
    event.themes.add(mobility)
    event.save_revision().publish()
    open_one = make_event("webinar", title="Een open webinar", series=series, organiser=eindhoven)
    make_article("open", title="Een open artikel", themes=[mobility])
    return article, event, series, open_one


def close(*pages: Page, how: str = PageViewRestriction.PASSWORD) -> list[PageViewRestriction]:
    return [PageViewRestriction.objects.create(page=one, restriction_type=how, password="w8woord") for one in pages]


def plain_addresses() -> list[str]:
    """Every address of the site without a variable part, in both languages."""
    found = []

    def walk(patterns, prefix):
        for one in patterns:
            route = prefix + str(one.pattern)
            if hasattr(one, "url_patterns"):
                walk(one.url_patterns, route)
            elif not re.search(r"[<(^]", route) and not route.startswith("beheer/"):
                found.append(f"/{route.rstrip('$')}")

    walk(get_resolver().url_patterns, "")
    assert len(found) > 60
    return [*found, *(f"/en{one}" for one in found)]


def own_addresses(article: ArticlePage, event: EventPage) -> list[str]:
    """The faces that name one page: its own, cards, pictures, calendars, forms."""
    return [
        f"/artikelen/{article.slug}/",
        f"/evenementen/{event.slug}/",
        "/evenementen/reeks/",
        f"/evenementen/{event.slug}/kalender.ics",
        "/evenementen/reeks/kalender.ics",
        f"/evenementen/{event.slug}/aanmelden/",
        f"/evenementen/{event.slug}/aanmelden/verstuurd/",
        f"/insluiten/artikel/{article.slug}/",
        f"/insluiten/artikel/{article.slug}/code/",
        f"/insluiten/evenement/{event.slug}/",
        f"/insluiten/evenement/{event.slug}/code/",
        "/insluiten/evenementen/alles/",
        "/insluiten/evenementen/smart-mobility/",
        f"/oembed?url=http://localhost:8000/artikelen/{article.slug}/",
        f"/oembed?url=http://localhost:8000/evenementen/{event.slug}/",
        f"/deelplaatje/artikel/{article.slug}/0.png",
        f"/reacties/artikel/{article.pk}/toevoegen/",
        f"/reacties/evenement/{event.pk}/toevoegen/",
        "/zoeken/?q=titel",
        "/zoeken/namen/?q=tite",
        "/zoeken/export.json?q=titel",
        "/zoeken/export.csv?q=titel",
        "/zoeken/feed.atom?q=titel",
        "/artikelen/?q=titel",
        "/evenementen/webinar/",
        "/themas/smart-mobility/",
        "/themas/smart-mobility/kalender.ics",
        "/organisaties/eindhoven/",
        "/organisaties/eindhoven/kalender.ics",
    ]


def text_of(response) -> str:
    data = response.getvalue() if response.streaming else response.content
    return data.decode(errors="replace")


def tells(text: str) -> list[str]:
    """The lines with the word; no address that is asked has it."""
    return [line for line in text.splitlines() if SECRET in line]


def leaks(client, article, event) -> dict[str, list[str]]:
    """Every public answer that tells the word."""
    paths = [*plain_addresses(), *own_addresses(article, event)]
    found = {path: tells(text_of(client.get(path))) for path in paths}
    return {path: lines for path, lines in found.items() if lines}


def test_the_walk_finds_what_is_public(client, made):
    article, event, *_ = made
    index_updates.rebuild_index()
    found = leaks(client, article, event)
    for path in ("/", "/artikelen/", "/artikelen/feed.atom", "/artikelen/export.csv", "/artikelen/export.json",
                 "/evenementen/kalender.ics", "/themas/smart-mobility/", "/zoeken/export.json?q=titel",
                 f"/oembed?url=http://localhost:8000/artikelen/{article.slug}/"):  # fmt: skip
        assert path in found


@pytest.mark.parametrize("how", TYPES)
def test_no_public_face_tells_what_a_private_page_says(client, made, how):
    article, event, series, _ = made
    close(article, event, series, how=how)
    index_updates.rebuild_index()
    assert leaks(client, article, event) == {}


def test_what_hangs_below_a_private_page_is_private(client, made):
    article, event, *_ = made
    close(article_ground.ensure_index_page(), event_ground.ensure_index_page())
    index_updates.rebuild_index()
    assert leaks(client, article, event) == {}
    assert not ArticlePage.objects.public().exists()


def test_the_index_follows_when_a_page_is_closed(client, made):
    article, event, series, _ = made
    index_updates.rebuild_index()
    assert SECRET in text_of(client.get("/zoeken/export.json?q=titel"))
    close(article, event, series)
    index_updates.follow_log()
    assert tells(text_of(client.get("/zoeken/export.json?q=titel"))) == []


def test_a_private_page_that_is_published_or_deleted_leaves_no_line_in_the_log(client, made):
    article, event, series, _ = made
    close(article, event, series)
    before = Change.objects.count()
    article.save_revision().publish()
    event.save_revision().publish()
    article.unpublish()
    article.delete()
    assert Change.objects.count() == before
    assert not [one for one in news.list_latest_news(50) if SECRET in one["title"]]
    assert SECRET not in text_of(client.get("/"))


def test_closing_withdraws_and_opening_announces_in_the_log(made):
    article, event, series, _ = made
    first, *_ = close(article, event, series)
    about = Change.objects.for_subject(article).latest_first()
    assert about.first().verb == "withdrawn"
    close(article_ground.ensure_index_page())
    assert about.count() == 2  # It was private already.
    first.delete()
    assert about.first().verb == "withdrawn"  # It still is, by the page above it.
    PageViewRestriction.objects.get(page=article_ground.ensure_index_page()).delete()
    assert about.first().verb == "published"


def test_a_page_that_moves_below_a_private_page_is_withdrawn_and_comes_back(made):
    article = made[0]
    index, root = article_ground.ensure_index_page(), Page.objects.get(depth=1)
    cellar = root.add_child(instance=Page(title="Kelder", slug="kelder"))
    close(cellar)
    index.move(cellar, pos="last-child")
    about = Change.objects.for_subject(article).latest_first()
    assert about.first().verb == "withdrawn"
    assert not ArticlePage.objects.public().exists()
    type(index).objects.get(pk=index.pk).move(Page.objects.get(pk=root.pk), pos="last-child")
    assert about.first().verb == "published"
    assert ArticlePage.objects.public().count() == 2


def test_no_mail_tells_of_a_private_page(made, clock, eindhoven):
    subscribed(choice=choose_kinds(["artikelen", "evenementen"]), rhythm="dagelijks")
    article = make_article("later", title=f"Later {SECRET}", lead=SECRET)
    close(article)
    clock.later(days=1)
    digests.send_due_digests()
    assert not [one for one in Mailing.objects.all() if SECRET in f"{one.subject}{one.text}{one.html}"]


def test_a_newsletter_drops_what_became_private_after_it_was_chosen(client, made, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    article = made[0]
    editor = create_person(email="r@example.org", name="R", password=None, by=SYSTEM, is_editor=True)
    draft = drafts.create_draft(subject="Nieuws", by=editor)
    draft.from_line = 0
    draft.save()
    draft = drafts.refresh_draft(draft, by=editor)
    drafts.pick_stories(draft, {(ArticlePage._meta.label_lower, str(article.pk))}, by=editor)
    assert SECRET in build_letter(draft, "nl").text
    newsletters.schedule_newsletter(draft, dt.datetime(2020, 1, 1, tzinfo=dt.UTC), by=editor)
    newsletters.send_due_newsletters()
    slug = Newsletter.objects.get().slug
    close(article)
    assert SECRET not in build_letter(Newsletter.objects.get(), "nl").text
    for path in (f"/nieuwsbrieven/{slug}/", "/nieuwsbrieven/feed.atom", "/nieuwsbrieven/export.json"):
        assert SECRET not in text_of(client.get(path))


def test_who_passed_the_password_reads_the_page_and_may_register(client, made):
    event = made[1]
    (restriction,) = close(event)
    answer = client.get(f"/evenementen/{event.slug}/")
    assert "wachtwoord" in text_of(answer).lower()
    assert SECRET not in text_of(answer)
    url = f"/_util/authenticate_with_password/{restriction.pk}/{event.pk}/"
    client.post(url, {"password": "w8woord", "return_url": f"/evenementen/{event.slug}/"})
    for path in ("", "aanmelden/", "kalender.ics"):
        answer = client.get(f"/evenementen/{event.slug}/{path}")
        assert SECRET in text_of(answer)
        assert "no-store" in answer["Cache-Control"]


def test_nobody_answers_a_reaction_below_a_private_page(client, made):
    article = made[0]
    reaction = react(article, "ada@example.org")
    close(article)
    for path in ("antwoorden", "melden"):
        assert client.get(f"/reacties/{reaction.pk}/{path}/").status_code == 404


def test_a_private_page_has_no_picture_and_no_card(made):
    article, event, *_ = made
    close(article, event)
    for kind, slug in (("artikel", article.slug), ("evenement", event.slug)):
        with pytest.raises(Http404):
            shareables.find_shareable(kind, slug)


def test_privacy_costs_no_query_on_a_list(client, made):
    client.get("/artikelen/")
    with CaptureQueriesContext(connection) as before:
        client.get("/artikelen/")
    close(made[0], article_ground.ensure_index_page())
    with CaptureQueriesContext(connection) as after:
        client.get("/artikelen/")
    assert len(after) <= len(before)
