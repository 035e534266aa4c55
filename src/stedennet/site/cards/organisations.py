"""The list and the page of organisations as plain values, for templates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from stedennet.agenda.models import Commitment
from stedennet.agenda.overview import list_current_overviews
from stedennet.challenges.models import Challenge
from stedennet.core.clock import today
from stedennet.core.combined_reads import prefetch_together
from stedennet.initiatives.models import Adoption, FollowUp
from stedennet.initiatives.rules.choices import Verdict
from stedennet.network.models import GroupMembership, Organisation, OrganisationFigure, Participation, ThemeRole
from stedennet.network.models.figures import URBANITY_CLASSES

from .. import followed, news
from . import blocks
from . import challenges as challenge_cards
from . import initiatives as initiative_cards
from . import network as network_cards
from . import partners as partner_cards

PAST = "verleden"
"""What the address of an organisation that merged into another has when its own page is asked for."""


FACTS = ("province", "seat", "code", "tooi_uri", "website", "source_brief", "predecessors")
"""What the panel with facts shows, beside the figures and groups of an organisation."""
FORMER = "van"
"""What the address has when a reader came from the address of an organisation that went up in this one."""


def build_former_name(organisation: Organisation, slug: str | None, *, day: dt.date) -> dict[str, object]:
    """Return what became of the organisation whose address a reader followed to this page; empty without one."""
    former = Organisation.objects.select_related("successor").filter(slug=slug).first() if slug else None
    if former is None or former.find_last_heir(day) != organisation:
        return {}
    own_url = f"{reverse('organisation', args=[former.slug])}?{PAST}"
    return {"came_from": {"name": former.name, "ended": former.ended, "url": own_url}}


def build_organisation_rows(organisations: Sequence[Organisation]) -> list[dict[str, object]]:
    """Return the organisations of a list with their groups and themes; two queries."""
    day, ids = today(), [organisation.pk for organisation in organisations]
    groups: dict[int, list[str]] = defaultdict(list)
    for membership in GroupMembership.objects.on(day).filter(organisation__in=ids).select_related("group"):
        groups[membership.organisation_id].append(membership.group.name)
    themes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for role in ThemeRole.objects.on(day).filter(organisation__in=ids).select_related("theme"):
        themes[role.organisation_id].append({"name": role.theme.clear_title, "colour": role.theme.colour})
    return [
        {
            **network_cards.build_organisation_card(organisation),
            "province": organisation.province.brief_name if organisation.province else "",
            "groups": groups[organisation.pk],
            "themes": themes[organisation.pk],
        }
        for organisation in organisations
    ]


def build_organisation_page(organisation: Organisation, *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of an organisation shows."""
    shown = Adoption.objects.shown().public().of_organisation(organisation)
    adoptions, answers, challenges = prefetch_together(
        organisation,
        "theme_roles__theme__scheme",
        Prefetch("memberships", GroupMembership.objects.on(day).select_related("group")),
        Prefetch("participation", Participation.objects.latest_first()),
        Prefetch("figures", OrganisationFigure.objects.order_by("kind", "on")),
        "predecessors",
        beside=[
            shown,
            FollowUp.objects.filter(adoption__in=shown.order_by().select_related(None).values("pk")),
            Challenge.objects.readable().of_organisation(organisation),
        ],
    )
    roles = list(organisation.theme_roles.all())
    is_alive, facts = organisation.find_last_heir(day) is None, _build_facts(organisation, day)
    return {
        "has_facts": any(facts[name] for name in FACTS)
        or any(relation.all() for relation in (organisation.memberships, organisation.figures)),
        "challenges": [challenge_cards.build_challenge_brief(challenge) for challenge in challenges],
        "similar": partner_cards.list_similar_cities(organisation, day=day) if is_alive else [],
        "organisation": facts,
        "roles": [
            {
                "theme": network_cards.build_theme_card(role.theme),
                "role_label": role.get_role_display(),
                "since": network_cards.format_since(role),
                "holder": role.holder,
                "ended": role.ends_in_words if not role.holds_on(day) else "",
                "note": role.remark,
                "source_url": role.source_url,
            }
            for role in roles
        ],
        "groups": [
            {"name": membership.group.name, "since": network_cards.format_since(membership)}
            for membership in organisation.memberships.all()
        ],
        "participation": [
            {
                "step_label": step.get_step_display(),
                "on": step.on_in_words,
                "note": step.remark,
                "source_url": step.source_url,
            }
            for step in organisation.participation.all()
        ],
        "figures": _list_figures(organisation),
        "office": [
            {"holder": role.holder, "role": describe_role(role), "since": network_cards.format_since(role)}
            for role in roles
            if role.holder and role.holds_on(day)
        ],
        "blocks": _build_blocks(organisation, day),
        "adoptions": _list_adoptions(organisation, adoptions, answers),
        "contact_url": reverse("organisation_contact", args=[organisation.slug]),
        "news": news.list_latest_news(5, subject=organisation),
        "calendar_url": reverse("organisation_calendar", args=[organisation.slug]),
        # Who follows a merged organisation follows its successor, on whose page this stands.
        "follow": {}
        if organisation.heir_on(day)
        else followed.build_follow_links(organisation, calendar="organisation_calendar"),
    }


def _build_facts(organisation: Organisation, day: dt.date) -> dict[str, object]:
    is_municipality = organisation.kind == Organisation.Kind.MUNICIPALITY
    return {
        **network_cards.build_organisation_card(organisation),
        "slug": organisation.slug,
        "alike_url": reverse("cities_alike", args=[organisation.slug]) if is_municipality else "",
        "description": organisation.about,
        "website": organisation.website,
        "province": _build_related_card(organisation.province),
        "seat": _build_related_card(organisation.seat),
        "code": organisation.code or "",
        "tooi_uri": organisation.tooi_uri or "",
        "tooi_brief": (organisation.tooi_uri or "").removeprefix("https://identifier.overheid.nl/"),
        "website_brief": urlsplit(organisation.website).netloc.removeprefix("www."),
        # The source of a municipality is the TOOI register, to which `tooi_uri` links already.
        "source_url": organisation.source_url,
        "source_brief": urlsplit(organisation.source_url).netloc
        if organisation.source_url != organisation.tooi_uri
        else "",
        "ended": organisation.ended if organisation.ends_on and organisation.ends_on <= day else "",
        "successor": _build_related_card(organisation.successor),
        "predecessors": [
            {
                **network_cards.build_organisation_card(predecessor),
                "url": f"{reverse('organisation', args=[predecessor.slug])}?{PAST}",
            }
            for predecessor in organisation.predecessors.all()
        ],
    }


def _build_related_card(organisation: Organisation | None) -> dict[str, object] | None:
    return network_cards.build_organisation_card(organisation) if organisation else None


def describe_role(role: ThemeRole) -> str:
    """Return a role in words: “trekker van Smart Mobility”."""
    return _("%(role)s van %(theme)s") % {"role": role.get_role_display(), "theme": role.theme.clear_title}


def _build_blocks(organisation: Organisation, day: dt.date) -> list[dict[str, object]]:
    """What the organisation does in other rooms; what it does not do is left out."""
    own = {"organisatie": organisation.slug}
    actions = list_current_overviews(Commitment.objects.of_organisation(organisation), today=day)
    found = [
        blocks.build_action_block(actions, own),
        blocks.build_block(blocks.PLACELESS_INITIATIVE, own),
        blocks.build_block(blocks.CALL, own),
        blocks.build_block(blocks.ARTICLE, own, heading=_("Genoemd in artikelen")),
        blocks.build_block(blocks.EVENT, own),
        blocks.build_block(blocks.INDICATOR_VALUE, own),
    ]
    return [block for block in found if block]


def _list_figures(organisation: Organisation) -> list[dict[str, object]]:
    """The newest figure of each kind, in words, with its moment and source."""
    newest = {figure.kind: figure for figure in organisation.figures.all()}
    return [
        {
            "name": figure.get_kind_display(),
            "text": _format_figure(figure),
            "on": figure.on_in_words,
            "publisher": figure.publisher,
            "source_url": figure.source_url,
        }
        for figure in newest.values()
    ]


def _format_figure(figure: OrganisationFigure) -> str:
    if figure.kind == OrganisationFigure.Kind.URBANITY:
        return str(URBANITY_CLASSES[figure.value])
    return number_format(figure.value, force_grouping=True)


def _list_adoptions(
    organisation: Organisation, adoptions: Iterable[Adoption], answers: Sequence[FollowUp]
) -> list[dict[str, object]]:
    """List what others adopted from it and what it adopted: confirmed, or stated by a source."""
    gave: list[dict[str, object]] = []
    took: list[dict[str, object]] = []
    for adoption in adoptions:
        if adoption.organisation_id == organisation.pk:
            took.append(_build_adoption(adoption, adoption.get_kind_display(), answers))
        else:
            gave.append(_build_adoption(adoption, adoption.organisation.name, answers))
    groups = [("gaf", _("Door anderen overgenomen"), gave), ("nam", _("Van anderen overgenomen"), took)]
    return [{"key": key, "heading": heading, "rows": rows} for key, heading, rows in groups if rows]


def _build_adoption(adoption: Adoption, words: str, answers: Sequence[FollowUp]) -> dict[str, object]:
    """The adopted initiative with these words, and with the source when only that states the adoption."""
    brief = initiative_cards.build_initiative_brief(adoption.initiative)
    own = [answer for answer in answers if answer.adoption_id == adoption.pk]
    brief["answer"] = initiative_cards.build_answer_card(own)
    if adoption.verdict != Verdict.SOURCED:
        return {**brief, "note": words}
    note = ", ".join(filter(None, [words, adoption.get_verdict_display()]))
    return {**brief, "note": note, "source_url": adoption.source_url}
