"""Articles."""

from .articles import ArticleIndexPage, ArticleOrganisation, ArticlePage

__all__ = ["ArticleIndexPage", "ArticleOrganisation", "ArticlePage"]
