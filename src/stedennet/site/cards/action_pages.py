"""The page of an action, and the board, timeline and roll-up of the agenda, as plain values for templates."""

import datetime as dt
from collections.abc import Callable, Sequence

from django.urls import reverse

from stedennet.agenda.models import Action, Commitment
from stedennet.agenda.overview import (
    ActionOverview,
    build_overview,
    list_amounts,
    list_part_overviews,
    sum_overviews,
)
from stedennet.agenda.rules.budgets import AmountKind, build_budget, sum_euros
from stedennet.agenda.rules.editions import choose_shown_edition
from stedennet.agenda.rules.status import Status, count_by_status, first_day_of, last_day_of
from stedennet.challenges.models import Challenge
from stedennet.core.dates import format_day
from stedennet.core.money import format_amount
from stedennet.core.text import get_localised_text, mark_dutch
from stedennet.lists.agenda import ActionFacet

from .. import followed, news
from ..drawings.timelines import Bar, draw_timeline
from ..embedding import share_metadata, shareables
from . import agenda as agenda_cards
from . import challenges as challenge_cards
from . import contacts as contact_cards
from . import dispatches as dispatch_cards
from . import goals as goal_cards
from . import network as network_cards
from . import purposes as purpose_cards
from . import related as related_cards

MOST_IN_A_COLUMN = 20
"""How many actions a column of the board shows at most."""


def build_board(actions: Sequence[ActionOverview], list_url: Callable[[Status], str]) -> list[dict[str, object]]:
    """Return a column for each status that occurs; one that is cut off links to `list_url` of its status."""
    columns: list[dict[str, object]] = []
    for status in Status:
        in_status = [action for action in actions if action.shown == status]
        if in_status:
            columns.append(
                {
                    "value": status.value,
                    "label": status.label,
                    "n": len(in_status),
                    "actions": [agenda_cards.build_action_card(action) for action in in_status[:MOST_IN_A_COLUMN]],
                    "more_url": list_url(status) if len(in_status) > MOST_IN_A_COLUMN else "",
                }
            )
    return columns


def build_timeline(actions: Sequence[ActionOverview], *, day: dt.date) -> dict[str, object]:
    """Return the drawing of these actions, and their cards with the milestones that have a due day."""
    milestones = agenda_cards.group_milestones_by_action(actions)
    return {
        "actions": [
            {**agenda_cards.build_action_card(action), "dated": milestones.get(action.action_id, [])}
            for action in actions
        ],
        "drawing": draw_timeline([_build_bar(action, day) for action in actions], today=day),
    }


def _build_bar(action: ActionOverview, day: dt.date) -> Bar:
    return Bar(
        label=f"↳ {action.code}" if action.parent_code else action.code,
        title=f"{action.name}: {action.shown.label}",
        url=reverse("action", args=[action.code]),
        begin=first_day_of(action.begins_on, action.begins_precision) if action.begins_on else day,
        end=last_day_of(action.ends_on, action.ends_precision) if action.ends_on else None,
        kind=action.shown.value,
        dots=tuple(
            last_day_of(milestone.due_on, milestone.precision) for milestone in action.milestones if milestone.due_on
        ),
    )


def build_roll_up(actions: list[ActionOverview], facet: ActionFacet) -> list[dict[str, object]]:
    """Count the actions by status, for each value of a facet such as theme or organisation."""
    statuses_by_value: dict[str, list[Status]] = {}
    labels: dict[str, str] = {}
    for action in actions:
        for value, label in facet.values(action).items():
            labels[value] = label
            statuses_by_value.setdefault(value, []).append(action.shown)
    return [
        {
            "label": labels[value],
            "url": f"?{facet.name}={value}",
            "total": len(statuses),
            "counts": [
                {"value": status.value, "label": status.label, "n": number}
                for status, number in count_by_status(statuses).items()
            ],
        }
        for value, statuses in sorted(statuses_by_value.items(), key=lambda pair: labels[pair[0]])
    ]


def build_action_page(versions: Sequence[Commitment], *, day: dt.date) -> dict[str, object]:
    """Return everything that the page of an action shows.

    `versions` are its public commitments, newest edition first, at least one; see `CommitmentQuerySet.of_page()`.
    """
    current = next((version.edition_id for version in versions if version.is_current), None)  # type: ignore[attr-defined]
    editions = [version.edition_id for version in versions]
    commitment = versions[editions.index(choose_shown_edition(editions, current=current))]
    action = commitment.action
    dependents, predecessors, challenges, calls, mentions, indicators = Commitment.objects.read_page(
        commitment,
        Commitment.objects.needing(action, commitment.edition),
        Commitment.objects.of_predecessors(action),
        Challenge.objects.readable().naming(action),
        *related_cards.select_action_rows(action),
    )
    has_dates = any(milestone.due_on for milestone in action.milestones.all())
    return {
        **_build_agreement(commitment),
        **_build_relations(action, commitment),
        "needed_by": [agenda_cards.build_code_link(dependent.action.code) for dependent in dependents],
        "came_from": _list_predecessors(predecessors),
        "blocks": related_cards.list_action_blocks(commitment, calls, mentions, indicators),
        "challenges": [challenge_cards.build_challenge_link(challenge) for challenge in challenges],
        **_build_progress(commitment, day),
        **_build_parts(commitment, day),
        "action": agenda_cards.build_action_card(build_overview(commitment, today=day)),
        "contact": contact_cards.format_contact(action),
        "stopped": _build_stop(action) if action.stopped_on else None,
        "editions": [agenda_cards.build_edition_card(version.edition) for version in versions],
        "edition": agenda_cards.build_edition_card(commitment.edition),
        "news": news.list_latest_news(6, subject=action),
        "follow": followed.build_follow_links(action, calendar="action_calendar" if has_dates else ""),
        "went": dispatch_cards.count_dispatches(action),
        "share": share_metadata.build_share_metadata(shareables.build_action_shareable(commitment)),
    }


def _build_agreement(commitment: Commitment) -> dict[str, object]:
    """What the edition says about the action."""
    return {
        "description": get_localised_text(commitment, "description"),
        "schedule": mark_dutch(commitment.schedule),
        "budget": mark_dutch(commitment.budget),
        "amounts": _build_amounts(commitment),
        "budget_source": commitment.budget_source,
        "source_url": commitment.source_url,
        "source_host": network_cards.host_of(commitment.source_url),
        "partners": [
            {
                "organisation": network_cards.build_organisation_card(partner.organisation),
                "note": mark_dutch(partner.in_words),
                "since": "",
                "source_url": "",
            }
            for partner in commitment.helpers
        ],
        "others": [
            {"organisation": network_cards.build_organisation_card(party.organisation), "note": party.in_words}
            for party in commitment.others
        ],
        "other_partners": mark_dutch(commitment.partners_in_words),
        "sdgs": goal_cards.build_goal_links(commitment.sdgs),
    }


def _build_amounts(commitment: Commitment) -> dict[str, object] | None:
    """What was planned and spent, year by year, with totals that are those of the rows; None without amounts."""
    amounts = [amount.as_amount for amount in list_amounts(commitment)]
    if not amounts:
        return None
    totals = {kind.value: sum_euros(amounts, kind) for kind in AmountKind}
    return {
        "rows": [
            {
                "year": str(row.year),
                "payer": mark_dutch(row.payer),
                "planned": format_amount(row.planned.euros) if row.planned else "",
                "planned_url": row.planned.source_url if row.planned else "",
                "spent": format_amount(row.spent.euros) if row.spent else "",
                "spent_url": row.spent.source_url if row.spent else "",
            }
            for row in build_budget(amounts)
        ],
        "totals": {kind: "" if euros is None else format_amount(euros) for kind, euros in totals.items()},
    }


def _build_parts(commitment: Commitment, day: dt.date) -> dict[str, object]:
    """The parts of the action with their status and what that adds up to; nothing when it has none."""
    parts = list_part_overviews(commitment, today=day) if commitment.has_parts else []  # type: ignore[attr-defined]
    progress = sum_overviews(parts, today=day)
    return {
        "parts": [agenda_cards.build_action_card(part) for part in parts],
        "parts_words": agenda_cards.format_parts(progress),
        # In words without colour: the day of the fact that a status rests on stands at each part.
        "parts_counts": [f"{number} {status.label}" for status, number in progress.counts] if progress else [],
        "part_of": {
            **agenda_cards.build_code_link(commitment.parent.action.code),
            "title": commitment.parent.name,
        }
        if commitment.parent
        else None,
    }


def _build_stop(action: Action) -> dict[str, object]:
    return {"on": action.stopped_on, "reason": mark_dutch(action.stopped_reason)}


def _list_predecessors(commitments: Sequence[Commitment]) -> list[dict[str, object]]:
    """The newest wording of each action that this one came from; `commitments` are of all editions, newest first."""
    newest: dict[int, Commitment] = {}
    for commitment in commitments:
        newest.setdefault(commitment.action_id, commitment)
    return [
        {
            "code": predecessor.action.code,
            "title": predecessor.name,
            "edition": agenda_cards.build_edition_card(predecessor.edition),
        }
        for predecessor in sorted(newest.values(), key=lambda commitment: commitment.action.code)
    ]


def _build_relations(action: Action, commitment: Commitment) -> dict[str, object]:
    """Other actions, records of other rooms and pages that have to do with the action."""
    needed_actions = commitment.depends_on.all()
    known_codes = Action.objects.known_codes() if needed_actions else set()
    return {
        "depends_on": [
            agenda_cards.build_code_link(needed.code) for needed in needed_actions if needed.code in known_codes
        ],
        "call_url": "" if action.is_example else f"{reverse('call_place')}?op=actie:{action.code}",
        "purposes": purpose_cards.list_purposes(action),
        "links": [
            {
                "kind_label": link.get_kind_display(),
                "title": link.title,
                "url": link.url,
                "note": ", ".join(filter(None, [link.publisher, format_day(link.published_on)])),
            }
            for link in action.links.all()
        ],
    }


def _build_progress(commitment: Commitment, day: dt.date) -> dict[str, object]:
    """The milestones, indicators and progress updates of the action."""
    action = commitment.action
    return {
        "milestones": [
            {**agenda_cards.build_milestone_card(milestone), "moved": agenda_cards.list_earlier_due_days(milestone)}
            for milestone in action.milestones.all()
        ],
        "indicators": [
            agenda_cards.build_indicator_card(indicator, today=day) for indicator in action.indicators.all()
        ],
        "updates": [
            {
                "on": update.on,
                "text": mark_dutch(update.text),
                "evidence_url": update.evidence_url,
                "by": update.organisation.name if update.organisation else "",
            }
            for update in action.updates.all()
        ],
    }
