"""Records that can be shown elsewhere: embedded on another site, or as the picture of a shared link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment
from stedennet.agenda.overview import build_overview
from stedennet.agenda.querysets.editions import is_public
from stedennet.agenda.rules.editions import Status as EditionStatus
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.core.text import shorten_text
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage

from ..cards import agenda as agenda_cards
from ..cards import calls as call_cards
from ..cards import challenges as challenge_cards
from ..cards import events as event_cards
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards

LONGEST = 220
"""Characters of the text on a card."""
NO_COLOUR = "blauw"


@dataclass(frozen=True)
class Shareable:
    """A record as a card. `kind` and `key` identify it in URLs, `subject` in the log."""

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


def _build_facts(*pairs: tuple[str, str | int]) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), str(value)) for label, value in pairs if value)


def _identify_subject(record: Model) -> tuple[str, str]:
    return record._meta.label_lower, str(record.pk)


def _describe_first_theme(themes: Iterable[Theme]) -> dict[str, str]:
    first = next(iter(themes), None)
    return {"colour": first.colour, "theme": first.title} if first else {}


def build_theme_shareable(theme: Theme, *, lead: str, organisations: int) -> Shareable:
    """Return a theme with the name of its lead (may be empty) and the number of participating organisations."""
    return Shareable(
        "thema",
        theme.slug,
        _("Thema"),
        theme.clear_title,
        shorten_text(theme.lead_text, LONGEST),
        network_cards.build_theme_card(theme)["url"],
        colour=theme.colour,
        theme=theme.clear_title,
        facts=_build_facts((_("Trekker"), lead), (_("Organisaties die meewerken"), organisations)),
        subject=_identify_subject(theme),
    )


def _build_division_shareable(theme: Theme) -> Shareable:
    row = network_cards.build_division_row(theme)
    return build_theme_shareable(
        theme, lead=row["lead"]["name"] if row["lead"] else "", organisations=row["participants"]
    )


def build_action_shareable(commitment: Commitment) -> Shareable:
    """Return an action as it reads in an edition; `commitment` comes from `with_parts`."""
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


def build_initiative_shareable(initiative: Initiative) -> Shareable:
    """Return an initiative of `with_cards`."""
    row = initiative_cards.build_initiative_card(initiative)
    return Shareable(
        "initiatief",
        initiative.slug,
        _("Initiatief"),
        row["title"],
        shorten_text(row["summary"], LONGEST),
        row["url"],
        **_describe_first_theme(initiative.themes.all()),
        facts=_build_facts((_("Waar"), row["places"]), (_("Fase"), row["phase_label"])),
        subject=_identify_subject(initiative),
    )


def build_call_shareable(call: Call) -> Shareable:
    """Return a call of `with_cards`."""
    row = call_cards.build_call_card(call)
    until = format_day(call.closes_on) if row["is_open"] else _("gesloten")
    return Shareable(
        "oproep",
        call.slug,
        _("Oproep: %(kind)s") % {"kind": row["kind_label"]},
        call.title,
        shorten_text(call.what_for, LONGEST),
        row["url"],
        **_describe_first_theme([call.theme] if call.theme else []),
        facts=_build_facts((_("Van"), call.by), (_("Reageren kan tot en met"), until)),
        subject=_identify_subject(call),
    )


def build_challenge_shareable(challenge: Challenge) -> Shareable:
    """Return a challenge of `with_cards`."""
    row = challenge_cards.build_challenge_card(challenge)
    return Shareable(
        "opgave",
        challenge.slug,
        _("Opgave (voorbeeld)") if challenge.is_example else _("Opgave"),
        row["title"],
        shorten_text(row["summary"], LONGEST),
        row["url"],
        **_describe_first_theme(challenge.themes.all()),
        facts=_build_facts(
            (_("Van"), row["by"]),
            (_("Acties"), row["actions"]),
            (_("Initiatieven"), row["initiatives"]),
            (_("Oproepen"), row["calls"]),
        ),
        subject=_identify_subject(challenge),
    )


def build_article_shareable(article: ArticlePage) -> Shareable:
    """Return an article."""
    return Shareable(
        "artikel",
        article.slug,
        _("Artikel"),
        article.title,
        shorten_text(article.lead, LONGEST),
        article.get_url(),
        **_describe_first_theme(article.themes.all()),
        facts=_build_facts((_("Datum"), format_day(article.date)), (_("Door"), article.by)),
        subject=_identify_subject(article),
        language=article.language,
    )


def build_event_shareable(event: EventPage) -> Shareable:
    """Return an event of `with_parts`."""
    row = event_cards.build_event_brief(event)
    when = _("gaat niet door") if event.is_cancelled else row["when"]
    return Shareable(
        "evenement",
        event.slug,
        row["kind_label"].capitalize(),
        event.title,
        shorten_text(event.summary, LONGEST),
        row["url"],
        **_describe_first_theme(event.themes.all()),
        facts=_build_facts((_("Wanneer"), when), (_("Waar"), row["where"])),
        subject=_identify_subject(event),
        language=event.language,
    )


def _find_theme(slug: str) -> Theme | None:
    return Theme.objects.with_division(day=today()).filter(slug=slug).first()


def _find_commitment(code: str) -> Commitment | None:
    commitments = Commitment.objects.with_parts().filter(is_public("edition__"), action__code=code)
    adopted = commitments.filter(edition__status=EditionStatus.ADOPTED).first()
    return adopted or commitments.order_by("-edition__number").first()


FINDERS: dict[str, tuple[Callable[[str], Any], Callable[[Any], Shareable]]] = {
    "thema": (_find_theme, _build_division_shareable),
    "actie": (_find_commitment, build_action_shareable),
    "initiatief": (
        lambda slug: Initiative.objects.readable().with_cards().filter(slug=slug).first(),
        build_initiative_shareable,
    ),
    "oproep": (lambda slug: Call.objects.readable().with_cards().filter(slug=slug).first(), build_call_shareable),
    "opgave": (
        lambda slug: Challenge.objects.readable().with_cards().filter(slug=slug).first(),
        build_challenge_shareable,
    ),
    "artikel": (
        lambda slug: ArticlePage.objects.public().with_parts().filter(slug=slug).first(),
        build_article_shareable,
    ),
    "evenement": (
        lambda slug: EventPage.objects.public().with_parts().filter(slug=slug).first(),
        build_event_shareable,
    ),
}
"""For each kind: how to find a record by its key in the URL, and how to build its card."""


def find_shareable(kind: str, key: str) -> Shareable:
    """Return the record of this kind and key. Raises Http404 when there is none or it is not public."""
    if kind not in FINDERS or "\0" in key:
        raise Http404
    find, build = FINDERS[kind]
    record = find(key)
    if record is None:
        raise Http404
    return build(record)


def language_of(shareable: Shareable) -> str:
    """Return the language of the texts: that of the record, else that of the reader."""
    return shareable.language or (get_language() or "nl")[:2]
