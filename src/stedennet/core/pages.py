"""Which pages everybody may read: published, and in no part of the tree that page privacy restricts.

Every public list, feed, file, mail and log line about pages starts from this condition.
"""

from typing import Any, Self

from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.query import PageQuerySet


class PublicPageQuerySet(PageQuerySet):  # type: ignore[misc]
    """Pages, with a `public` that excludes drafts, unlike Wagtail's own."""

    def public(self) -> Self:
        """Pages that everybody may read now; a part of the same query."""
        return self.live().open_to_all()

    def open_to_all(self) -> Self:
        """Without restricted pages: by password, login or group, on the page itself or anywhere above it."""
        return self.filter(~Exists(_closing_restrictions()))

    def closed_only_by(self, restriction: PageViewRestriction) -> Self:
        """The published pages that only this restriction hides from readers."""
        others = _closing_restrictions().exclude(pk=restriction.pk)
        return self.live().filter(path__startswith=restriction.page.path).filter(~Exists(others))


def _closing_restrictions() -> QuerySet:
    """The restrictions on the page of the outer query: its path starts with the paths of all pages above it."""
    # Compares the paths of a few restrictions with one path; reads no list of pages.
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.alias(_of=path).filter(_of__startswith=F("page__path"))


def filter_about_public(rows: Any, *, kind: str = "subject_type", key: str = "subject_id") -> Any:
    """The rows, except those about a page that not everybody may read; rows about anything else stay.

    `kind` is the field with the subject's `app.model`, `key` the one with its primary key.
    """
    labels = [model._meta.label_lower for model in get_page_models()]
    readable = PublicPageQuerySet(Page).public().filter(pk=Cast(OuterRef(key), BigIntegerField()))
    # CASE, because only keys of pages are sure to be numbers, and a database may evaluate either side of an OR.
    shown = Case(When(Q(**{f"{kind}__in": labels}), then=Exists(readable)), default=Value(True))
    return rows.alias(_is_shown=_as_boolean(shown)).filter(_is_shown=True)


def _as_boolean(expression: Case) -> Case:
    expression.output_field = BooleanField()
    return expression


def is_open_to_all(page: Page) -> bool:
    """Whether neither the page nor any page above it is restricted, published or not."""
    return not page.get_view_restrictions().exists()


def get_readable_or_404(rows: QuerySet, request: HttpRequest, **wanted: object) -> Any:
    """The published page, if this reader may read it: whoever passed its restrictions may use its forms and files too.

    Raises Http404, so that nobody learns that a private page exists.
    """
    page = rows.filter(live=True, **wanted).first()
    if page is None:
        raise Http404
    restrictions = page.get_view_restrictions()
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
    page.is_private = bool(restrictions)
    return page


def prevent_private_caching(page: Any, response: HttpResponseBase) -> HttpResponseBase:
    """The response about a page from `get_readable_or_404`, not cacheable if the page is private."""
    if page.is_private:
        add_never_cache_headers(response)
    return response
