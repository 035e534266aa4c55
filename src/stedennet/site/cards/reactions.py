"""Reactions as plain values with URLs, for templates."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.reactions import subjects
from stedennet.reactions.models import Reaction
from stedennet.reactions.rules.text import render_reaction_html

from . import badges

PER_PAGE = 50


def build_threads(subject: Model, number: str | None) -> dict[str, Any]:
    """Return a page of threads about `subject`, the number of reactions and the URL to add one.

    `number` is the page as typed in the address.
    """
    rows = Reaction.objects.about(subject)
    page = Paginator(rows.threads().select_related("person", "submission"), PER_PAGE).get_page(number)
    threads = list(page.object_list)
    replies = list(_find_replies(threads)) if threads else []
    badges_by_person = badges.find_badges((reaction.person_id or 0 for reaction in (*threads, *replies)), subject)
    replies_by_thread: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for reaction in replies:
        replies_by_thread[reaction.parent_id or 0].append(build_reaction_card(reaction, badges_by_person))
    return {
        "threads": [
            {**build_reaction_card(reaction, badges_by_person), "replies": replies_by_thread[reaction.pk]}
            for reaction in threads
        ],
        "count": rows.published().count(),
        "page_obj": page,
        "add_url": reverse("reaction_add", args=[subjects.get_kind_name(subject), subject.pk]),
    }


def _find_replies(threads: list[Reaction]) -> QuerySet[Reaction]:
    rows = Reaction.objects.replies_to([thread.pk for thread in threads])
    return rows.select_related("person", "submission")


def _format_behalf(reaction: Reaction) -> str:
    """Return the organisation on whose behalf the reaction was written, if any."""
    organisation = reaction.submission.behalf_of
    return _("namens %(organisation)s") % {"organisation": organisation} if organisation else ""


def build_reaction_card(reaction: Reaction, badges_by_person: dict[int, str]) -> dict[str, Any]:
    """Return one reaction; of a removed reaction, only that it existed."""
    public = reaction.status == Reaction.Status.PUBLISHED
    staff = _("redactie") if reaction.person and (reaction.person.is_editor or reaction.person.is_moderator) else ""
    return {
        "key": reaction.pk,
        "is_public": public,
        "name": reaction.name if public else "",
        "source_url": reaction.source_url if public else "",
        "badge": (_format_behalf(reaction) or badges_by_person.get(reaction.person_id or 0) or staff)
        if public
        else "",
        "at": reaction.published_at,
        "edited": bool(reaction.edited_at),
        "html": render_reaction_html(reaction.text) if public else "",
        "reply_url": reverse("reaction_reply", args=[reaction.pk]) if public and reaction.parent_id is None else "",
        "report_url": reverse("reaction_report", args=[reaction.pk]) if public else "",
    }
