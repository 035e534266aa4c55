"""The demo's strategy and agenda, from TOML files: true actions with their source, example progress marked as such."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.timezone import get_current_timezone

from stedennet.agenda.flows import approvals, editions
from stedennet.agenda.flows.approvals import Verdict
from stedennet.agenda.flows.keeping import keep
from stedennet.agenda.flows.reporting import report
from stedennet.agenda.models import (
    Action,
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
from stedennet.core.clock import today
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
    if days := data.get("consultation_ends_in_days"):
        edition.consultation_ends_on = today() + dt.timedelta(days=days)
    keep(edition, by=SYSTEM)
    for one in data["party"]:
        keep(Party(edition=edition, organisation=_organisation(one["organisation"])), by=SYSTEM)
    for position, one in enumerate(data["action"], 1):
        _commitment(edition, position, one)
    if "adopted_on" in data:
        _adopt(edition, data)
    else:
        editions.take(edition, Step.CONSULT, by=SYSTEM)


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
    partners, themes = data.pop("partners", []), data.pop("themes", [])
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
    for one in partners:
        row = {**one, "organisation": _organisation(one["organisation"])}
        keep(CommitmentPartner(commitment=commitment, **row), by=SYSTEM)


def _progress(data: dict[str, Any]) -> None:
    action = Action.objects.get(code=data["code"])
    for name in ("phase", "done_on", "done_precision", "stopped_on", "stopped_reason"):
        if name in data:
            setattr(action, name, data[name])
    keep(action, by=SYSTEM)
    for one in data.get("milestone", []):
        keep(Milestone(action=action, **_dated(one, "due_on", "due_in_days")), by=SYSTEM)
    for one in data.get("update", []):
        keep(ProgressUpdate(action=action, **_dated(one, "on", "days_ago", sign=-1)), by=SYSTEM)
    for one in data.get("indicator", []):
        _indicator(action, one)


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
