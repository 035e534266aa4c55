"""Badges that say for whom the author of a reaction speaks.

They come from the register, never from what somebody typed. A whole page takes a few queries.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext as _

from stedennet.core.clock import today
from stedennet.network.models import Organisation, Representation, ThemeRole


def find_badges(people: Iterable[int], subject: Model) -> dict[int, str]:
    """Return a badge by person id, for representatives whose organisation leads a theme of it or is named in it."""
    keys, day = {key for key in people if key}, today()
    if not keys:
        return {}
    speaks_for: dict[int, list[Organisation]] = defaultdict(list)
    for representation in Representation.objects.on(day).filter(user__in=keys).select_related("organisation"):
        speaks_for[representation.user_id].append(representation.organisation)
    leads = _find_theme_leads(subject, day) if speaks_for else {}
    named = _find_named_organisations(subject) if speaks_for else set()
    badges = {}
    for person, organisations in speaks_for.items():
        badge = next(
            (leads[organisation.pk] for organisation in organisations if organisation.pk in leads), ""
        ) or next(
            (
                _("namens %(organisation)s") % {"organisation": organisation.name}
                for organisation in organisations
                if organisation.pk in named
            ),
            "",
        )
        if badge:
            badges[person] = badge
    return badges


def _find_theme_leads(subject: Model, day: dt.date) -> dict[int, str]:
    themes = {theme.pk: theme.clear_title for theme in subject.themes.all()} if hasattr(subject, "themes") else {}
    roles = ThemeRole.objects.on(day).filter(theme__in=themes, role=ThemeRole.Role.LEAD)
    return {role.organisation_id: _("trekker van %(theme)s") % {"theme": themes[role.theme_id]} for role in roles}


def _find_named_organisations(subject: Model) -> set[int]:
    lines = getattr(subject, "organisations", None)
    named = {line.organisation_id for line in lines.all() if line.state == "confirmed"} if lines else set()
    return {*named, getattr(subject, "author_organisation_id", 0), getattr(subject, "organiser_id", 0)}
