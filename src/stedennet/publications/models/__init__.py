"""The models of articles."""

from .articles import ArticleIndexPage, ArticleLink, ArticleOrganisation, ArticlePage

__all__ = ["ArticleIndexPage", "ArticleLink", "ArticleOrganisation", "ArticlePage"]
