"""The demo's strategy and agenda, from TOML files: true actions with their source, example progress marked as such."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from stedennet.agenda.flows import approvals, consulting, drafting, editions, progress
from stedennet.agenda.flows.approvals import Verdict
from stedennet.agenda.flows.keeping import keep
from stedennet.agenda.flows.reporting import report
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
    strategy = _strategy(_read("strategy.toml"))
    files = sorted(FOLDER.glob("edition-*.toml"))
    for path in files:
        _edition(_read(path.name), strategy)
    for data in _read("progress.toml")["action"]:
        _progress(data)
    _drafting(Edition.objects.get(number=len(files)), _read("drafting.toml"))
    _reports()
    return len(files)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get(Q(code=name) | Q(slug=name))


def _strategy(data: dict[str, Any]) -> Strategy:
    parts = {name: data.pop(name, []) for name in ("party", "condition", "moment", "document", "themes")}
    strategy = keep(Strategy(**{name: _text(value) for name, value in data.items()}), by=SYSTEM)
    strategy.themes.set(Theme.objects.filter(slug__in=parts["themes"]))
    for one in parts["party"]:
        row = {**one, "organisation": _organisation(one["organisation"])}
        keep(StrategyParty(strategy=strategy, **row), by=SYSTEM)
    for number, one in enumerate(parts["condition"], 1):
        keep(Condition(strategy=strategy, position=number, **one), by=SYSTEM)
    for one in parts["moment"]:
        keep(Moment(strategy=strategy, **one), by=SYSTEM)
    for one in parts["document"]:
        keep(Document(strategy=strategy, **one), by=SYSTEM)
    return strategy


def _text(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _edition(data: dict[str, Any], strategy: Strategy) -> None:
    edition = Edition(number=data["number"], strategy=strategy)
    for name in ("title", "title_en", "foreword", "foreword_en", "note", "source_url"):
        setattr(edition, name, _text(data.get(name, "")))
    edition.quorum = data.get("quorum")
    keep(edition, by=SYSTEM)
    for one in data["party"]:
        keep(Party(edition=edition, organisation=_organisation(one["organisation"])), by=SYSTEM)
    for position, one in enumerate(data["action"], 1):
        _commitment(edition, position, one)
    if "adopted_on" in data:
        _adopt(edition, data)
    else:
        until = today() + dt.timedelta(days=data["consultation_ends_in_days"])
        editions.take(edition, Step.CONSULT, by=SYSTEM, until=until)


def _adopt(edition: Edition, data: dict[str, Any]) -> None:
    """Only the parties of which a source tells that they agreed have decided."""
    at = dt.datetime.combine(data["adopted_on"], dt.time(12), get_current_timezone())
    edition = editions.take(edition, Step.SUBMIT, by=SYSTEM, at=at)
    for one in data["party"]:
        if "signed_by" in one:
            party = edition.parties.get(organisation=_organisation(one["organisation"]))
            verdict = Verdict("approved", one["signed_by"], mandate_body=one.get("mandate_body", ""))
            approvals.take_from_source(party, verdict, by=SYSTEM, at=at)
    editions.take(edition, Step.ADOPT, by=SYSTEM, at=at)


def _commitment(edition: Edition, position: int, data: dict[str, Any]) -> None:
    data = dict(data)
    partners, themes, needed = (data.pop(name, []) for name in ("partners", "themes", "depends_on"))
    action, _new = Action.objects.get_or_create(code=data.pop("code"))
    responsible = data.pop("responsible", "")
    commitment = keep(
        Commitment(
            edition=edition,
            action=action,
            position=position,
            responsible=_organisation(responsible) if responsible else None,
            **data,
        ),
        by=SYSTEM,
    )
    commitment.themes.set(Theme.objects.filter(slug__in=themes))
    commitment.depends_on.set(Action.objects.filter(code__in=needed))
    for one in partners:
        row = {**one, "organisation": _organisation(one["organisation"])}
        keep(CommitmentPartner(commitment=commitment, **row), by=SYSTEM)


def _progress(data: dict[str, Any]) -> None:
    action = Action.objects.get(code=data["code"])
    for name in ("done_on", "done_precision", "stopped_on", "stopped_reason"):
        if name in data:
            setattr(action, name, data[name])
    keep(action, by=SYSTEM)
    # Since when it is so the sources do not tell: as if it had been so from the start.
    Action.objects.filter(pk=action.pk).update(phase=data.get("phase", ""))
    if "moved_to" in data:
        commitment = action.commitments.latest("edition__number")
        day = today() - dt.timedelta(days=data["moved_days_ago"])
        progress.move(commitment, data["moved_to"], by=SYSTEM, on=day)
    for one in data.get("link", []):
        keep(ActionLink(action=action, **one), by=SYSTEM)
    for one in data.get("milestone", []):
        row = _dated(_dated(one, "due_on", "due_in_days"), "completed_on", "completed_days_ago", sign=-1)
        first = row.pop("first_due_in_days", None)
        milestone = Milestone(action=action, **row)
        if first is not None:
            milestone.due_on = today() + dt.timedelta(days=first)
            keep(milestone, by=SYSTEM)
            milestone.due_on = row["due_on"]
        keep(milestone, by=SYSTEM)
    for one in data.get("update", []):
        keep(ProgressUpdate(action=action, **_dated(one, "on", "days_ago", sign=-1)), by=SYSTEM)
    for one in data.get("indicator", []):
        _indicator(action, one)


def _drafting(edition: Edition, data: dict[str, Any]) -> None:
    """Example proposals with what became of them, a comment, and remarks of readers."""
    commitments = {one.action.code: one for one in edition.commitments.select_related("action", "edition")}
    for one in data["proposal"]:
        commitment = commitments[one["code"]]
        proposal = drafting.propose(
            edition, commitment, by=SYSTEM, field=one["field"], words=one["words"], why=one["why"]
        )
        if "take_over" in one:
            seen = drafting.seen_of(drafting.text_of(edition, commitment, one["field"]))
            drafting.take_over(proposal, by=SYSTEM, words=one["take_over"], seen=seen)
        if "decline" in one:
            drafting.decline(proposal, by=SYSTEM, reason=one["decline"])
    for one in data["comment"]:
        words = {name: one[name] for name in ("paragraph", "text")}
        drafting.comment(edition, commitments[one["code"]], by=SYSTEM, **words)
    for number, one in enumerate(data["remark"], 1):
        _remark(edition, number, one)


def _remark(edition: Edition, number: int, data: dict[str, Any]) -> None:
    """A reader's remark that came through intake, without mail."""
    submission = Submission.objects.create(
        once=f"demo remark {number}",
        kind=consulting.KIND,
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
    placed = consulting.place(submission)
    if "answer" in data:
        consulting.answer(placed, data["answer"], by=SYSTEM)


def _reports() -> None:
    """Two example reports over the last half years, so that what changed between them shows."""
    half = dt.timedelta(days=182)
    for number, end in enumerate((today() - half, today()), 1):
        report(
            by=SYSTEM,
            title=f"Voorbeeld: voortgang, rapport {number}",
            foreword="Dit is een voorbeeld. Alleen de voorbeeldacties (VB) hebben voortgang.",
            begins_on=end - half + dt.timedelta(days=1),
            ends_on=end,
        )


def _indicator(action: Action, data: dict[str, Any]) -> None:
    data = _dated(data, "baseline_on", "baseline_days_ago", sign=-1)
    points = {kind: data.pop(name, []) for kind, name in (("target", "targets"), ("value", "values"))}
    indicator = keep(Indicator(action=action, **data), by=SYSTEM)
    for kind, rows in points.items():
        for one in rows:
            row = _dated(_dated(one, "on", "in_days"), "on", "days_ago", sign=-1)
            keep(IndicatorPoint(indicator=indicator, kind=kind, **row), by=SYSTEM)


def _dated(data: dict[str, Any], field: str, relative: str, *, sign: int = 1) -> dict[str, Any]:
    """The same with `relative`, a number of days from today, turned into the day `field`."""
    data = dict(data)
    if relative in data:
        data[field] = today() + dt.timedelta(days=sign * data.pop(relative))
    return data
