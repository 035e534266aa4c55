"""For whom a writer speaks: told by the register, never by what somebody typed. Few queries for a whole page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Representation, ThemeRole


def find_badges(people: Iterable[int], subject: Any) -> dict[int, str]:
    """For each person (id) a badge: leads a theme of the subject, is an organisation in it, or the editors."""
    keys, day = {key for key in people if key}, today()
    if not keys:
        return {}
    speaks_for: dict[int, list[Any]] = defaultdict(list)
    for one in Representation.objects.on(day).filter(user__in=keys).select_related("organisation"):
        speaks_for[one.user_id].append(one.organisation)
    leads = _find_theme_leads(subject, day) if speaks_for else {}
    named = _find_named_organisations(subject) if speaks_for else set()
    found = {}
    for person, organisations in speaks_for.items():
        badge = next((leads[one.pk] for one in organisations if one.pk in leads), "") or next(
            (_("namens %(organisation)s") % {"organisation": one.name} for one in organisations if one.pk in named), ""
        )
        if badge:
            found[person] = badge
    return found


def _find_theme_leads(subject: Any, day: Any) -> dict[int, str]:
    themes = {theme.pk: theme.title for theme in subject.themes.all()} if hasattr(subject, "themes") else {}
    roles = ThemeRole.objects.on(day).filter(theme__in=themes, role=ThemeRole.Role.LEAD)
    return {role.organisation_id: _("trekker van %(theme)s") % {"theme": themes[role.theme_id]} for role in roles}


def _find_named_organisations(subject: Any) -> set[int]:
    lines = getattr(subject, "organisations", None)
    named = {one.organisation_id for one in lines.all() if one.state == "confirmed"} if lines else set()
    return {*named, getattr(subject, "author_organisation_id", 0), getattr(subject, "organiser_id", 0)}
