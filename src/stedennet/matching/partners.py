"""For a call: which organisations could answer it, each with the reasons in words."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stedennet.calls.models import Call
from stedennet.network.models import Theme
from stedennet.search import finding
from stedennet.search.engine import Shelf
from stedennet.search.records import Card

from . import facts
from .facts import Known
from .rules.factors import ROLES, Factor, Scored, doing, fresh, kilometres, near, ranked

LOOKED_AT = 1_000
"""How many things that resemble the call are looked at."""
MOST_TOGETHER = 200
DID = ("initiative", "action", "call", "article", "event", "organisation")
TELLING = 0.3
"""What is named as a reason resembles the call at least this much of what resembles it most."""
FAR = 0.1
"""Below this share being near is no reason to name."""
LEAST = 0.15
"""What somebody did must resemble the call this much to be a reason."""


@dataclass(frozen=True)
class Suggestion:
    """An organisation that may fit: `reasons` are sentences, the weightiest first."""

    organisation: Known
    score: float
    reasons: list[str]


def for_call(
    shelf: Shelf, call: Call, *, day: dt.date, without: Collection[str] = (), most: int = 10
) -> list[Suggestion]:
    """The organisations that fit a call best; factors in `without` do not count.

    The number of queries is the same whatever the number of organisations.
    """
    hits = finding.alike(shelf, text_of(call), most=LOOKED_AT, kinds=DID, without=[f"call:{call.pk}"])
    themes = themes_of(call)
    roles = facts.roles(themes, day=day)
    did = doing((score, card.owners) for score, card in hits)
    own = str(call.organisation_id or "")
    before = facts.together((card.owners for card in _done_by(shelf, own)), own) if own else {}
    known = facts.organisations({*did, *roles, *before, *filter(None, [own])}, day=day)
    telling = [card for score, card in hits if score >= hits[0][0] * TELLING]
    evidence = Evidence(call, day, telling, did, roles, before, known.pop(own, None))
    wanted = set(call.wanted)
    candidates = {key: evidence.factors(one) for key, one in known.items() if not wanted or one.kind in wanted}
    names = dict(Theme.objects.filter(slug__in=themes).values_list("slug", "name"))
    return [
        Suggestion(known[one.key], one.score, evidence.reasons(one, known[one.key], names, without))
        for one in ranked(candidates, without=without, most=most)
    ]


@dataclass(frozen=True)
class Evidence:
    """What speaks for organisations, all by their key: things they did that resemble the call, how much that is, their
    role at its theme, and how often they worked with `home`, whose call it is."""

    call: Call
    day: dt.date
    things: list[Card]
    did: Mapping[str, float]
    roles: Mapping[str, tuple[str, str]]
    before: Mapping[str, int]
    home: Known | None

    def factors(self, one: Known) -> dict[Factor, float]:
        """The share of each factor for an organisation."""
        did = self.did.get(one.key, 0.0)
        own = self._own(one.key) if did else []
        days = [dt.date.fromisoformat(card.day) for card in own if card.day]
        opposite = f"call.{'offering' if self.call.kind == Call.Kind.LOOKING else 'looking'}"
        return {
            Factor.TEXT: did if did >= LEAST else 0.0,
            Factor.THEME: ROLES[self.roles[one.key][0]] if one.key in self.roles else 0.0,
            Factor.TOGETHER: 1 - 0.5 ** self.before.get(one.key, 0),
            Factor.OFFER: 1.0 if any(opposite in card.marks for card in own) else 0.0,
            Factor.NEAR: self._nearness(one),
            Factor.FRESH: fresh((self.day - max(days)).days) if days else 0.0,
        }

    def reasons(self, scored: Scored, one: Known, names: Mapping[str, str], without: Collection[str]) -> list[str]:
        """The same in words; `names` are those of the themes."""
        share = scored.factors
        said = {
            Factor.TEXT: _did([card for card in self._own(one.key) if card.kind != "organisation"]),
            Factor.THEME: self._role(one, names),
            Factor.TOGETHER: self._together(one),
            Factor.OFFER: _("heeft zelf een oproep die hierbij past"),
            Factor.NEAR: self._where(one) if share[Factor.NEAR] > FAR else "",
        }
        return [said[factor] for factor in said if share[factor] and said[factor] and factor not in without]

    def _own(self, key: str) -> list[Card]:
        return [card for card in self.things if key in card.owners]

    def _nearness(self, one: Known) -> float:
        if self.call.province_id:
            return 1.0 if self.call.province_id in (one.province, int(one.key)) else 0.0
        if self.home and self.home.point and one.point:
            return near(kilometres(self.home.point, one.point))
        return 0.0

    def _role(self, one: Known, names: Mapping[str, str]) -> str:
        if one.key not in self.roles:
            return ""
        role, theme = self.roles[one.key]
        sentences = {"lead": _("trekt %(theme)s"), "participant": _("doet mee aan %(theme)s")}
        return sentences.get(role, _("volgt %(theme)s")) % {"theme": names.get(theme, theme)}

    def _together(self, one: Known) -> str:
        times = self.before.get(one.key, 0)
        if not self.home or not times:
            return ""
        sentence = ngettext("werkte %(n)s keer samen met %(name)s", "werkte %(n)s keer samen met %(name)s", times)
        return sentence % {"n": times, "name": self.home.name}

    def _where(self, one: Known) -> str:
        if self.call.province_id:
            return _("ligt in de gevraagde provincie")
        if self.home and self.home.point and one.point:
            return _("ligt op %(km)s kilometer") % {"km": round(kilometres(self.home.point, one.point))}
        return ""


def text_of(call: Call) -> str:
    """What a call is about, in words."""
    about = str(call.initiative) if call.initiative else ""
    return "\n".join([call.title, call.what_for, call.work, about])


def themes_of(call: Call) -> list[str]:
    """The slugs of a call's themes: its own, or its initiative's."""
    if call.theme:
        return [call.theme.slug]
    return [theme.slug for theme in call.initiative.themes.all()] if call.initiative else []


def _done_by(shelf: Shelf, key: str) -> list[Card]:
    return [shelf.card(hit) for hit in shelf.top(shelf.term("owner", key), MOST_TOGETHER)]


def _did(cards: list[Card]) -> str:
    if not cards:
        return _("deed meer kleine dingen die hierop lijken")
    first = cards[0].title
    if len(cards) == 1:
        return _("deed “%(title)s”") % {"title": first}
    rest = len(cards) - 1
    return ngettext(
        "deed “%(title)s” en nog %(n)s ding dat hierop lijkt",
        "deed “%(title)s” en nog %(n)s dingen die hierop lijken",
        rest,
    ) % {"title": first, "n": rest}
