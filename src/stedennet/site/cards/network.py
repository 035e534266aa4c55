"""Organisations, themes, roles and news as plain values with URLs, for templates."""

from typing import Any
from urllib.parse import urlparse

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stedennet.changes.models import Change
from stedennet.core.dates import format_day
from stedennet.core.text import TextInLanguage, get_localised_text
from stedennet.network.models import GroupMembership, Organisation, Participation, Theme, ThemeRole, ThemeScheme

VERB_LABELS = {
    Change.Verb.PUBLISHED: gettext_lazy("gepubliceerd"),
    Change.Verb.CHANGED: gettext_lazy("bijgewerkt"),
    Change.Verb.WITHDRAWN: gettext_lazy("ingetrokken"),
}


def build_organisation_card(organisation: Organisation) -> dict[str, Any]:
    """Return an organisation as a link with its kind."""
    return {
        "name": organisation.name,
        "url": reverse("organisation", args=[organisation.slug]),
        "kind_label": organisation.get_kind_display(),
        "is_example": organisation.is_example,
    }


def build_theme_card(theme: Theme) -> dict[str, Any]:
    """Return the card of a theme; `scheme_name` needs `select_related("scheme")`."""
    return {
        "slug": theme.slug,
        "name": theme.clear_title,
        "subtitle": theme.shown_subtitle,
        "summary": theme.lead_text,
        "description": theme.about,
        "colour": theme.colour,
        "url": reverse("theme", args=[theme.slug]),
        "scheme_name": theme.scheme.title,
        "source_url": theme.source_url,
    }


def build_scheme_card(scheme: ThemeScheme) -> dict[str, Any]:
    """Return a scheme: a set of themes that divides the work."""
    return {"name": scheme.title, "description": scheme.about, "source_url": scheme.source_url}


def build_division_row(theme: Theme) -> dict[str, Any]:
    """Return a theme with its lead and number of participants; it comes from `Theme.objects.with_division()`."""
    lead = theme.leads_now[0] if theme.leads_now else None
    return {
        "theme": build_theme_card(theme),
        "lead": build_organisation_card(lead.organisation) if lead else None,
        "holder": lead.holder if lead else "",
        "since": format_since(lead) if lead else "",
        "begins_on": lead.begins_on if lead else None,
        "participants": theme.participants,
    }


def format_since(dated: ThemeRole | GroupMembership) -> str:
    """Return “sinds september 2018”, or nothing when the begin is not known."""
    return _("sinds %(day)s") % {"day": dated.begins_in_words} if dated.begins_on else ""


def build_role_card(role: ThemeRole) -> dict[str, Any]:
    """Return the role of an organisation, for the page of the theme."""
    return {
        "organisation": build_organisation_card(role.organisation),
        "holder": role.holder,
        "since": format_since(role),
        "note": role.remark,
        "source_url": role.source_url,
        "period": _("%(begin)s tot %(end)s") % {"begin": role.begins_in_words or "…", "end": role.ends_in_words},
    }


def build_news_item(
    change: Change, addresses: dict[tuple[str, str], str], *, names_subject: bool = True
) -> dict[str, Any]:
    """Return a line of the change log as readers see it; `addresses` maps (type, id) to a path.

    Without `names_subject`, for the page of the subject itself, the line does not repeat its name; that it was
    published needs no words there but the day.
    """
    title, note = get_localised_text(change, "title"), get_localised_text(change, "note")
    return {
        "day": change.day,
        "title": title,
        "url": addresses.get((change.subject_type, change.subject_id), "") if names_subject else "",
        "line": write_news_line(title, note) if names_subject else _keep_own_line(change, note),
        "verb_label": VERB_LABELS[Change.Verb(change.verb)],
    }


def write_news_line(title: str, note: str) -> str:
    """Return what happened, with the name of what it happened to: the note alone could be about anything."""
    if not note or title.casefold() in note.casefold():
        return note
    line = f"{title}: {note}"
    return TextInLanguage(line, note.language) if isinstance(note, TextInLanguage) else line


def _keep_own_line(change: Change, note: str) -> str:
    return "" if change.verb == Change.Verb.PUBLISHED else note


def build_participation_step(step: Participation) -> dict[str, Any]:
    """Return a step of an organisation towards taking part."""
    return {
        "year": step.on.year,
        "on": format_day(step.on, step.precision),
        "takes_part": step.step == "participant",
        "organisation": build_organisation_card(step.organisation),
        "step_label": step.get_step_display(),
        "note": step.remark,
        "source_url": step.source_url,
    }


def host_of(url: str) -> str:
    """Return the host of a URL without “www.”, for instance “vng.nl”."""
    return (urlparse(url).hostname or "").removeprefix("www.")
