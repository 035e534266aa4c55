"""Feed entries for each kind of record: full text, themes, authors and the last change.

Each function takes records dated by `order_by_newest_change` and yields entries in the same order, in the reader's
language.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Case, Model, Value, When
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stedennet.agenda.models import Action, Commitment, Edition, Indicator, ProgressReport, Remark
from stedennet.agenda.overview import build_overview
from stedennet.agenda.querysets.editions import is_public
from stedennet.agenda.rules.editions import Status as EditionStatus
from stedennet.calls.models import Call
from stedennet.challenges.models import Challenge
from stedennet.changes.log_dates import LogDates, read_log_dates
from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.text import get_localised_text, shorten_text
from stedennet.events.models import EventPage
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Participation, Theme
from stedennet.newsletters.letters import build_letter_item
from stedennet.newsletters.models import Newsletter
from stedennet.publications.models import ArticlePage
from stedennet.yields.models import Yield

from ..addresses import find_urls
from ..cards import agenda as agenda_cards
from ..cards import calls as call_cards
from ..cards import challenges as challenge_cards
from ..cards import events as event_cards
from ..cards import indicators as indicator_cards
from ..cards import initiatives as initiative_cards
from ..cards import network as network_cards
from ..cards import yields as yield_cards
from ..mail.letters import split_paragraphs
from .entries import Author, Entry, Label
from .responses import build_tag_uri

SUMMARY = 280
"""Maximum length of a summary cut from a longer text, in characters."""


def build_theme_entries(themes: Iterable[Theme]) -> Iterator[Entry]:
    """Yield an entry for each theme of `with_division`: its description, lead and number of participants."""
    for theme, log in read_log_dates(themes):
        row = network_cards.build_division_row(theme)
        yield _build_entry(
            theme,
            log,
            "theme",
            title=theme.clear_title,
            url=reverse("theme", args=[theme.slug]),
            summary=theme.lead_text,
            context=row,
            labels=[theme],
            authors=[theme.leads_now[0].organisation] if theme.leads_now else [],
        )


def build_organisation_entries(organisations: Iterable[Organisation]) -> Iterator[Entry]:
    """Yield an entry for each organisation with its current roles."""
    for organisation, log in read_log_dates(organisations):
        roles = [role for role in organisation.theme_roles.all() if role.holds_on(today())]
        lines = [{"theme": role.theme.clear_title, "role": role.get_role_display()} for role in roles]
        about = organisation.about
        yield _build_entry(
            organisation,
            log,
            "organisation",
            title=organisation.name,
            url=reverse("organisation", args=[organisation.slug]),
            summary=shorten_text(about, SUMMARY) or organisation.get_kind_display(),
            context={
                "kind": organisation.get_kind_display(),
                "description": about,
                "roles": lines,
                "website": organisation.website,
            },
            labels=[role.theme for role in roles],
            authors=[organisation],
        )


def build_initiative_entries(initiatives: Iterable[Initiative]) -> Iterator[Entry]:
    """Yield an entry for each initiative of `with_everything`."""
    for initiative, log in read_log_dates(initiatives):
        page = initiative_cards.build_initiative_page(initiative)
        yield _build_entry(
            initiative,
            log,
            "initiative",
            title=initiative.name,
            url=page["initiative"]["url"],
            summary=page["initiative"]["summary"],
            context=page,
            labels=initiative.themes.all(),
            authors=[initiative.lead] if initiative.lead else list(initiative.cities.all()),
            by=initiative.lead_in_words,
        )


def build_call_entries(calls: Iterable[Call]) -> Iterator[Entry]:
    """Yield an entry for each call of `with_cards`."""
    for call, log in read_log_dates(calls):
        page = call_cards.build_call_page(call)
        yield _build_entry(
            call,
            log,
            "call",
            title=call.title,
            url=page["call"]["url"],
            summary=call.what_for,
            context=page,
            labels=[call.theme] if call.theme else [],
            authors=[call.organisation] if call.organisation else [],
            by=call.organisation_in_words,
        )


def build_challenge_entries(challenges: Iterable[Challenge]) -> Iterator[Entry]:
    """Yield an entry for each challenge of `with_cards`."""
    for challenge, log in read_log_dates(challenges):
        card = challenge_cards.build_challenge_card(challenge)
        yield _build_entry(
            challenge,
            log,
            "challenge",
            title=card["title"],
            url=card["url"],
            summary=card["summary"],
            context={**challenge_cards.build_challenge_facts(challenge), "challenge": card},
            labels=challenge.themes.all(),
            authors=[challenge.owner] if challenge.owner else [],
        )


def build_indicator_entries(indicators: Iterable[Indicator]) -> Iterator[Entry]:
    """Yield an entry for each indicator of `with_cards`: what is measured, by whom and how."""
    for indicator, log in read_log_dates(indicators):
        row = indicator_cards.build_indicator_row(indicator)
        facts = indicator_cards.build_indicator_facts(indicator)
        yield _build_entry(
            indicator,
            log,
            "indicator",
            title=row["title"],
            url=row["url"],
            summary=shorten_text(str(facts["method"]), SUMMARY) or row["unit"],
            context={**facts, "indicator": row},
            labels=indicator.themes.all(),
            by=row["publisher"],
        )


def build_article_entries(articles: Iterable[ArticlePage]) -> Iterator[Entry]:
    """Yield an entry for each article, with its full text."""
    for article, log in read_log_dates(articles):
        yield _build_entry(
            article,
            log,
            "article",
            title=article.title,
            url=article.get_url(),
            summary=article.lead,
            context={"page": article},
            labels=article.themes.all(),
            authors=[article.author_organisation] if article.author_organisation else [],
            by=article.author_name,
            language=article.language,
        )


def build_newsletter_entries(newsletters: Iterable[Newsletter]) -> Iterator[Entry]:
    """Yield an entry for each newsletter, with all its stories."""
    for newsletter, log in read_log_dates(newsletters):
        intro = split_paragraphs(get_localised_text(newsletter, "intro"))
        letter_items = [build_letter_item(story, (get_language() or "nl")[:2]) for story in newsletter.stories.all()]
        items = [
            {"title": item.title, "url": item.url, "summary": item.summary, "facts": item.kind}
            for item in letter_items
        ]
        yield _build_entry(
            newsletter,
            log,
            "newsletter",
            title=get_localised_text(newsletter, "subject"),
            url=reverse("newsletter", args=[newsletter.slug]),
            summary=shorten_text(" ".join(intro[:1]), SUMMARY),
            context={"intro": intro, "stories": items},
        )


def build_event_entries(events: Iterable[EventPage]) -> Iterator[Entry]:
    """Yield an entry for each event, with its programme."""
    for event, log in read_log_dates(events):
        yield _build_entry(
            event,
            log,
            "event",
            title=event.title,
            url=event.get_url(),
            summary=event.summary,
            context={"page": event, "event": event_cards.build_event_card(event), "programme": event.programme.all()},
            labels=event.themes.all(),
            authors=[event.organiser] if event.organiser else [],
            by=event.organiser_name,
            language=event.language,
        )


def build_action_entries(actions: Iterable[Action]) -> Iterator[Entry]:
    """Yield an entry for each action as it reads in the current edition, else in its newest public one.

    Actions in no public edition are left out.
    """
    actions = list(actions)
    commitments = _find_commitments([action.pk for action in actions])
    for action, log in read_log_dates(actions):
        if action.pk not in commitments:
            continue
        commitment = commitments[action.pk]
        row = agenda_cards.build_action_card(build_overview(commitment, today=today()))
        yield _build_entry(
            action,
            log,
            "action",
            title=f"{row['code']} {row['title']}",
            url=row["url"],
            summary=row["lead"],
            context={
                "action": row,
                "description": get_localised_text(commitment, "description"),
                "milestones": [agenda_cards.build_milestone_card(line) for line in commitment.action.milestones.all()],
                "updates": list(commitment.action.updates.all())[:3],
            },
            labels=commitment.themes.all(),
            authors=[commitment.responsible] if commitment.responsible else [],
            by=commitment.responsible_in_words,
        )


def _find_commitments(keys: Iterable[int]) -> dict[int, Commitment]:
    commitments = Commitment.objects.filter(is_public("edition__"), action__in=keys)
    # The last row of an action wins: that of the adopted edition, else of the newest.
    held = Case(When(edition__status=EditionStatus.ADOPTED, then=Value(1)), default=Value(0))
    chosen = dict(commitments.order_by(held, "edition__number").values_list("action_id", "pk"))
    rows = Commitment.objects.with_parts().prefetch_related("partners__organisation").in_bulk(list(chosen.values()))
    return {row.action_id: row for row in rows.values()}


def build_edition_entries(editions: Iterable[Edition]) -> Iterator[Entry]:
    """Yield an entry for each edition of the agenda."""
    for edition, log in read_log_dates(editions):
        page = agenda_cards.build_edition_card(edition)
        title = _("Editie %(number)s: %(title)s") % {"number": edition.number, "title": page["title"]}
        foreword = get_localised_text(edition, "foreword")
        yield _build_entry(
            edition,
            log,
            "edition",
            title=title,
            url=page["url"],
            summary=shorten_text(foreword, SUMMARY) or str(page["status_label"]),
            context={"edition": page, "foreword": foreword},
        )


def build_remark_entries(remarks: Iterable[Remark]) -> Iterator[Entry]:
    """Yield an entry for each remark of `newest_first` with its answer; withdrawn remarks carry no name."""
    for row in remarks:
        remark = agenda_cards.build_remark_card(row)
        yield Entry(
            key=build_tag_uri("remark", row.pk),
            title=": ".join(filter(None, [remark["code"], remark["name"]])),
            url=reverse("edition_remarks", args=[row.edition.number]),
            updated=row.moment,
            published=row.placed_at,
            summary=shorten_text(row.text, SUMMARY),
            content=render_to_string("site/feeds/remark.html", {"remark": remark}),
            authors=(Author(remark["name"]),),
        )


def build_report_entries(reports: Iterable[ProgressReport]) -> Iterator[Entry]:
    """Yield an entry for each progress report."""
    for report, log in read_log_dates(reports):
        yield _build_entry(
            report,
            log,
            "report",
            title=report.title,
            url=reverse("report", args=[report.number]),
            summary=shorten_text(report.foreword, SUMMARY),
            context={"report": report},
        )


def build_yield_entries(yields: Iterable[Yield]) -> Iterator[Entry]:
    """Yield an entry for each yield of `with_cards`, dated by the moment of its state."""
    for row in yields:
        found = yield_cards.build_yield_card(row)
        yield Entry(
            key=build_tag_uri("yield", row.pk),
            title=f"{found['figure']}: {found['subject']}",
            url=str(found["url"]),
            updated=row.state_at,
            published=row.state_at,
            summary=row.words,
            content=render_to_string("site/feeds/yield.html", {"found": found}),
            authors=tuple(_build_author(side) for side in (row.reported_by, row.answered_by) if side),
        )


def build_line_entries(lines: Iterable[Change]) -> Iterator[Entry]:
    """Yield an entry for each line of the log: what happened, to what, and where that stands."""
    changes = list(lines)
    urls = find_urls((change.subject_type, change.subject_id) for change in changes)
    for change in changes:
        item = network_cards.build_news_item(change, urls)
        yield Entry(
            key=build_tag_uri("line", change.pk),
            title=item["line"] or f"{item['title']}: {item['verb_label']}",
            url=item["url"],
            updated=change.at,
            published=change.at,
            summary=get_localised_text(change, "note"),
            content=render_to_string("site/feeds/line.html", {"item": item}),
            authors=(Author(change.behalf_of),) if change.behalf_of else (),
        )


def build_step_entries(steps: Iterable[Participation]) -> Iterator[Entry]:
    """Yield an entry for each step of an organisation towards taking part, dated by its own day."""
    for step in steps:
        at = dt.datetime.combine(step.on, dt.time(12), dt.UTC)
        yield Entry(
            key=build_tag_uri("step", step.pk),
            title=f"{step.organisation.name}: {step.get_step_display()}",
            url=reverse("organisation", args=[step.organisation.slug]),
            updated=at,
            published=at,
            summary=step.remark,
            content=render_to_string("site/feeds/step.html", {"step": network_cards.build_participation_step(step)}),
            authors=(_build_author(step.organisation),),
        )


def _build_entry(
    record: Model,
    log: LogDates,
    kind: str,
    *,
    title: str,
    url: str,
    summary: str,
    context: Mapping[str, object],
    labels: Iterable[Theme] = (),
    authors: Iterable[Organisation] = (),
    by: str = "",
    language: str = "",
) -> Entry:
    news = get_localised_text(log.last_line, "note") if log.last_line else ""
    return Entry(
        key=build_tag_uri(kind, record.pk),
        title=title,
        url=url,
        updated=log.last_at,
        published=min(log.first_at, log.last_at),
        summary=summary,
        content=render_to_string(f"site/feeds/{kind}.html", {**context, "news": news}),
        labels=tuple(Label(theme.slug, theme.clear_title) for theme in labels),
        authors=(*([Author(by)] if by else []), *map(_build_author, authors)),
        language=language,
    )


def _build_author(organisation: Organisation) -> Author:
    return Author(organisation.name, reverse("organisation", args=[organisation.slug]))
