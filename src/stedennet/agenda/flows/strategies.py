"""The steps of a version of a strategy, from draft to adopted and superseded, and the next version."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from stedennet.changes.flows import announce_change
from stedennet.changes.rules import NOW, FactDay, date_source
from stedennet.core.access import Actor
from stedennet.core.clock import now
from stedennet.core.errors import NotAllowed, Refused
from stedennet.core.history import record_act
from stedennet.core.records import store_record

from ..access import can_edit_agenda
from ..models import Party, Purpose, Strategy, StrategyPart
from ..rules.editions import PROGRAM
from ..rules.seals import encode_canonical
from ..rules.strategies import PUBLIC, Status, Step, apply_step, name_version
from .approvals import check_agreed, check_signatories
from .editions import compute_text_seal
from .seals import build_strategy_content

TEXTS = (
    "title",
    "title_en",
    "subtitle",
    "summary",
    "summary_en",
    "vision",
    "vision_en",
    "sdgs",
    "begins_on",
    "begins_precision",
    "ends_on",
    "ends_precision",
    "is_example",
    "quorum",
)
"""Fields that the next version starts with."""


@transaction.atomic
def open_version(strategy: Strategy, *, by: Actor) -> Strategy:
    """Open the next version of a strategy as a draft, with the texts and signatories of this one.

    Raises NotAllowed, or Refused while another version is being prepared.
    """
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen een redacteur kan een versie openen."))
    versions = list(Strategy.objects.select_for_update().in_line(strategy))
    for version in versions:
        if version.status in (Status.DRAFT, Status.APPROVAL):
            raise Refused(
                _("Versie %(version)s is nog niet klaar: %(status)s.")
                % {"version": version.version, "status": version.get_status_display()}
            )
    line, number = strategy.line or strategy.slug, versions[0].version + 1 if versions else 2
    draft = Strategy(
        line=line,
        version=number,
        slug=_find_free_slug(line, number),
        **{name: getattr(strategy, name) for name in TEXTS},
    )
    store_record(draft)
    _copy_content(strategy, draft)
    record_act(draft, "agenda.version_opened", by=by)
    return draft


def _find_free_slug(line: str, version: int) -> str:
    """The address of the version; another strategy may have that address already."""
    slug = name_version(line[:70], version)
    while Strategy.objects.filter(slug=slug).exists():
        slug = f"{slug[:78]}-b"
    return slug


def _copy_content(source: Strategy, target: Strategy) -> None:
    target.themes.set(source.themes.all())
    for part in source.parts.prefetch_related("purposes"):
        fields = ("kind", "position", "title", "title_en", "text", "text_en", "source_url")
        copy = StrategyPart.objects.create(strategy=target, **{name: getattr(part, name) for name in fields})
        Purpose.objects.bulk_create(
            Purpose(action_id=purpose.action_id, part=copy, source_url=purpose.source_url)
            for purpose in part.purposes.all()
        )
    Party.objects.bulk_create(
        Party(strategy=target, organisation_id=party.organisation_id, is_signatory=party.is_signatory)
        for party in source.signatories.all()
    )


@transaction.atomic
def take_step(
    strategy: Strategy, step: Step, *, by: Actor, reason: str = "", at: dt.datetime | None = None
) -> Strategy:
    """Move a version to its next status. Raises NotAllowed, or Refused when the rules or the parties do not allow it.

    `at` is the time of a step that was taken before it was entered here.
    """
    moment = at or now()
    if not can_edit_agenda(by):
        raise NotAllowed(_("Alleen het programmabureau kan dit met een strategie doen."))
    versions = list(Strategy.objects.select_for_update().in_line(strategy))
    strategy = next(version for version in versions if version.pk == strategy.pk)
    was_public = strategy.status in PUBLIC
    target = apply_step(strategy.status, step)
    if step is Step.SUBMIT:
        check_signatories(strategy)
        strategy.frozen_at, strategy.laid_before = moment, encode_canonical(build_strategy_content(strategy)).decode()
    if step is Step.RECORD and not (strategy.source_url or strategy.is_example):
        raise Refused(_("Noem de bron waarin staat dat deze strategie geldt."), field="source_url")
    if step is Step.ADOPT:
        check_agreed(strategy)
        # As submitted to the parties, even if a theme or organisation was renamed meanwhile.
        text = strategy.laid_before or ""
        strategy.sealed, strategy.seal, strategy.adopted_at = text, compute_text_seal(text), moment
    if target == Status.ADOPTED:
        _supersede(versions, strategy, moment)
    if step is Step.WITHDRAW:
        if not reason.strip():
            raise Refused(_("Geef een reden: die staat bij de strategie."), field="reason")
        strategy.status_reason = reason.strip()
    strategy.status = target
    store_record(strategy)
    record_act(strategy, f"agenda.strategy_{step.value}", by=by)
    if was_public or target in PUBLIC:
        verb = "withdrawn" if target == Status.WITHDRAWN else "changed" if was_public else "published"
        is_recorded = step is Step.RECORD  # a source says that it is in force, and since when
        day = date_source(strategy.begins_on, source_url=strategy.source_url) if is_recorded else NOW
        _announce_strategy(strategy, verb, at=moment, day=day)
    return strategy


def _supersede(versions: list[Strategy], successor: Strategy, moment: dt.datetime) -> None:
    for version in versions:
        if version.status == Status.ADOPTED:
            version.status = apply_step(version.status, Step.SUPERSEDE, by=PROGRAM)
            version.successor = successor
            version.save(update_fields=["status", "successor"])
            _announce_strategy(version, "changed", at=moment)


def _announce_strategy(strategy: Strategy, verb: str, *, at: dt.datetime, day: FactDay = NOW) -> None:
    note = str(Status(strategy.status).label)
    announce_change(strategy, verb, title=strategy.title, title_en=strategy.title_en, note=note, at=at, day=day)


def is_intact(strategy: Strategy) -> bool:
    """Whether the stored content of a sealed version still matches its seal."""
    return bool(strategy.seal) and compute_text_seal(strategy.sealed) == strategy.seal
