"""What other rooms have about an action or an initiative: as blocks, so that each page leads on to the others.

What names the record comes first; the rest shares its first theme and says so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action, Commitment, Indicator
from stedennet.agenda.overview import list_current_overviews
from stedennet.calls.models import Call
from stedennet.core.combined_reads import Rows
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage

from . import articles as article_cards
from . import blocks


def select_action_rows(action: Action) -> tuple[Rows, Rows, Rows]:
    """The calls for an action, the articles that name it and the indicators that it uses."""
    mentions = article_cards.read_articles_linking_to(reverse("action", args=[action.code]))
    return Call.objects.of_action(action).readable().with_cards(), mentions, Indicator.objects.used_in(action)


def list_action_blocks(
    commitment: Commitment, calls: Sequence[Call], mentions: Sequence[ArticlePage], indicators: Sequence[Indicator]
) -> list[dict[str, object]]:
    """List the calls for an action, the articles that name it, the indicators that it uses, and what its theme has."""
    theme = next(iter(commitment.themes.all()), None)
    found = [
        blocks.build_row_block(
            replace(blocks.CALL, key="oorsprong"),
            [call for call in calls if call.action_id != commitment.action_id],
            heading=_("Kwam voort uit deze oproep"),
        ),
        blocks.build_row_block(blocks.CALL, [call for call in calls if call.action_id == commitment.action_id]),
        _build_mentions(mentions),
        blocks.build_row_block(blocks.INDICATOR, indicators, heading=_("Indicatoren die deze actie gebruikt")),
        *(_list_theme_blocks(theme, commitment) if theme else ()),
    ]
    return [block for block in found if block]


def _list_theme_blocks(theme: Theme, commitment: Commitment) -> list[dict[str, object]]:
    """The initiatives of the responsible organisation at the theme, else all of the theme; and the events."""
    about, responsible = {"thema": theme.slug}, commitment.responsible
    own = {**about, "organisatie": responsible.slug} if responsible else about
    names = {"theme": theme.clear_title, "organisation": commitment.by}
    heading = _("Wat %(organisation)s doet bij %(theme)s") if responsible else _("Initiatieven bij %(theme)s")
    return [
        blocks.build_block(blocks.INITIATIVE, own, heading=heading % names)
        or blocks.build_block(blocks.INITIATIVE, about, heading=_("Initiatieven bij %(theme)s") % names),
        blocks.build_block(blocks.EVENT, about, heading=_("Evenementen bij %(theme)s") % names),
    ]


def select_initiative_rows(initiative: Initiative) -> tuple[Rows, Rows]:
    """The calls for an initiative and the articles that name it: what `list_initiative_blocks()` shows first."""
    mentions = article_cards.read_articles_linking_to(reverse("initiative", args=[initiative.slug]))
    return initiative.calls.readable().with_cards(), mentions


def list_initiative_blocks(
    initiative: Initiative, calls: Sequence[Call], mentions: Sequence[ArticlePage], *, day: dt.date
) -> list[dict[str, object]]:
    """List the calls for an initiative, the articles that name it, and the actions and events of its theme."""
    found = [blocks.build_row_block(blocks.CALL, calls), _build_mentions(mentions)]
    if theme := next(iter(initiative.themes.all()), None):
        about, words = {"thema": theme.slug}, {"theme": theme.clear_title}
        actions = list_current_overviews(Commitment.objects.about(theme), today=day)
        found += [
            blocks.build_action_block(actions, about, heading=_("Acties bij %(theme)s") % words),
            blocks.build_block(blocks.EVENT, about, heading=_("Evenementen bij %(theme)s") % words),
        ]
    return [block for block in found if block]


def _build_mentions(articles: Sequence[ArticlePage]) -> dict[str, object]:
    return blocks.build_row_block(blocks.ARTICLE, articles, heading=_("Genoemd in artikelen"))
