"""Why an organisation fits a call, in words: one sentence for each factor that speaks for it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .organisation_facts import KnownOrganisation
from .rules.factors import Factor, ScoredCandidate
from .rules.track_records import Activity, TrackRecord

if TYPE_CHECKING:
    from .partners import Evidence

LEAST_NEARNESS = 0.1
"""Below this share being near is no reason to name."""


@dataclass(frozen=True)
class Reason:
    """One reason; `deed` is the thing that shows it, when there is one."""

    factor: Factor
    words: str
    deed: Activity | None = None

    def __str__(self) -> str:
        return self.words


def build_reasons(scored: ScoredCandidate, one: KnownOrganisation, evidence: "Evidence") -> list[Reason]:
    """The reasons, what adds most first; a factor that says nothing of its own is left out."""
    did = evidence.did.get(one.key, TrackRecord())
    said = [_build_reason(factor, scored, one, did, evidence) for factor in scored.weighty()]
    return [reason for reason in said if reason.words]


def _build_reason(
    factor: Factor, scored: ScoredCandidate, one: KnownOrganisation, did: TrackRecord, evidence: "Evidence"
) -> Reason:
    if factor is Factor.TEXT:
        return _build_activity_reason(did)
    if factor is Factor.THEME:
        return Reason(factor, _describe_theme(one, did, evidence))
    if factor is Factor.TOGETHER:
        return Reason(factor, _describe_cooperation(evidence.before[one.key], evidence))
    if factor is Factor.OFFER:
        call = next(deed for deed in did.telling if evidence.opposite in deed.marks)
        return Reason(factor, _describe_offer(evidence) % {"title": title_of(call)}, call)
    if factor is Factor.NEAR and scored.factors[factor] > LEAST_NEARNESS:
        return Reason(factor, _describe_location(one, evidence))
    return Reason(factor, "")


def title_of(deed: Activity) -> str:
    """The title in the reader's language."""
    english = (get_language() or "nl").startswith("en")
    return (deed.title_en or deed.title) if english else (deed.title or deed.title_en)


def _build_activity_reason(did: TrackRecord) -> Reason:
    things = [deed for deed in did.telling if deed.kind != "organisation"]
    if not things:
        own = _("noemt dit werk in de eigen beschrijving")
        return Reason(Factor.TEXT, own if did.telling else _("deed meer dingen die hier een beetje op lijken"))
    sentence = _describe_activity(things[0].kind) % {"title": title_of(things[0])}
    more = len(things) - 1
    if not more:
        return Reason(Factor.TEXT, sentence, things[0])
    words = ngettext(
        "%(one)s, en nog %(n)s ding dat hierop lijkt", "%(one)s, en nog %(n)s dingen die hierop lijken", more
    )
    return Reason(Factor.TEXT, words % {"one": sentence, "n": more}, things[0])


def _describe_activity(kind: str) -> str:
    return {
        "action": _("werkt aan de actie “%(title)s”"),
        "call": _("plaatste de oproep “%(title)s”"),
        "article": _("staat in het artikel “%(title)s”"),
        "event": _("organiseerde “%(title)s”"),
    }.get(kind, _("deed mee aan “%(title)s”"))


def _describe_theme(one: KnownOrganisation, did: TrackRecord, evidence: "Evidence") -> str:
    if one.key not in evidence.roles:
        return _("werkt aan hetzelfde thema")
    role, theme = evidence.roles[one.key]
    sentences = {"lead": _("trekt %(theme)s"), "participant": _("doet mee aan %(theme)s")}
    return sentences.get(role, _("volgt %(theme)s")) % {"theme": evidence.themes.get(theme, theme)}


def _describe_cooperation(times: int, evidence: "Evidence") -> str:
    if not evidence.home:
        return ""
    sentence = ngettext("werkte %(n)s keer samen met %(name)s", "werkte %(n)s keer samen met %(name)s", times)
    return sentence % {"n": times, "name": evidence.home.name}


def _describe_offer(evidence: "Evidence") -> str:
    is_looking = evidence.opposite == "call.offering"
    return _("biedt zelf iets aan dat past: “%(title)s”") if is_looking else _("zoekt zelf zoiets: “%(title)s”")


def _describe_location(one: KnownOrganisation, evidence: "Evidence") -> str:
    if evidence.call.province:
        there = one.province == evidence.call.province_id
        words = _("zit in %(place)s") if there else _("werkte eerder in %(place)s")
        return words % {"place": evidence.call.province.name}
    distance = evidence.distance(one)
    if distance is None:
        return ""
    kilometres = round(distance)
    return ngettext("zit op %(km)s kilometer", "zit op %(km)s kilometer", kilometres) % {"km": kilometres}
