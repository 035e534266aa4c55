"""Wagtail's page privacy in the log: restricting a page counts as withdrawing it, lifting the restriction as
publishing it."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from stedennet.core.pages import is_open_to_all

from .flows import announce_change
from .models import Verb

PageType = TypeVar("PageType", bound=Page)
OwnerLabel = Callable[[PageType], str]
"""From a page to the name of its owner."""
NewsDay = Callable[[PageType], dt.date]
"""From a page to the day of which it is news."""


def announce_privacy_changes(page_model: type[PageType], *, by: OwnerLabel[PageType], day: NewsDay[PageType]) -> None:
    """From now on, log each published page of this type that a restriction closes or opens."""

    def restriction_set(sender: type, instance: PageViewRestriction, created: bool, **_: object) -> None:
        if created:
            _announce_pages(page_model.objects.closed_only_by(instance), Verb.WITHDRAWN, by, day)

    def restriction_lifted(sender: type, instance: PageViewRestriction, origin: object = None, **_: object) -> None:
        # Deleting a page deletes its restrictions too, which does not make it public.
        if _is_lifted(origin):
            below = page_model.objects.public().filter(path__startswith=instance.page.path)
            _announce_pages(below, Verb.PUBLISHED, by, day)

    def moved(sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **_: object) -> None:
        was_open, is_open = is_open_to_all(parent_page_before), is_open_to_all(parent_page_after)
        below = page_model.objects.live().filter(path__startswith=instance.path)
        if is_open and not was_open:
            _announce_pages(below.open_to_all(), Verb.PUBLISHED, by, day)
        if was_open and not is_open:
            _announce_pages(below, Verb.WITHDRAWN, by, day)

    name = page_model._meta.label_lower
    post_save.connect(restriction_set, sender=PageViewRestriction, weak=False, dispatch_uid=f"set {name}")
    post_delete.connect(restriction_lifted, sender=PageViewRestriction, weak=False, dispatch_uid=f"lifted {name}")
    post_page_move.connect(moved, weak=False, dispatch_uid=f"moved {name}")


def _is_lifted(origin: object) -> bool:
    return issubclass(getattr(origin, "model", type(origin)), PageViewRestriction)


@transaction.atomic
def _announce_pages(pages: QuerySet[PageType], verb: Verb, by: OwnerLabel[PageType], day: NewsDay[PageType]) -> None:
    for page in pages.order_by("pk"):
        announce_change(page, verb, title=page.title, behalf_of=by(page), day=day(page))
