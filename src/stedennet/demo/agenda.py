"""The demo's strategies and agendas, from TOML files: the real one with its sources, and an example."""

import csv
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from stedennet.agenda.flows import approvals, consultation, drafts, editions, progress, strategies
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.reports import publish_report
from stedennet.agenda.models import (
    Action,
    ActionLink,
    Commitment,
    CommitmentPartner,
    Document,
    Edition,
    Indicator,
    IndicatorPoint,
    Milestone,
    Moment,
    Party,
    ProgressUpdate,
    Purpose,
    Strategy,
    StrategyPart,
    StrategyParty,
    YearAmount,
)
from stedennet.agenda.querysets.editions import PartyQuerySet
from stedennet.agenda.rules.editions import Step
from stedennet.agenda.rules.strategies import Step as StrategyStep
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.core.dates import format_day
from stedennet.core.records import store_record
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme

FOLDER = Path(__file__).parent / "content" / "agenda"
EXAMPLES = FOLDER / "examples"
Row = dict[str, Any]
"""A table of a TOML file."""


def load_agenda() -> int:
    """Load the strategies with their editions and progress, unless there are any; return the number of editions."""
    if Edition.objects.exists():
        return 0
    editions = _load_folder(FOLDER)
    _load_facts()
    examples = _load_folder(EXAMPLES, is_example=True)
    _load_drafts(examples[-1], _read_toml(EXAMPLES / "drafting.toml"))
    _load_example_reports()
    return len(editions) + len(examples)


def _load_folder(folder: Path, *, is_example: bool = False) -> list[Edition]:
    data = _read_toml(folder / "strategy.toml")
    strategy = _load_strategy(dict(data), is_example=is_example)
    editions = [_load_edition(_read_toml(path), strategy) for path in sorted(folder.glob("edition-*.toml"))]
    _load_purposes(strategy, [*data.get("vision_part", []), *data.get("condition", [])])
    for row in _read_toml(folder / "progress.toml")["action"]:
        _load_progress(row)
    if "next" in data:
        _load_next_version(strategy, data["next"])
    return editions


def _load_purposes(strategy: Strategy, parts: list[Row]) -> None:
    """Load which actions serve a part; the source of the part says so."""
    for row in parts:
        part = strategy.parts.get(title=row["title"])
        for code in row.get("served_by", []):
            action = Action.objects.get(code=code)
            save_record(Purpose(action=action, part=part, source_url=row.get("source_url", "")), by=SYSTEM)


def _read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _get_organisation(name: str) -> Organisation:
    return Organisation.objects.get(Q(code=name) | Q(slug=name))


def _load_strategy(data: dict[str, Any], *, is_example: bool) -> Strategy:
    names = ("party", "vision_part", "condition", "moment", "document", "themes", "signatory", "next", "adopted_on")
    parts = {name: data.pop(name, []) for name in names}
    fields = {name: _strip_text(value) for name, value in data.items()}
    strategy = save_record(Strategy(**fields, is_example=is_example), by=SYSTEM)
    strategy.themes.set(Theme.objects.filter(slug__in=parts["themes"]))
    for party in parts["party"]:
        organisation = _get_organisation(party["organisation"])
        save_record(StrategyParty(strategy=strategy, **{**party, "organisation": organisation}), by=SYSTEM)
    for kind, name in ((StrategyPart.Kind.VISION, "vision_part"), (StrategyPart.Kind.CONDITION, "condition")):
        for position, part in enumerate(parts[name], 1):
            fields = {field: value for field, value in part.items() if field != "served_by"}
            save_record(StrategyPart(strategy=strategy, kind=kind, position=position, **fields), by=SYSTEM)
    for moment in parts["moment"]:
        save_record(Moment(strategy=strategy, **moment), by=SYSTEM)
    for document in parts["document"]:
        save_record(Document(strategy=strategy, **document), by=SYSTEM)
    for row in parts["signatory"]:
        save_record(Party(strategy=strategy, organisation=_get_organisation(row["organisation"])), by=SYSTEM)
    if not parts["signatory"]:
        return strategies.take_step(strategy, StrategyStep.RECORD, by=SYSTEM)
    at = dt.datetime.combine(parts["adopted_on"], dt.time(12), get_current_timezone())
    strategy = strategies.take_step(strategy, StrategyStep.SUBMIT, by=SYSTEM, at=at)
    _import_approvals(Party.objects.of(strategy), parts["signatory"], at)
    return strategies.take_step(strategy, StrategyStep.ADOPT, by=SYSTEM, at=at)


def _load_next_version(strategy: Strategy, data: Row) -> None:
    """Load the next version of the example strategy, which waits for the last of its parties."""
    version = strategies.open_version(strategy, by=SYSTEM)
    for name, value in data["texts"].items():
        setattr(version, name, _strip_text(value))
    save_record(version, by=SYSTEM)
    for position, part in enumerate(data["condition"], version.parts.count() + 1):
        save_record(StrategyPart(strategy=version, position=position, **part), by=SYSTEM)
    at = now() - dt.timedelta(days=data["submitted_days_ago"])
    version = strategies.take_step(version, StrategyStep.SUBMIT, by=SYSTEM, at=at)
    _import_approvals(Party.objects.of(version), data["signatory"], at)


def _import_approvals(parties: PartyQuerySet, rows: list[Row], at: dt.datetime) -> None:
    """Import what these parties decided, as far as it is known."""
    for row in rows:
        if "signed_by" in row:
            party = parties.get(organisation=_get_organisation(row["organisation"]))
            approval = ApprovalData(
                row.get("decision", "approved"),
                row["signed_by"],
                words=row.get("words", ""),
                mandate_body=row.get("mandate_body", ""),
            )
            approvals.import_approval(party, approval, by=SYSTEM, at=at)


def _strip_text(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _load_edition(data: dict[str, Any], strategy: Strategy) -> Edition:
    data = _resolve_day(data, "adopted_on", "adopted_days_ago", sign=-1)
    edition = Edition(number=data["number"], strategy=strategy, is_example=strategy.is_example)
    for name in ("title", "title_en", "foreword", "foreword_en", "note", "source_url"):
        setattr(edition, name, _strip_text(data.get(name, "")))
    edition.quorum = data.get("quorum")
    save_record(edition, by=SYSTEM)
    for party in data["party"]:
        save_record(Party(edition=edition, organisation=_get_organisation(party["organisation"])), by=SYSTEM)
    for position, action in enumerate(data["action"], 1):
        _load_commitment(edition, position, action)
    if "adopted_on" in data:
        return _adopt_edition(edition, data)
    until = today() + dt.timedelta(days=data["consultation_ends_in_days"])
    return editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=until)


def _adopt_edition(edition: Edition, data: dict[str, Any]) -> Edition:
    """Adopt the edition, with the decisions of those parties for which a source says what they decided."""
    at = dt.datetime.combine(data["adopted_on"], dt.time(12), get_current_timezone())
    edition = editions.take_step(edition, Step.SUBMIT, by=SYSTEM, at=at)
    _import_approvals(Party.objects.of(edition), data["party"], at)
    return editions.take_step(edition, Step.ADOPT, by=SYSTEM, at=at)


def _load_commitment(edition: Edition, position: int, data: dict[str, Any]) -> None:
    data = dict(data)
    partners, themes, prerequisites, amounts = (
        data.pop(name, []) for name in ("partners", "themes", "depends_on", "amounts")
    )
    action, _new = Action.objects.get_or_create(code=data.pop("code"), defaults={"is_example": edition.is_example})
    responsible, parent = data.pop("responsible", ""), data.pop("part_of", "")
    commitment = save_record(
        Commitment(
            edition=edition,
            action=action,
            position=position,
            responsible=_get_organisation(responsible) if responsible else None,
            parent=edition.commitments.get(action__code=parent) if parent else None,
            **data,
        ),
        by=SYSTEM,
    )
    commitment.themes.set(Theme.objects.filter(slug__in=themes))
    commitment.depends_on.set(Action.objects.filter(code__in=prerequisites))
    for amount in amounts:
        save_record(YearAmount(kind=YearAmount.Kind.PLANNED, commitment=commitment, **amount), by=SYSTEM)
    for partner in partners:
        organisation = _get_organisation(partner["organisation"])
        save_record(CommitmentPartner(commitment=commitment, **{**partner, "organisation": organisation}), by=SYSTEM)


def _load_progress(data: dict[str, Any]) -> None:
    data = _resolve_day(data, "stopped_on", "stopped_days_ago", sign=-1)
    action = Action.objects.get(code=data["code"])
    for name in ("done_on", "done_precision", "stopped_on", "stopped_reason"):
        if name in data:
            setattr(action, name, data[name])
    save_record(action, by=SYSTEM)
    # The sources do not say since when an action is in its phase, so the phase is set without a dated change.
    Action.objects.filter(pk=action.pk).update(phase=data.get("phase", ""))
    if "moved_to" in data:
        commitment = action.commitments.latest("edition__number")
        day = today() - dt.timedelta(days=data["moved_days_ago"])
        progress.change_phase(commitment, data["moved_to"], by=SYSTEM, on=day)
    for link in data.get("link", []):
        save_record(ActionLink(action=action, **link), by=SYSTEM)
    for row in data.get("milestone", []):
        _load_milestone(action, row)
    for row in data.get("update", []):
        save_record(ProgressUpdate(action=action, **_resolve_day(row, "on", "days_ago", sign=-1)), by=SYSTEM)
    for row in data.get("indicator", []):
        _load_indicator(action, row)
    for row in data.get("spent", []):
        save_record(YearAmount(kind=YearAmount.Kind.SPENT, action=action, **row), by=SYSTEM)


def _load_facts() -> None:
    """Load old facts without announcing them: they are not today's news.

    An update has a day. What is known only by month or year is a link with that period in its title: no milestone,
    since an action of which all milestones are reached counts as done.
    """
    with (FOLDER / "facts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        action, on = Action.objects.get(code=row["code"]), dt.date.fromisoformat(row["on"])
        if row["kind"] == "update":
            store_record(ProgressUpdate(action=action, on=on, text=row["text"], evidence_url=row["source_url"]))
        else:
            title = f"{format_day(on, row['precision']).capitalize()}: {row['text']}"
            store_record(ActionLink(action=action, title=title, url=row["source_url"]))


def _load_milestone(action: Action, data: dict[str, Any]) -> None:
    row = _resolve_day(_resolve_day(data, "due_on", "due_in_days"), "completed_on", "completed_days_ago", sign=-1)
    first_due_in_days = row.pop("first_due_in_days", None)
    milestone = Milestone(action=action, **row)
    if first_due_in_days is not None:  # It was postponed: saving it twice records the former day.
        milestone.due_on = today() + dt.timedelta(days=first_due_in_days)
        save_record(milestone, by=SYSTEM)
        milestone.due_on = row["due_on"]
    save_record(milestone, by=SYSTEM)


def _load_drafts(edition: Edition, data: dict[str, Any]) -> None:
    """Load example proposals with their decisions, comments, and remarks of readers."""
    rows = edition.commitments.select_related("action", "edition")
    commitments = {commitment.action.code: commitment for commitment in rows}
    for row in data["proposal"]:
        _load_proposal(edition, commitments[row["code"]], row)
    for row in data["comment"]:
        fields = {name: row[name] for name in ("paragraph", "text")}
        drafts.submit_comment(edition, commitments[row["code"]], by=SYSTEM, **fields)
    for number, row in enumerate(data["remark"], 1):
        _load_remark(edition, number, row)


def _load_proposal(edition: Edition, commitment: Commitment, data: dict[str, Any]) -> None:
    field = data["field"]
    proposal = drafts.submit_proposal(
        edition, commitment, by=SYSTEM, field=field, words=data["words"], why=data["why"]
    )
    if "take_over" in data:
        seen = drafts.compute_text_mark(drafts.current_text_of(edition, commitment, field))
        drafts.accept_proposal(proposal, by=SYSTEM, words=data["take_over"], seen=seen)
    if "decline" in data:
        drafts.decline_proposal(proposal, by=SYSTEM, reason=data["decline"])


def _load_remark(edition: Edition, number: int, data: dict[str, Any]) -> None:
    """Load a reader's remark as if it came in through intake, but without mail."""
    submission = Submission.objects.create(
        once=f"demo remark {number}",
        kind=consultation.KIND,
        name=data["name"],
        text=data["text"],
        data={"organisation": "", "code": data["code"]},
        page=f"/agenda/edities/{edition.number}/#opmerkingen",
        subject_type=edition._meta.label_lower,
        subject_id=str(edition.pk),
        subject_title=str(edition),
        status=Submission.Status.ACCEPTED,
        created_at=now(),
        confirmed_at=now(),
        decided_at=now(),
    )
    remark = consultation.publish_remark(submission)
    if "answer" in data:
        consultation.answer_remark(remark, data["answer"], by=SYSTEM)


def _load_example_reports() -> None:
    """Publish two example reports on the last two half-years, so that the changes between them show."""
    half = dt.timedelta(days=182)
    for number, end in enumerate((today() - half, today()), 1):
        publish_report(
            by=SYSTEM,
            title=f"Voorbeeld: voortgang, rapport {number}",
            foreword="Voorbeeld: dit rapport gaat over de bedachte acties van Voorbeeldstad.",
            begins_on=end - half + dt.timedelta(days=1),
            ends_on=end,
            about_example=True,
        )


def _load_indicator(action: Action, data: dict[str, Any]) -> None:
    data = _resolve_day(data, "baseline_on", "baseline_days_ago", sign=-1)
    points = {kind: data.pop(name, []) for kind, name in (("target", "targets"), ("value", "values"))}
    indicator = save_record(Indicator(action=action, **data), by=SYSTEM)
    for kind, rows in points.items():
        for row in rows:
            point = _resolve_day(_resolve_day(row, "on", "in_days"), "on", "days_ago", sign=-1)
            save_record(IndicatorPoint(indicator=indicator, kind=kind, **point), by=SYSTEM)


def _resolve_day(data: dict[str, Any], field: str, relative: str, *, sign: int = 1) -> dict[str, Any]:
    """Copy the data, with `relative` (a number of days from today) converted to the date `field`."""
    data = dict(data)
    if relative in data:
        data[field] = today() + dt.timedelta(days=sign * data.pop(relative))
    return data
