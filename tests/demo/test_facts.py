"""The facts that the demo loads have a source, do not contradict each other, and are not news of today."""

import csv
import datetime as dt
import json
import re

import pytest

from stedennet.agenda.flows.seals import build_edition_content
from stedennet.agenda.models import (
    Action,
    ActionLink,
    Commitment,
    Edition,
    Milestone,
    ProgressReport,
    ProgressUpdate,
    Strategy,
)
from stedennet.agenda.rules.status import Status
from stedennet.calls.models import Call
from stedennet.changes.models import Change
from stedennet.core.clock import today
from stedennet.core.dates import format_day
from stedennet.demo import adoptions, agenda, calls, initiatives, loader
from stedennet.initiatives.models import Adoption, Initiative
from stedennet.initiatives.rules.lines import format_lines
from stedennet.lists.agenda import EXAMPLES
from stedennet.network.models import Organisation, OrganisationFigure
from stedennet.outbox.models import OutgoingMail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_rows")]


def _read(name):
    with (loader.CONTENT / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_fact_about_an_action_is_stored_with_its_source_and_its_precision():
    for row in _read("agenda/facts.csv"):
        on = dt.date.fromisoformat(row["on"])
        if row["kind"] == "update":
            assert row["precision"] == "day"
            assert ProgressUpdate.objects.filter(
                action__code=row["code"], on=on, text=row["text"], evidence_url=row["source_url"]
            ).exists()
        else:
            title = f"{format_day(on, row['precision']).capitalize()}: {row['text']}"
            link = ActionLink.objects.get(action__code=row["code"], title=title)
            assert link.url == row["source_url"].strip() != ""
            assert link.published_on is None


def test_every_cell_about_an_initiative_has_a_source_among_its_links():
    for row in _read("initiative_details.csv"):
        initiative = Initiative.objects.get(title=row["name"])
        links = dict(initiative.links.values_list("url", "title"))
        cells = [name for name in initiatives.SOURCE_LABELS if row.get(name)]
        if row["start_year"] or row["end_year"]:
            cells.append("years")
        for cell in cells:
            urls = [url for url in row[f"{cell}_source"].split(" ; ") if url]
            assert urls, (row["name"], cell)
            for url in urls:
                # A semicolon splits a typed line, so such an address would arrive changed.
                assert ";" not in url
                titles = initiative.links.filter(url=url).values_list("title", flat=True)
                assert any(initiatives.SOURCE_LABELS[cell] in title for title in titles), (row["name"], cell)
        assert links
        if row["lessons"]:
            assert [lesson.text for lesson in initiative.lessons.all()] == row["lessons"].split("\n")
        if row["results"]:
            assert format_lines([[result.text] for result in initiative.results.all()]) == format_lines(
                [[row["results"]]]
            )


def test_every_adoption_of_the_file_is_stored_as_its_source_states_it():
    rows = adoptions.read_adoptions()
    stated = Adoption.objects.sourced().select_related("initiative", "organisation")
    assert len(rows) == len(stated) == 25
    for row, adoption in zip(rows, stated.order_by("pk"), strict=True):
        assert adoption.initiative.title == row["initiative"]
        assert row["organisation"] in adoption.organisation.name
        assert (adoption.kind, adoption.source_url) == (row["kind"], row["source_url"])
        assert row["source_url"].startswith("https://")
        assert adoption.since_on is None or adoption.since_on <= today()
        assert (
            adoption.initiative.begins_on is None
            or not adoption.since_on
            or (adoption.since_on >= adoption.initiative.begins_on)
        )


def test_an_adoption_known_from_a_source_is_no_news_and_no_mail():
    adopted = Initiative.objects.filter(adoptions__verdict="sourced")
    for initiative in adopted:
        assert not Change.objects.filter(
            subject_type="initiatives.initiative", subject_id=str(initiative.pk), verb="changed"
        ).exists()
    for mail in OutgoingMail.objects.filter(template__startswith="adoption"):
        assert "Voorbeeld: " in mail.subject


def test_every_call_of_the_file_says_what_came_of_it_with_its_source():
    rows = calls.read_calls()
    stored = Call.objects.sourced().select_related("organisation", "initiative").order_by("pk")
    assert len(rows) == len(stored) == 13
    for row, call in zip(rows, stored, strict=True):
        assert (call.title, call.outcome_words, call.source_url) == (
            row["title"],
            row["outcome_words"],
            row["source_url"],
        )
        assert call.source_url.startswith("https://")
        assert call.by
        assert bool(call.initiative) == bool(row["initiative"])
        assert call.opened_on <= (call.closes_on or today()) <= today()
        assert not Change.objects.filter(subject_type="calls.call", subject_id=str(call.pk)).exists()
        assert not any(name in f"{call.title} {call.by} {call.work}" for name in initiatives.EXAMPLES)


def test_every_municipality_has_its_inhabitants_and_urbanity_with_a_source():
    municipalities = Organisation.objects.filter(kind="municipality", ends_on=None)
    stored = OrganisationFigure.objects.filter(organisation__in=municipalities)
    assert stored.filter(kind="urbanity").count() == 342
    for year in (2023, 2024, 2025):
        assert stored.filter(kind="population", on=dt.date(year, 1, 1)).count() == 342
    assert municipalities.filter(population=None).count() == 0
    assert sum(municipalities.values_list("population", flat=True)) == 18_044_027
    assert not stored.filter(on__gt=today()).exists()


def test_every_other_call_of_the_demo_is_marked_as_an_example():
    assert Call.objects.placed_here().count() == 0
    assert Call.objects.filter(is_example=True).count() == 3


def test_no_true_record_names_an_example():
    words = re.compile("voorbeeld|bedacht|example|made up", re.IGNORECASE)
    for edition in Edition.objects.real():
        agreed = build_edition_content(edition)
        remarks = list(edition.remarks.values_list("text", "answer"))
        assert not words.search(json.dumps([agreed, edition.note, remarks], ensure_ascii=False)), edition
    for action in Action.objects.real():
        told = [
            *action.updates.values_list("text"),
            *action.links.values_list("title"),
            *action.milestones.values_list("title"),
            *action.indicators.values_list("name"),
            action.stopped_reason,
        ]
        assert not words.search(str(told)), action
    for strategy in Strategy.objects.real():
        told = [*strategy.parts.values_list("title", "text"), *strategy.moments.values_list("text")]
        assert not words.search(f"{strategy.title} {strategy.summary} {strategy.vision} {told}"), strategy
    for initiative in Initiative.objects.exclude(title__startswith="Voorbeeld:"):
        text = f"{initiative.description} {initiative.by} {list(initiative.partners.all())}"
        assert not any(name in text for name in initiatives.EXAMPLES)


def test_each_text_of_an_example_says_that_it_is_one():
    for commitment in Commitment.objects.filter(action__is_example=True):
        assert commitment.title.startswith("Voorbeeld: ")
        assert commitment.title_en.startswith("Example: ")
        assert commitment.lead.startswith("Bedacht")
        assert commitment.responsible.name in initiatives.EXAMPLES
    for action in Action.objects.filter(is_example=True):
        told = [
            *action.milestones.values_list("title", flat=True),
            *action.indicators.values_list("name", flat=True),
            *action.updates.values_list("text", flat=True),
        ]
        assert all(text.startswith("Voorbeeld: ") for text in told), action
    for edition in Edition.objects.filter(is_example=True):
        assert edition.title.startswith("Voorbeeld: ")
        assert edition.foreword.startswith("Voorbeeld: ")
        assert {party.organisation.name for party in edition.parties.all()} <= set(initiatives.EXAMPLES)


def test_the_examples_show_each_status_and_both_ways_of_drafting():
    shown = {action.shown for action in EXAMPLES.rows()}
    assert shown >= {Status.ON_SCHEDULE, Status.AT_RISK, Status.LATE, Status.STOPPED, Status.UNREPORTED}
    draft = Edition.objects.get(number=902)
    assert draft.proposals.exists()
    assert draft.comments.exists()
    assert draft.remarks.exists()
    assert {report.edition.is_example for report in ProgressReport.objects.all()} == {True}


def test_the_dates_of_one_record_do_not_contradict_each_other():
    for initiative in Initiative.objects.all():
        if initiative.begins_on and initiative.ends_on:
            assert initiative.ends_on >= initiative.begins_on
        days = [step.on for step in initiative.steps.all() if step.on]
        assert days == sorted(days)
        assert all(day <= today() for day in days)
    for commitment in Commitment.objects.select_related("action"):
        action, begin = commitment.action, commitment.begins_on
        reported = list(action.updates.values_list("on", flat=True))
        moved = list(action.phase_changes.values_list("on", flat=True))
        for day in filter(None, [action.stopped_on, action.done_on, *reported, *moved]):
            assert day <= today(), commitment
            assert begin is None or day.year >= begin.year, commitment
        assert not (action.stopped_on and action.done_on), commitment
    for milestone in Milestone.objects.filter(state="done"):
        assert max(day for day in (milestone.due_on, milestone.completed_on) if day) <= today()


def test_no_fact_lies_before_the_begin_of_its_action_or_after_today():
    for row in _read("agenda/facts.csv"):
        on = dt.date.fromisoformat(row["on"])
        assert on <= today()
        begin = Action.objects.get(code=row["code"]).commitments.latest("edition__number")
        length = {"year": 4, "month": 7, "day": 10}[row["precision"]]
        known = min(length, {"year": 4, "month": 7, "day": 10}[begin.begins_precision])
        if begin.begins_on:
            assert str(on)[:known] >= str(begin.begins_on)[:known], row


def test_an_old_fact_is_no_news():
    sources = {row["code"] for row in _read("agenda/facts.csv")} - {
        row["code"] for row in agenda._read_toml(agenda.FOLDER / "progress.toml")["action"]
    }
    for action in Action.objects.filter(code__in=sources):
        verbs = Change.objects.filter(subject_type="agenda.action", subject_id=str(action.pk))
        assert not verbs.filter(verb="changed").exists(), action
