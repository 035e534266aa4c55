"""The page of a challenge: what belongs to it, as plain values for the template."""

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language

from stedennet.agenda.models import Commitment, Edition
from stedennet.agenda.overview import list_current_overviews
from stedennet.agenda.querysets.commitments import CommitmentQuerySet
from stedennet.agenda.rules.editions import Status
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.core.clock import today
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Theme
from stedennet.publications.models import ArticlePage

from . import agenda as agenda_cards
from . import articles as article_cards
from . import calls as call_cards
from . import challenges as challenge_cards
from . import initiatives as initiative_cards

MOST_ARTICLES = 4
"""How many articles on its themes the page shows; the lists have the others."""


def build_challenge_page(challenge: Challenge) -> dict[str, object]:
    """Return everything that the page of a challenge shows; `challenge` comes from `with_cards()`."""
    links = challenge.readable_links
    return {
        "challenge": challenge_cards.build_challenge_card(challenge),
        **challenge_cards.build_challenge_facts(challenge),
        "actions": _list_actions([link.action_id for link in links if link.action_id]),
        "former_actions": _list_former_actions(challenge),
        "initiatives": _list_initiatives([link.initiative_id for link in links if link.initiative_id]),
        "calls": _list_calls([link.call_id for link in links if link.call_id]),
        **_build_articles(list(challenge.themes.all())),
    }


def _list_actions(keys: list[int]) -> list[dict[str, object]]:
    if not keys:
        return []
    overviews = list_current_overviews(Commitment.objects.filter(action__in=keys), today=today())
    return [agenda_cards.build_action_card(overview) for overview in overviews]


def _select_former_commitments(challenge: Challenge) -> CommitmentQuerySet:
    """What former editions said of the actions of the challenge that are not in the current one; newest first."""
    current = Commitment.objects.filter(edition=Edition.objects.current_key()).order_by().values("action")
    rows = Commitment.objects.filter(action__in=challenge.links.order_by().values("action"))
    return rows.exclude(action__in=current).public().filter(edition__status=Status.SUPERSEDED).select_related("action")


def _list_former_actions(challenge: Challenge) -> list[dict[str, object]]:
    """The actions of former editions, each as its last edition worded it."""
    newest: dict[int, Commitment] = {}
    for commitment in _select_former_commitments(challenge):
        newest.setdefault(commitment.action_id, commitment)
    return [
        {
            **agenda_cards.build_code_link(commitment.action.code),
            "title": commitment.name,
            "edition": agenda_cards.build_edition_card(commitment.edition),
        }
        for commitment in sorted(newest.values(), key=lambda commitment: commitment.action.code)
    ]


def _list_initiatives(keys: list[int]) -> list[dict[str, object]]:
    rows = Initiative.objects.published().filter(pk__in=keys).order_by("title", "id") if keys else ()
    return [initiative_cards.build_initiative_brief(initiative) for initiative in rows]


def _list_calls(keys: list[int]) -> list[dict[str, object]]:
    rows = Call.objects.readable().filter(pk__in=keys).with_cards() if keys else ()
    return [call_cards.build_call_card(call) for call in rows]


def _build_articles(themes: list[Theme]) -> dict[str, object]:
    """Return the newest articles on these themes, and how many each theme's list has; two queries."""
    articles = ArticlePage.objects.public().about_any(themes)
    counts = dict(articles.order_by().values_list("themes__slug").annotate(n=Count("pk", distinct=True)))
    newest = articles.distinct().with_author().language_first((get_language() or "nl")[:2])[:MOST_ARTICLES]
    lists = [
        {
            "theme": theme.clear_title,
            "total": counts[theme.slug],
            "url": f"{reverse('article_list')}?thema={theme.slug}",
        }
        for theme in themes
        if theme.slug in counts
    ]
    return {
        "articles": [article_cards.build_article_brief(article) for article in newest] if lists else [],
        "article_lists": lists,
    }
