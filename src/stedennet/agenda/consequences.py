"""The consequences of a step, a new edition or a report, in sentences to read before confirming."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .flows.signing_requests import count_recipients, list_awaited_parties
from .links import count_followers
from .models import Edition, Milestone, Strategy, Subject
from .rules import strategies
from .rules.editions import OPEN, Status, Step
from .rules.signing_requests import GRACE


@dataclass(frozen=True)
class Consequences:
    """Everything that freezes, the mail that goes out, and warnings about what may have been overlooked."""

    freezes: list[str]
    mails: list[str]
    warnings: list[str] = field(default_factory=list)


def consequences_of(edition: Edition, step: Step) -> Consequences:
    """The consequences of this step, counted by the queries that will later send the mail."""
    return {
        Step.CONSULT: _describe_consult,
        Step.SUBMIT: _describe_submit,
        Step.ADOPT: _describe_adopt,
        Step.WITHDRAW: _describe_withdraw,
    }[step](edition)


def _describe_consult(edition: Edition) -> Consequences:
    who = _("Iedereen kan reageren.") if edition.consultation_is_open else _("Alleen de partijen kunnen reageren.")
    freezes = [
        _("De editie staat meteen op de site. Dat kunt u niet terugdraaien naar ontwerp; intrekken kan wel."),
        who,
        _("De laatste dag om te reageren wordt niet vervroegd."),
    ]
    return Consequences(freezes, [_format_follower_mail()], _warn_of_other_consultations(edition))


def _describe_submit(edition: Edition) -> Consequences:
    milestones = Milestone.objects.filter(action__commitments__edition=edition).distinct().count()
    freezes = [
        _("Vast ligt: %(actions)s acties, %(milestones)s mijlpalen, voorwoord, partijen en quorum.")
        % {"actions": edition.commitments.count(), "milestones": milestones},
        _("Niemand kan nog iets voorstellen, opmerken of wijzigen. Anders moet u de editie intrekken."),
    ]
    warnings = _warn_of_other_consultations(edition)
    if edition.status == Status.DRAFT:
        warnings.insert(0, _("Deze editie had geen consultatie: niemand van buiten kon reageren."))
    return Consequences(
        freezes, [_format_party_mail(edition), _format_follower_mail(), _format_grace_period()], warnings
    )


def _describe_adopt(edition: Edition) -> Consequences:
    adopted = Edition.objects.alike(edition).filter(status=Status.ADOPTED).first()
    freezes = [_("De editie krijgt een zegel en verandert nooit meer. Vaststellen kunt u niet terugdraaien.")]
    if adopted:
        freezes.append(_("Editie %(number)s geldt dan niet meer.") % {"number": adopted.number})
    return Consequences(freezes, [_format_follower_mail()])


def _describe_withdraw(edition: Edition) -> Consequences:
    freezes = [_("Een ingetrokken editie komt niet terug. De reden staat op de site als de editie daar al stond.")]
    return Consequences(freezes, [_format_follower_mail()] if edition.status not in (Status.DRAFT,) else [])


def consequences_of_next_edition() -> Consequences:
    """The consequences of opening the next edition as a draft."""
    newest = Edition.objects.real().exclude(status=Status.WITHDRAWN).order_by("-number").first()
    freezes = []
    if newest:
        words = {"number": newest.number, "actions": newest.commitments.count(), "parties": newest.parties.count()}
        freezes.append(
            _("Het ontwerp neemt over wat nu in editie %(number)s staat: %(actions)s acties, %(parties)s partijen.")
            % words
        )
        freezes.append(_("Wat daarna in die editie wijzigt, komt niet in het ontwerp."))
    warnings = [
        _("Editie %(number)s is nog niet klaar: %(status)s.")
        % {"number": edition.number, "status": edition.get_status_display()}
        for edition in Edition.objects.real().filter(status__in=[*OPEN, Status.APPROVAL]).order_by("number")
    ]
    return Consequences(freezes, [_("Niemand krijgt mail: een ontwerp staat niet op de site.")], warnings)


def consequences_of_report() -> Consequences:
    """The consequences of publishing a progress report."""
    freezes = [_("Een rapport verandert niet meer en gaat niet meer weg: het krijgt een zegel.")]
    return Consequences(freezes, [_format_follower_mail()])


def consequences_of_strategy(strategy: Strategy, step: strategies.Step) -> Consequences:
    """The same for a step of a version of a strategy."""
    in_force = Strategy.objects.in_line(strategy).filter(status=strategies.Status.ADOPTED).exclude(pk=strategy.pk)
    replaced = [_("Versie %(version)s geldt dan niet meer.") % {"version": version.version} for version in in_force]
    if step == strategies.Step.SUBMIT:
        freezes = [
            _("Vast ligt de hele tekst: visie, randvoorwaarden, thema's, periode, partijen en quorum."),
            _("Niemand kan nog iets wijzigen. Anders moet u de versie intrekken en een volgende openen."),
        ]
        return Consequences(freezes, [_format_party_mail(strategy), _format_follower_mail(), _format_grace_period()])
    if step == strategies.Step.ADOPT:
        sealed = _("De strategie krijgt een zegel en verandert nooit meer. Vaststellen kunt u niet terugdraaien.")
        return Consequences([sealed, *replaced], [_format_follower_mail()])
    if step == strategies.Step.RECORD:
        recorded = _("De strategie staat op de site als vastgesteld, met de bron. Partijen tekenen haar hier niet.")
        return Consequences([recorded, *replaced], [_format_follower_mail()])
    withdrawn = _("Een ingetrokken versie komt niet terug. De reden staat op de site als de versie daar al stond.")
    is_known = strategy.status != strategies.Status.DRAFT
    return Consequences([withdrawn], [_format_follower_mail()] if is_known else [])


def consequences_of_next_version(strategy: Strategy) -> Consequences:
    """The consequences of opening the next version of a strategy as a draft."""
    words = {"version": strategy.version, "parts": strategy.parts.count(), "parties": strategy.signatories.count()}
    taken = _("Het ontwerp neemt over wat in versie %(version)s staat: %(parts)s onderdelen, %(parties)s partijen.")
    return Consequences([taken % words], [_("Niemand krijgt mail: een ontwerp staat niet op de site.")])


def _format_party_mail(subject: Subject) -> str:
    number = count_recipients(subject)
    sentence = ngettext(
        "%(number)s mens die voor %(parties)s partijen besluit krijgt mail.",
        "%(number)s mensen die voor %(parties)s partijen besluiten krijgen mail.",
        number,
    )
    return sentence % {"number": number, "parties": len(list_awaited_parties(subject))}


def _warn_of_other_consultations(edition: Edition) -> list[str]:
    others = (
        Edition.objects.alike(edition).filter(status=Status.CONSULTATION).exclude(pk=edition.pk).order_by("number")
    )
    return [_format_other_consultation(other) for other in others]


def _format_other_consultation(edition: Edition) -> str:
    day = edition.consultation_ends_on
    words = {"number": edition.number, "day": date_format(day, "j F Y") if day else "?"}
    return _("Editie %(number)s is ook in consultatie, tot en met %(day)s. Lezers zien er dan twee.") % words


def _format_follower_mail() -> str:
    number, minutes = count_followers(), _grace_minutes()
    if not minutes:
        at_once = ngettext(
            "Hooguit %(number)s abonnee leest het in een attendering.",
            "Hooguit %(number)s abonnees lezen het in een attendering.",
            number,
        )
        return at_once % {"number": number}
    sentence = ngettext(
        "Hooguit %(number)s abonnee leest het in een attendering, op zijn vroegst over %(minutes)s minuten.",
        "Hooguit %(number)s abonnees lezen het in een attendering, op zijn vroegst over %(minutes)s minuten.",
        number,
    )
    return sentence % {"number": number, "minutes": minutes}


def _format_grace_period() -> str:
    sentence = _("Deze mail gaat na %(minutes)s minuten weg. Trekt u de editie eerder in, dan krijgt niemand mail.")
    return sentence % {"minutes": int(GRACE.total_seconds() // 60)}


def _grace_minutes() -> int:
    return int(settings.PUBLIC_MAIL_GRACE.total_seconds() // 60)
