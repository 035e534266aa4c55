"""The position of pages: index pages directly below the root page of the default site."""

from typing import TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Locale, Page, Site

Index = TypeVar("Index", bound=Page)


@transaction.atomic
def get_or_create_index_page(model: type[Index], *, title: str, slug: str) -> Index:
    """The only index page of this type; created if it does not exist."""
    existing = model.objects.first()
    if existing:
        return existing
    index = model(title=title, slug=slug)
    _get_or_create_root().add_child(instance=index)
    return index


def has_site() -> bool:
    """Whether there is a site to put pages in: not in a database that a test has just emptied."""
    return bool(Site.objects.exists())


def _get_or_create_root() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site:
        return site.root_page
    # Wagtail's migrations create a locale and a site; an emptied database has neither, and new content types.
    ContentType.objects.clear_cache()
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
    return root
