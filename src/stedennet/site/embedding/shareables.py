"""What can be shown elsewhere: on a partner's site (an embed), or as a picture beside a link in somebody's message."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import build_overview
from stedennet.agenda.rules.editions import PUBLIC
from stedennet.calls.models import Call
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import shorten_text
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage

from ..cards import agenda as agenda_cards
from ..cards import calls as call_cards
from ..cards import events as event_cards
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards

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


def _build_facts(*pairs: tuple[Any, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), str(value)) for label, value in pairs if value)


def _identify_subject(one: Any) -> tuple[str, str]:
    return one._meta.label_lower, str(one.pk)


def _describe_first_theme(themes: Iterable[Any]) -> dict[str, str]:
    first = next(iter(themes), None)
    return {"colour": first.colour, "theme": first.title} if first else {}


def build_theme_shareable(one: Theme, *, lead: str, organisations: int) -> Shareable:
    """A theme, with the name of who leads it (may be empty) and how many organisations take part."""
    return Shareable(
        "thema",
        one.slug,
        _("Thema"),
        one.title,
        shorten_text(one.lead_text, LONGEST),
        network_cards.build_theme_card(one)["url"],
        colour=one.colour,
        theme=one.title,
        facts=_build_facts((_("Trekker"), lead), (_("Organisaties die meewerken"), organisations)),
        subject=_identify_subject(one),
    )


def _build_division_shareable(one: Any) -> Shareable:
    row = network_cards.build_division_row(one)
    return build_theme_shareable(
        one, lead=row["lead"]["name"] if row["lead"] else "", organisations=row["participants"]
    )


def build_action_shareable(commitment: Commitment) -> Shareable:
    """An action as an edition has it; `commitment` comes from `with_parts`."""
    row = agenda_cards.build_action_card(build_overview(commitment, today=today()))
    facts = _build_facts(
        (_("Hoe het gaat"), row["status"]["label"]), (_("Verantwoordelijk"), row["by"]), (_("Wanneer"), row["period"])
    )
    return Shareable(
        "actie",
        row["code"],
        _("Actie %(code)s") % {"code": row["code"]},
        row["title"],
        shorten_text(row["lead"], LONGEST),
        row["url"],
        **_describe_first_theme(commitment.themes.all()),
        facts=facts,
        subject=_identify_subject(commitment.action),
    )


def build_initiative_shareable(one: Initiative) -> Shareable:
    """An initiative of `with_cards`."""
    row = initiative_cards.build_initiative_card(one)
    return Shareable(
        "initiatief",
        one.slug,
        _("Initiatief"),
        row["title"],
        shorten_text(row["summary"], LONGEST),
        row["url"],
        **_describe_first_theme(one.themes.all()),
        facts=_build_facts((_("Waar"), row["places"]), (_("Fase"), row["phase_label"])),
        subject=_identify_subject(one),
    )


def build_call_shareable(one: Call) -> Shareable:
    """A call of `with_cards`."""
    row = call_cards.build_call_card(one)
    until = format_day(one.closes_on) if row["is_open"] else _("gesloten")
    return Shareable(
        "oproep",
        one.slug,
        _("Oproep: %(kind)s") % {"kind": row["kind_label"]},
        one.title,
        shorten_text(one.what_for, LONGEST),
        row["url"],
        **_describe_first_theme([one.theme] if one.theme else []),
        facts=_build_facts((_("Van"), one.by), (_("Reageren kan tot en met"), until)),
        subject=_identify_subject(one),
    )


def build_article_shareable(one: ArticlePage) -> Shareable:
    """An article with its themes."""
    return Shareable(
        "artikel",
        one.slug,
        _("Artikel"),
        one.title,
        shorten_text(one.lead, LONGEST),
        one.get_url(),
        **_describe_first_theme(one.themes.all()),
        facts=_build_facts((_("Datum"), format_day(one.date)), (_("Door"), one.by)),
        subject=_identify_subject(one),
        language=one.language,
    )


def build_event_shareable(one: EventPage) -> Shareable:
    """An event of `with_parts`."""
    row = event_cards.build_event_brief(one)
    when = _("gaat niet door") if one.is_cancelled else row["when"]
    return Shareable(
        "evenement",
        one.slug,
        row["kind_label"].capitalize(),
        one.title,
        shorten_text(one.summary, LONGEST),
        row["url"],
        **_describe_first_theme(one.themes.all()),
        facts=_build_facts((_("Wanneer"), when), (_("Waar"), row["where"])),
        subject=_identify_subject(one),
        language=one.language,
    )


def _find_theme(slug: str) -> Any:
    return Theme.objects.with_division(day=today()).filter(slug=slug).first()


def _find_commitment(code: str) -> Any:
    said = Commitment.objects.with_parts().filter(action__code=code, edition__status__in=PUBLIC)
    current = Edition.objects.current()
    return said.filter(edition=current).first() or said.order_by("-edition__number").first()


FINDERS: dict[str, tuple[Callable[[str], Any], Callable[[Any], Shareable]]] = {
    "thema": (_find_theme, _build_division_shareable),
    "actie": (_find_commitment, build_action_shareable),
    "initiatief": (
        lambda slug: Initiative.objects.readable().with_cards().filter(slug=slug).first(),
        build_initiative_shareable,
    ),
    "oproep": (lambda slug: Call.objects.readable().with_cards().filter(slug=slug).first(), build_call_shareable),
    "artikel": (
        lambda slug: ArticlePage.objects.public().with_parts().filter(slug=slug).first(),
        build_article_shareable,
    ),
    "evenement": (
        lambda slug: EventPage.objects.public().with_parts().filter(slug=slug).first(),
        build_event_shareable,
    ),
}
"""For each kind: how it is found by its name in the address, and what it shows."""


def find_shareable(kind: str, key: str) -> Shareable:
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
