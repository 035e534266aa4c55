"""What can be shown elsewhere: on a partner's site (an embed), or as a picture beside a link in somebody's message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import overview_of
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.core.dates import in_words
from stedennet.core.text import shorten
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage

from . import agenda_cards, call_cards, cards, event_cards, initiative_cards

LONGEST = 220
"""Characters of the text on a card."""
NO_COLOUR = "blauw"


@dataclass(frozen=True)
class Shareable:
    """One thing as a card. `kind` and `key` are how its address names it, `subject` how the log does."""

    kind: str
    key: str
    kind_label: str
    title: str
    text: str
    url: str
    colour: str = NO_COLOUR
    theme: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    subject: tuple[str, str] = ("", "")
    language: str = ""


def _facts(*pairs: tuple[Any, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), str(value)) for label, value in pairs if value)


def _subject(one: Any) -> tuple[str, str]:
    return one._meta.label_lower, str(one.pk)


def _theme_of(themes: Iterable[Any]) -> dict[str, str]:
    first = next(iter(themes), None)
    return {"colour": first.colour, "theme": first.title} if first else {}


def theme(one: Theme, *, lead: str, organisations: int) -> Shareable:
    """A theme, with the name of who leads it (may be empty) and how many organisations take part."""
    return Shareable(
        "thema",
        one.slug,
        _("Thema"),
        one.title,
        shorten(one.lead_text, LONGEST),
        cards.theme(one)["url"],
        colour=one.colour,
        theme=one.title,
        facts=_facts((_("Trekker"), lead), (_("Organisaties die meewerken"), organisations)),
        subject=_subject(one),
    )


def _theme_in_division(one: Any) -> Shareable:
    row = cards.division_row(one)
    return theme(one, lead=row["lead"]["name"] if row["lead"] else "", organisations=row["participants"])


def action(commitment: Commitment) -> Shareable:
    """An action as an edition has it; `commitment` comes from `with_parts`."""
    row = agenda_cards.action(overview_of(commitment, today=today()))
    facts = _facts(
        (_("Hoe het gaat"), row["status"]["label"]), (_("Verantwoordelijk"), row["by"]), (_("Wanneer"), row["period"])
    )
    return Shareable(
        "actie",
        row["code"],
        _("Actie %(code)s") % {"code": row["code"]},
        row["title"],
        shorten(row["lead"], LONGEST),
        row["url"],
        **_theme_of(commitment.themes.all()),
        facts=facts,
        subject=_subject(commitment.action),
    )


def initiative(one: Initiative) -> Shareable:
    """An initiative of `with_cards`."""
    row = initiative_cards.initiative(one)
    return Shareable(
        "initiatief",
        one.slug,
        _("Initiatief"),
        row["title"],
        shorten(row["summary"], LONGEST),
        row["url"],
        **_theme_of(one.themes.all()),
        facts=_facts((_("Waar"), row["places"]), (_("Fase"), row["phase_label"])),
        subject=_subject(one),
    )


def call(one: Call) -> Shareable:
    """A call of `with_cards`."""
    row = call_cards.call(one)
    until = in_words(one.closes_on) if row["is_open"] else _("gesloten")
    return Shareable(
        "oproep",
        one.slug,
        _("Oproep: %(kind)s") % {"kind": row["kind_label"]},
        one.title,
        shorten(one.what_for, LONGEST),
        row["url"],
        **_theme_of([one.theme] if one.theme else []),
        facts=_facts((_("Van"), one.by), (_("Reageren kan tot en met"), until)),
        subject=_subject(one),
    )


def article(one: ArticlePage) -> Shareable:
    """An article with its themes."""
    return Shareable(
        "artikel",
        one.slug,
        _("Artikel"),
        one.title,
        shorten(one.lead, LONGEST),
        one.get_url(),
        **_theme_of(one.themes.all()),
        facts=_facts((_("Datum"), in_words(one.date)), (_("Door"), one.by)),
        subject=_subject(one),
        language=one.language,
    )


def event(one: EventPage) -> Shareable:
    """An event of `with_parts`."""
    row = event_cards.brief(one)
    when = _("gaat niet door") if one.is_cancelled else row["when"]
    return Shareable(
        "evenement",
        one.slug,
        row["kind_label"].capitalize(),
        one.title,
        shorten(one.summary, LONGEST),
        row["url"],
        **_theme_of(one.themes.all()),
        facts=_facts((_("Wanneer"), when), (_("Waar"), row["where"])),
        subject=_subject(one),
        language=one.language,
    )


def _theme_named(slug: str) -> Any:
    return Theme.objects.with_division(day=today()).filter(slug=slug).first()


def _commitment_named(code: str) -> Any:
    said = Commitment.objects.with_parts().filter(action__code=code, edition__status__in=PUBLIC)
    current = Edition.objects.current()
    return said.filter(edition=current).first() or said.order_by("-edition__number").first()


FINDERS: dict[str, tuple[Callable[[str], Any], Callable[[Any], Shareable]]] = {
    "thema": (_theme_named, _theme_in_division),
    "actie": (_commitment_named, action),
    "initiatief": (lambda slug: Initiative.objects.readable().with_cards().filter(slug=slug).first(), initiative),
    "oproep": (lambda slug: Call.objects.readable().with_cards().filter(slug=slug).first(), call),
    "artikel": (lambda slug: ArticlePage.objects.public().with_parts().filter(slug=slug).first(), article),
    "evenement": (lambda slug: EventPage.objects.public().with_parts().filter(slug=slug).first(), event),
}
"""For each kind: how it is found by its name in the address, and what it shows."""


def find(kind: str, key: str) -> Shareable:
    """What this kind and name stand for. Raises Http404 when it is not public, or is nothing."""
    if kind not in FINDERS or "\0" in key:
        raise Http404
    look, show = FINDERS[kind]
    one = look(key)
    if one is None:
        raise Http404
    return show(one)


def language_of(one: Shareable) -> str:
    """The language of its words: its own, else the reader's."""
    return one.language or (get_language() or "nl")[:2]
