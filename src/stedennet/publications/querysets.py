"""Reads of articles."""

from typing import Any, Self

from django.db.models import Count, Q
from wagtail.models import PageManager

from stedennet.core.pages import PublicPageQuerySet


class ArticleQuerySet(PublicPageQuerySet):
    """Article pages."""

    def newest_first(self) -> Self:
        """The newest first."""
        return self.order_by("-date", "-pk")

    def for_theme(self, slug: str) -> Self:
        """Only about the theme with this slug."""
        return self.filter(themes__slug=slug)

    def naming(self, slug: str) -> Self:
        """Only those that name the organisation with this slug, or are by it."""
        named = Q(organisations__organisation__slug=slug, organisations__state="confirmed")
        return self.filter(named | Q(author_organisation__slug=slug)).distinct()

    def linking_to(self, path: str) -> Self:
        """Only those with a link to this page of the site."""
        return self.filter(own_links__path=path)

    def in_year(self, year: int) -> Self:
        """Only those of this year."""
        return self.filter(date__year=year)

    def with_author(self) -> Self:
        """With author, for short lists; without the body, which lists do not show."""
        return self.select_related("author_organisation").defer("body")

    def with_parts(self) -> Self:
        """With author and themes, for lists."""
        return self.with_author().prefetch_related("themes__scheme")

    def like(self, article: Any) -> Self:
        """Other articles that share a theme with this one: those that share most first, then the newest."""
        themes = [theme.pk for theme in article.themes.all()]
        shared = Count("themes", filter=Q(themes__in=themes), distinct=True)
        return (
            self.exclude(pk=article.pk)
            .annotate(shared=shared)
            .filter(shared__gt=0)
            .order_by("-shared", "-date", "-pk")
        )


ArticleManager = PageManager.from_queryset(ArticleQuerySet)
