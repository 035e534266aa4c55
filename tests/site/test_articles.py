"""The pages of articles: the list and one article, for readers and for programs."""

import datetime as dt
import json
import re

import pytest

from stedennet.core.access import SYSTEM
from stedennet.network.flows.records import save_record
from stedennet.network.models import Organisation, ThemeRole
from stedennet.publications.flows import index_page
from stedennet.publications.models import ArticleOrganisation, ArticlePage
from stedennet.spreading.flows.dispatches import record_dispatch
from tests.builders.articles import make_article

pytestmark = pytest.mark.django_db
LIST = "/artikelen/"
URL = "/artikelen/nieuws/"


@pytest.fixture
def article(mobility):
    return make_article(
        date=dt.date(2026, 1, 2),
        title="Het nieuws",
        lead="Een " + "lange " * 30 + "inleiding.",
        body=[("paragraph", "<p>De tekst.</p>"), ("call", {"text": "Doe mee", "label": "Ja", "url": "/themas/"})],
        themes=[mobility],
    )


def html(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", [LIST, URL])
def test_the_pages_answer_in_both_languages_without_a_cookie(client, article, path, language):
    response = client.get(language + path)
    assert response.status_code == 200
    assert not response.cookies
    assert f'<html lang="{language[1:] or "nl"}">' in html(response)


def test_the_article_page_shows_everything_in_its_order(client, article, lead, eindhoven, mobility):
    make_article("ander", title="Een ander artikel", themes=[mobility])
    page = html(client.get(URL))
    order = [
        "<h1",
        "2 januari 2026",
        "1 min",
        "Smart Mobility</a>",
        "De tekst.",
        "Bij het thema van dit artikel betrokken organisaties",
        "trekker van Smart Mobility",
        "Meer artikelen met dit thema",
        "Een ander artikel",
    ]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_who_is_named_comes_first_then_the_lead_then_participants(client, article, lead, utrecht, mobility):
    save_record(ThemeRole(theme=mobility, organisation=utrecht, role="participant"), by=SYSTEM)
    named = Organisation.objects.create(kind="company", name="Bedrijf", slug="bedrijf")
    rejected = Organisation.objects.create(kind="company", name="Niet", slug="niet")
    ArticleOrganisation.objects.create(article=article, organisation=named, state="confirmed")
    ArticleOrganisation.objects.create(article=article, organisation=rejected, state="rejected")
    involved = client.get(URL).context["involved"]
    assert [one["name"] for one in involved] == ["Bedrijf", "Eindhoven", "Utrecht"]
    assert involved[0]["why"] == ["staat in dit artikel"]


def test_who_stands_in_the_title_comes_before_who_stands_in_the_text(client, db, eindhoven, utrecht):
    article = make_article("samen", title="Utrecht bouwt mee", lead="Samen met Eindhoven.", themes=[])
    other = Organisation.objects.create(kind="company", name="Aardappel", slug="aardappel")
    for organisation in (other, eindhoven, utrecht):
        ArticleOrganisation.objects.create(article=article, organisation=organisation, state="confirmed")
    involved = client.get("/artikelen/samen/").context["involved"]
    assert [one["name"] for one in involved] == ["Utrecht", "Eindhoven", "Aardappel"]


def test_articles_in_the_other_language_come_last_and_are_marked(client, article, mobility):
    make_article("english", themes=[mobility], date=dt.date(2026, 2, 1), language="en")
    make_article("oud", themes=[mobility], date=dt.date(2020, 1, 1))
    response = client.get(URL)
    assert [one["title"] for one in response.context["more"]] == ["Oud", "English"]
    assert "in het Engels" in html(response)


def test_more_articles_pinned_first_then_what_shares_most_then_the_newest(client, article, mobility):
    make_article("oud", themes=[mobility], date=dt.date(2020, 1, 1))
    make_article("nieuw", themes=[mobility], date=dt.date(2025, 1, 1))
    make_article("los", date=dt.date(2026, 1, 1))
    article.pinned = [make_article("vast", date=dt.date(2010, 1, 1))]
    article.save_revision().publish()
    assert [one["title"] for one in client.get(URL).context["more"]] == ["Vast", "Nieuw", "Oud"]


def test_a_teaser_is_short_and_ends_with_an_ellipsis(client, article, mobility):
    make_article("ander", themes=[mobility])
    (teaser,) = [one["teaser"] for one in client.get("/artikelen/ander/").context["more"]]
    assert len(teaser) <= 120
    assert teaser.endswith("…")


def test_the_list_is_filtered_by_theme_organisation_and_year(client, article, eindhoven):
    ArticleOrganisation.objects.create(article=article, organisation=eindhoven)
    make_article("ander", date=dt.date(2020, 1, 1))
    for query, number in (
        ("", 2),
        ("thema=smart-mobility", 1),
        ("organisatie=eindhoven", 1),
        ("jaar=2020", 1),
        ("thema=smart-mobility&jaar=2020", 0),
        ("q=nieuws", 1),
    ):
        assert client.get(f"{LIST}?{query}").context["total"] == number, query


@pytest.mark.parametrize("query", ["jaar=x", "jaar=99999999999", "thema=%00", "organisatie='--", "pagina=99", "q=%"])
def test_odd_filters_are_no_error(client, article, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_hostile_words_end_as_text(client, db):
    make_article(
        title="</script><script>alert(1)</script>",
        lead="<img src=x onerror=alert(1)>",
        body=[("heading", "<script>alert(2)</script>"), ("quote", {"text": "<b onclick=x>", "by": "<i>"})],
    )
    page = html(client.get(URL))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b onclick" not in page


def test_machines_read_what_people_read(client, article):
    page = html(client.get(URL))
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Het nieuws"
    assert '<meta property="og:title" content="Het nieuws">' in page
    assert '<link rel="canonical"' in page


def test_feed_csv_and_json_have_the_same_filters(client, article):
    make_article("ander", date=dt.date(2020, 1, 1))
    for name in ("feed.atom", "export.csv", "export.json"):
        body = html(client.get(f"{LIST}{name}?jaar=2020"))
        assert "Ander" in body
        assert "Het nieuws" not in body


def test_the_newest_stand_on_the_first_page_and_on_those_of_theme_and_organisation(client, article, eindhoven):
    ArticleOrganisation.objects.create(article=article, organisation=eindhoven)
    for path in ("/", "/themas/smart-mobility/", "/organisaties/eindhoven/"):
        assert "Het nieuws" in html(client.get(path)), path


def test_a_draft_is_not_public(client, article):
    article.unpublish()
    assert client.get(URL).status_code == 404
    assert client.get(LIST).context["total"] == 0


def many(number, theme):
    """A thousand articles, written straight into the tree."""
    index = index_page.ensure_index_page()
    first = make_article("eerste", themes=[theme])
    fields = {"lead": "Een inleiding.", "date": dt.date(2025, 1, 1), "live": True, "depth": first.depth}
    for step in range(number):
        page = ArticlePage(title=f"Artikel {step}", slug=f"a{step}", **fields)
        page.path = f"{index.path}Z{step:03d}"
        page.url_path = f"{index.url_path}a{step}/"
        page.content_type = first.content_type
        page.locale = first.locale
        page.draft_title = page.title
        super(ArticlePage, page).save_base(raw=False)
    keys = ArticlePage.objects.exclude(pk=first.pk).values_list("pk", flat=True)
    through = ArticlePage.themes.through
    through.objects.bulk_create(through(articlepage_id=key, theme_id=theme.pk) for key in keys)
    return first


def test_pages_need_few_queries_with_a_thousand_articles(client, mobility, lead, django_assert_max_num_queries):
    first = many(1000, mobility)
    record_dispatch("publications.articlepage", str(first.pk), "embed", "partner.example", many=7)
    assert ArticlePage.objects.count() == 1001
    for path, most in ((first.get_url(), 25), (LIST, 15), (f"{LIST}?thema=smart-mobility", 15), ("/", 15)):
        client.get(path)
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200
