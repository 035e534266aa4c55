"""The list of articles."""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.folded_text import fold_text
from stedennet.network.models import Organisation
from stedennet.publications.models import ArticlePage
from stedennet.publications.querysets import ArticleQuerySet

from .crosswalk import RELATED_FACET, THEME, ThemeFacet
from .declarations import Column, List, Order
from .facets import Option, QueryFacet, count_themes, count_years, is_year


def _keep_saying(articles: ArticleQuerySet, words: str) -> ArticleQuerySet:
    return articles.filter(Q(title__folded__contains=fold_text(words)) | Q(lead__folded__contains=fold_text(words)))


def _keep_in_year(articles: ArticleQuerySet, year: str) -> ArticleQuerySet:
    return articles.in_year(int(year)) if is_year(year) else articles.none()


def _count_organisations(articles: ArticleQuerySet, value: str) -> list[Option]:
    # A union counts an article once for an organisation that wrote it and is also named in it.
    named = articles.filter(organisations__state="confirmed").values_list("pk", "organisations__organisation")
    pairs = named.union(articles.values_list("pk", "author_organisation"))
    counts = Counter(organisation for _article, organisation in pairs if organisation)
    organisations = Organisation.objects.filter(Q(pk__in=counts) | Q(slug=value)).by_name()
    return [
        Option(organisation.slug, organisation.name, counts.get(organisation.pk, 0)) for organisation in organisations
    ]


ARTICLES = List(
    kind="article",
    name="artikelen",
    label=_("Artikelen"),
    rows=lambda: ArticlePage.objects.public(),
    search=_keep_saying,
    prepare=ArticleQuerySet.with_parts,
    orders=(Order("nieuw", "", ArticleQuerySet.newest_first),),
    feed=lambda articles: order_by_newest_change(
        articles.select_related("author_organisation").prefetch_related("themes__scheme"),
        otherwise="last_published_at",
    ),
    facets=(
        ThemeFacet(THEME, _("Thema"), ArticleQuerySet.for_theme, count_themes("themes")),
        RELATED_FACET,
        QueryFacet("organisatie", _("Organisatie"), ArticleQuerySet.naming, _count_organisations),
        QueryFacet("jaar", _("Jaar"), _keep_in_year, count_years("date")),
    ),
    columns=(
        Column("titel", _("Titel"), lambda article: article.title),
        Column("datum", _("Datum"), lambda article: article.date, dt.date),
        Column("leestijd_minuten", _("Leestijd in minuten"), lambda article: article.reading_minutes, int),
        Column(
            "themas",
            _("Thema’s"),
            lambda article: ", ".join(theme.clear_title for theme in article.themes.all()) or None,
        ),
        Column("schrijver", _("Schrijver"), lambda article: article.by or None),
        Column("taal", _("Taal"), lambda article: article.language),
        Column("inleiding", _("Inleiding"), lambda article: article.lead),
        Column("adres", _("Adres"), lambda article: f"{settings.SITE_URL}{article.get_url()}"),
        Column("bron", _("Bron"), lambda article: article.source_url or None),
    ),
)
