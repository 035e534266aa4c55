"""Queries of articles."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Count, Prefetch, Q, When
from wagtail.models import PageManager

from stedennet.core.pages import PublicPageQuerySet
from stedennet.network.models import Theme

if TYPE_CHECKING:
    from .models import ArticlePage


class ArticleQuerySet(PublicPageQuerySet):
    """Article pages."""

    def newest_first(self) -> Self:
        """Articles, newest first."""
        return self.order_by("-date", "-pk")

    def language_first(self, language: str) -> Self:
        """Articles in this language before others; in each group the newest first."""
        return self.order_by(Case(When(language=language, then=0), default=1), "-date", "-pk")

    def for_theme(self, slug: str) -> Self:
        """Articles with this theme (a slug)."""
        return self.filter(themes__slug=slug)

    def about_any(self, themes: Iterable[Theme]) -> Self:
        """Articles with one of these themes; an article with several stands there once for each."""
        return self.filter(themes__in=themes)

    def naming(self, slug: str) -> Self:
        """Articles that name the organisation with this slug, or were written by it; each once."""
        rows = self.model._default_manager
        named = rows.filter(organisations__organisation__slug=slug, organisations__state="confirmed")
        return self.filter(Q(pk__in=named.order_by().values("pk")) | Q(author_organisation__slug=slug))

    def linking_to(self, path: str) -> Self:
        """Articles with a link to this path of the site."""
        return self.filter(own_links__path=path)

    def in_year(self, year: int) -> Self:
        """Articles of this year."""
        return self.filter(date__year=year)

    def with_author(self) -> Self:
        """The same articles with their author's organisation, without the body, for short lists."""
        return self.select_related("author_organisation").defer("body")

    def with_parts(self) -> Self:
        """The same articles with author and themes, for lists."""
        return self.with_author().prefetch_related(Prefetch("themes", Theme.objects.select_related("scheme")))

    def like(self, article: "ArticlePage") -> Self:
        """Other articles that share a theme with this one: most shared themes first, then newest."""
        themes = [theme.pk for theme in article.themes.all()]
        shared = Count("themes", filter=Q(themes__in=themes), distinct=True)
        return (
            self.exclude(pk=article.pk)
            .annotate(shared=shared)
            .filter(shared__gt=0)
            .order_by("-shared", "-date", "-pk")
        )


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
