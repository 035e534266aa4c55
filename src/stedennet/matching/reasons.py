"""The reasons why an organisation fits a call, in words: one sentence for each factor that contributes."""

from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from .evidence import Evidence
from .organisation_facts import KnownOrganisation
from .rules.factors import Factor, ScoredCandidate
from .rules.track_records import Activity, TrackRecord

LEAST_NEARNESS = 0.1
"""Below this share, nearness is not given as a reason."""


@dataclass(frozen=True)
class Reason:
    """One reason in words, with the activity that shows it, if there is one."""

    factor: Factor
    words: str
    activity: Activity | None = None

    def __str__(self) -> str:
        return self.words


def build_reasons(scored: ScoredCandidate, organisation: KnownOrganisation, evidence: Evidence) -> list[Reason]:
    """Build the reasons, the largest contribution first; factors without a sentence of their own are left out."""
    reasons = [_build_reason(factor, scored, organisation, evidence) for factor in scored.contributing_factors()]
    return [reason for reason in reasons if reason.words]


def _build_reason(
    factor: Factor, scored: ScoredCandidate, organisation: KnownOrganisation, evidence: Evidence
) -> Reason:
    record = evidence.track_record_of(organisation)
    if factor is Factor.TEXT:
        return _build_activity_reason(record)
    if factor is Factor.THEME:
        return Reason(factor, _describe_theme(organisation, evidence))
    if factor is Factor.TOGETHER:
        return Reason(factor, _describe_cooperation(evidence.joint_activities[organisation.key], evidence))
    if factor is Factor.OFFER:
        call = next(activity for activity in record.notable if evidence.opposite_mark in activity.marks)
        return Reason(factor, _describe_offer(evidence) % {"title": title_of(call)}, call)
    if factor is Factor.NEAR and scored.factors[factor] > LEAST_NEARNESS:
        return Reason(factor, _describe_location(organisation, evidence))
    return Reason(factor, "")


def title_of(activity: Activity) -> str:
    """The title in the reader's language."""
    english = (get_language() or "nl").startswith("en")
    return (activity.title_en or activity.title) if english else (activity.title or activity.title_en)


def _build_activity_reason(record: TrackRecord) -> Reason:
    activities = [activity for activity in record.notable if activity.kind != "organisation"]
    if not activities:
        own = _("noemt dit werk in de eigen beschrijving")
        return Reason(Factor.TEXT, own if record.notable else _("deed meer dingen die hier een beetje op lijken"))
    best, more = activities[0], len(activities) - 1
    sentence = _describe_activity(best.kind) % {"title": title_of(best)}
    if not more:
        return Reason(Factor.TEXT, sentence, best)
    words = ngettext(
        "%(one)s, en nog %(n)s ding dat hierop lijkt", "%(one)s, en nog %(n)s dingen die hierop lijken", more
    )
    return Reason(Factor.TEXT, words % {"one": sentence, "n": more}, best)


def _describe_activity(kind: str) -> str:
    return {
        "action": _("werkt aan de actie “%(title)s”"),
        "call": _("plaatste de oproep “%(title)s”"),
        "article": _("staat in het artikel “%(title)s”"),
        "event": _("organiseerde “%(title)s”"),
    }.get(kind, _("deed mee aan “%(title)s”"))


def _describe_theme(organisation: KnownOrganisation, evidence: Evidence) -> str:
    if organisation.key not in evidence.roles:
        return _("werkt aan hetzelfde thema")
    role, theme = evidence.roles[organisation.key]
    sentences = {"lead": _("trekt %(theme)s"), "participant": _("doet mee aan %(theme)s")}
    return sentences.get(role, _("volgt %(theme)s")) % {"theme": evidence.theme_names.get(theme, theme)}


def _describe_cooperation(times: int, evidence: Evidence) -> str:
    if not evidence.home:
        return ""
    sentence = ngettext("werkte %(n)s keer samen met %(name)s", "werkte %(n)s keer samen met %(name)s", times)
    return sentence % {"n": times, "name": evidence.home.name}


def _describe_offer(evidence: Evidence) -> str:
    is_looking = evidence.opposite_mark == "call.offering"
    return _("biedt zelf iets aan dat past: “%(title)s”") if is_looking else _("zoekt zelf zoiets: “%(title)s”")


def _describe_location(organisation: KnownOrganisation, evidence: Evidence) -> str:
    if evidence.call.province:
        is_located_there = organisation.province == evidence.call.province_id
        words = _("zit in %(place)s") if is_located_there else _("werkte eerder in %(place)s")
        return words % {"place": evidence.call.province.name}
    distance = evidence.distance_to(organisation)
    if distance is None:
        return ""
    kilometres = round(distance)
    return ngettext("zit op %(km)s kilometer", "zit op %(km)s kilometer", kilometres) % {"km": kilometres}
