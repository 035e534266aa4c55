"""Wagtail's Privacy in the log: a page that is closed was withdrawn for the public, one that is opened appeared."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from stedennet.core.pages import is_open_to_all

from .flows import announce_change
from .models import Verb

OwnerLabel = Callable[[Any], str]
"""From a page to whose it is, in words."""


def announce_privacy_changes(kind: Any, *, by: OwnerLabel) -> None:
    """From now on the log has a line for each published page of this type that a restriction closes or opens."""

    def restriction_set(sender: type, instance: PageViewRestriction, created: bool, **kwargs: Any) -> None:
        if created:
            _announce_pages(kind.objects.closed_only_by(instance), Verb.WITHDRAWN, by)

    def restriction_lifted(sender: type, instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
        # A page that is deleted takes its restrictions along and does not become public by it.
        if _is_lifted(origin):
            below = kind.objects.public().filter(path__startswith=instance.page.path)
            _announce_pages(below, Verb.PUBLISHED, by)

    def moved(sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
        before, after = is_open_to_all(parent_page_before), is_open_to_all(parent_page_after)
        below = kind.objects.live().filter(path__startswith=instance.path)
        if after and not before:
            _announce_pages(below.open_to_all(), Verb.PUBLISHED, by)
        if before and not after:
            _announce_pages(below, Verb.WITHDRAWN, by)

    name = kind._meta.label_lower
    post_save.connect(restriction_set, sender=PageViewRestriction, weak=False, dispatch_uid=f"set {name}")
    post_delete.connect(restriction_lifted, sender=PageViewRestriction, weak=False, dispatch_uid=f"lifted {name}")
    post_page_move.connect(moved, weak=False, dispatch_uid=f"moved {name}")


def _is_lifted(origin: Any) -> bool:
    return issubclass(getattr(origin, "model", type(origin)), PageViewRestriction)


@transaction.atomic
def _announce_pages(pages: Any, verb: Verb, by: OwnerLabel) -> None:
    for page in pages.order_by("pk"):
        announce_change(page, verb, title=page.title, behalf_of=by(page))
