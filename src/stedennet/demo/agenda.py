"""The demo's strategy and agenda, from TOML files: true actions with their source, example progress marked as such."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from stedennet.agenda.flows import approvals, consultation, drafts, editions, progress
from stedennet.agenda.flows.approvals import ApprovalData
from stedennet.agenda.flows.records import save_record
from stedennet.agenda.flows.reports import publish_report
from stedennet.agenda.models import (
    Action,
    ActionLink,
    Commitment,
    CommitmentPartner,
    Condition,
    Document,
    Edition,
    Indicator,
    IndicatorPoint,
    Milestone,
    Moment,
    Party,
    ProgressUpdate,
    Strategy,
    StrategyParty,
)
from stedennet.agenda.rules.editions import Step
from stedennet.core.access import SYSTEM
from stedennet.core.clock import now, today
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme

FOLDER = Path(__file__).parent / "content" / "agenda"


def load_agenda() -> int:
    """Strategy, editions and progress, once; returns how many editions came. What an editor changed stays."""
    if Edition.objects.exists():
        return 0
    strategy = _load_strategy(_read_toml("strategy.toml"))
    files = sorted(FOLDER.glob("edition-*.toml"))
    for path in files:
        _load_edition(_read_toml(path.name), strategy)
    for data in _read_toml("progress.toml")["action"]:
        _load_progress(data)
    _load_drafts(Edition.objects.get(number=len(files)), _read_toml("drafting.toml"))
    _load_reports()
    return len(files)


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _get_organisation(name: str) -> Organisation:
    return Organisation.objects.get(Q(code=name) | Q(slug=name))


def _load_strategy(data: dict[str, Any]) -> Strategy:
    parts = {name: data.pop(name, []) for name in ("party", "condition", "moment", "document", "themes")}
    strategy = save_record(Strategy(**{name: _strip_text(value) for name, value in data.items()}), by=SYSTEM)
    strategy.themes.set(Theme.objects.filter(slug__in=parts["themes"]))
    for one in parts["party"]:
        row = {**one, "organisation": _get_organisation(one["organisation"])}
        save_record(StrategyParty(strategy=strategy, **row), by=SYSTEM)
    for number, one in enumerate(parts["condition"], 1):
        save_record(Condition(strategy=strategy, position=number, **one), by=SYSTEM)
    for one in parts["moment"]:
        save_record(Moment(strategy=strategy, **one), by=SYSTEM)
    for one in parts["document"]:
        save_record(Document(strategy=strategy, **one), by=SYSTEM)
    return strategy


def _strip_text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _load_edition(data: dict[str, Any], strategy: Strategy) -> None:
    edition = Edition(number=data["number"], strategy=strategy)
    for name in ("title", "title_en", "foreword", "foreword_en", "note", "source_url"):
        setattr(edition, name, _strip_text(data.get(name, "")))
    edition.quorum = data.get("quorum")
    save_record(edition, by=SYSTEM)
    for one in data["party"]:
        save_record(Party(edition=edition, organisation=_get_organisation(one["organisation"])), by=SYSTEM)
    for position, one in enumerate(data["action"], 1):
        _load_commitment(edition, position, one)
    if "adopted_on" in data:
        _adopt_edition(edition, data)
    else:
        until = today() + dt.timedelta(days=data["consultation_ends_in_days"])
        editions.take_step(edition, Step.CONSULT, by=SYSTEM, until=until)


def _adopt_edition(edition: Edition, data: dict[str, Any]) -> None:
    """Only the parties of which a source tells that they agreed have decided."""
    at = dt.datetime.combine(data["adopted_on"], dt.time(12), get_current_timezone())
    edition = editions.take_step(edition, Step.SUBMIT, by=SYSTEM, at=at)
    for one in data["party"]:
        if "signed_by" in one:
            party = edition.parties.get(organisation=_get_organisation(one["organisation"]))
            verdict = ApprovalData("approved", one["signed_by"], mandate_body=one.get("mandate_body", ""))
            approvals.import_approval(party, verdict, by=SYSTEM, at=at)
    editions.take_step(edition, Step.ADOPT, by=SYSTEM, at=at)


def _load_commitment(edition: Edition, position: int, data: dict[str, Any]) -> None:
    data = dict(data)
    partners, themes, needed = (data.pop(name, []) for name in ("partners", "themes", "depends_on"))
    action, _new = Action.objects.get_or_create(code=data.pop("code"))
    responsible = data.pop("responsible", "")
    commitment = save_record(
        Commitment(
            edition=edition,
            action=action,
            position=position,
            responsible=_get_organisation(responsible) if responsible else None,
            **data,
        ),
        by=SYSTEM,
    )
    commitment.themes.set(Theme.objects.filter(slug__in=themes))
    commitment.depends_on.set(Action.objects.filter(code__in=needed))
    for one in partners:
        row = {**one, "organisation": _get_organisation(one["organisation"])}
        save_record(CommitmentPartner(commitment=commitment, **row), by=SYSTEM)


def _load_progress(data: dict[str, Any]) -> None:
    action = Action.objects.get(code=data["code"])
    for name in ("done_on", "done_precision", "stopped_on", "stopped_reason"):
        if name in data:
            setattr(action, name, data[name])
    save_record(action, by=SYSTEM)
    # Since when it is so the sources do not tell: as if it had been so from the start.
    Action.objects.filter(pk=action.pk).update(phase=data.get("phase", ""))
    if "moved_to" in data:
        commitment = action.commitments.latest("edition__number")
        day = today() - dt.timedelta(days=data["moved_days_ago"])
        progress.change_phase(commitment, data["moved_to"], by=SYSTEM, on=day)
    for one in data.get("link", []):
        save_record(ActionLink(action=action, **one), by=SYSTEM)
    for one in data.get("milestone", []):
        row = _resolve_day(_resolve_day(one, "due_on", "due_in_days"), "completed_on", "completed_days_ago", sign=-1)
        first = row.pop("first_due_in_days", None)
        milestone = Milestone(action=action, **row)
        if first is not None:
            milestone.due_on = today() + dt.timedelta(days=first)
            save_record(milestone, by=SYSTEM)
            milestone.due_on = row["due_on"]
        save_record(milestone, by=SYSTEM)
    for one in data.get("update", []):
        save_record(ProgressUpdate(action=action, **_resolve_day(one, "on", "days_ago", sign=-1)), by=SYSTEM)
    for one in data.get("indicator", []):
        _load_indicator(action, one)


def _load_drafts(edition: Edition, data: dict[str, Any]) -> None:
    """Example proposals with what became of them, a comment, and remarks of readers."""
    commitments = {one.action.code: one for one in edition.commitments.select_related("action", "edition")}
    for one in data["proposal"]:
        commitment = commitments[one["code"]]
        proposal = drafts.submit_proposal(
            edition, commitment, by=SYSTEM, field=one["field"], words=one["words"], why=one["why"]
        )
        if "take_over" in one:
            seen = drafts.compute_text_mark(drafts.current_text_of(edition, commitment, one["field"]))
            drafts.accept_proposal(proposal, by=SYSTEM, words=one["take_over"], seen=seen)
        if "decline" in one:
            drafts.decline_proposal(proposal, by=SYSTEM, reason=one["decline"])
    for one in data["comment"]:
        words = {name: one[name] for name in ("paragraph", "text")}
        drafts.submit_comment(edition, commitments[one["code"]], by=SYSTEM, **words)
    for number, one in enumerate(data["remark"], 1):
        _load_remark(edition, number, one)


def _load_remark(edition: Edition, number: int, data: dict[str, Any]) -> None:
    """A reader's remark that came through intake, without mail."""
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
    placed = consultation.publish_remark(submission)
    if "answer" in data:
        consultation.answer_remark(placed, data["answer"], by=SYSTEM)


def _load_reports() -> None:
    """Two example reports over the last half years, so that what changed between them shows."""
    half = dt.timedelta(days=182)
    for number, end in enumerate((today() - half, today()), 1):
        publish_report(
            by=SYSTEM,
            title=f"Voorbeeld: voortgang, rapport {number}",
            foreword="Dit is een voorbeeld. Alleen de voorbeeldacties (VB) hebben voortgang.",
            begins_on=end - half + dt.timedelta(days=1),
            ends_on=end,
        )


def _load_indicator(action: Action, data: dict[str, Any]) -> None:
    data = _resolve_day(data, "baseline_on", "baseline_days_ago", sign=-1)
    points = {kind: data.pop(name, []) for kind, name in (("target", "targets"), ("value", "values"))}
    indicator = save_record(Indicator(action=action, **data), by=SYSTEM)
    for kind, rows in points.items():
        for one in rows:
            row = _resolve_day(_resolve_day(one, "on", "in_days"), "on", "days_ago", sign=-1)
            save_record(IndicatorPoint(indicator=indicator, kind=kind, **row), by=SYSTEM)


def _resolve_day(data: dict[str, Any], field: str, relative: str, *, sign: int = 1) -> dict[str, Any]:
    """The same with `relative`, a number of days from today, turned into the day `field`."""
    data = dict(data)
    if relative in data:
        data[field] = today() + dt.timedelta(days=sign * data.pop(relative))
    return data
