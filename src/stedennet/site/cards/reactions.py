"""What templates show of reactions: plain values with their addresses."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.reactions import subjects
from stedennet.reactions.models import Reaction
from stedennet.reactions.rules.text import render_reaction_html

from . import badges

PER_PAGE = 50


def build_threads(subject: Any, number: str | None) -> dict[str, Any]:
    """A page of threads below the subject, the number of reactions, and where to add one."""
    rows = Reaction.objects.about(subject)
    page = Paginator(rows.threads().select_related("person", "submission"), PER_PAGE).get_page(number)
    firsts = list(page.object_list)
    replies = list(_find_replies(firsts)) if firsts else []
    speakers = badges.find_badges((one.person_id or 0 for one in (*firsts, *replies)), subject)
    of: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in replies:
        of[one.parent_id or 0].append(build_reaction_card(one, speakers))
    return {
        "threads": [{**build_reaction_card(one, speakers), "replies": of[one.pk]} for one in firsts],
        "count": rows.published().count(),
        "page_obj": page,
        "add_url": reverse("reaction_add", args=[subjects.get_kind_name(subject), subject.pk]),
    }


def _find_replies(firsts: list[Reaction]) -> Any:
    rows = Reaction.objects.replies_to([one.pk for one in firsts])
    return rows.select_related("person", "submission")


def _format_behalf(one: Reaction) -> str:
    """The organisation for which the writer chose to speak, when they did speak for it."""
    organisation = one.submission.behalf_of
    return _("namens %(organisation)s") % {"organisation": organisation} if organisation else ""


def build_reaction_card(one: Reaction, speakers: dict[int, str]) -> dict[str, Any]:
    """One reaction; of a removed one only that it was there."""
    public = one.status == Reaction.Status.PUBLISHED
    staff = _("redactie") if one.person and (one.person.is_editor or one.person.is_moderator) else ""
    return {
        "key": one.pk,
        "is_public": public,
        "name": one.name if public else "",
        "source_url": one.source_url if public else "",
        "badge": (_format_behalf(one) or speakers.get(one.person_id or 0) or staff) if public else "",
        "at": one.published_at,
        "edited": bool(one.edited_at),
        "html": render_reaction_html(one.text) if public else "",
        "reply_url": reverse("reaction_reply", args=[one.pk]) if public and one.parent_id is None else "",
        "report_url": reverse("reaction_report", args=[one.pk]) if public else "",
    }
