"""Editions of the agenda, their parties, and the parties' decisions."""

import datetime as dt

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stedennet.core.text import get_localised_text
from stedennet.network.models import Organisation

from ..querysets.editions import ApprovalQuerySet, EditionManager, PartyQuerySet
from ..rules.editions import SEALED, Decision, Status, Way
from .strategies import Strategy


class Edition(models.Model):
    """A numbered version of the agenda. Its content is frozen once submitted for approval, and sealed when adopted."""

    Status = Status

    number = models.PositiveSmallIntegerField(_("nummer"), unique=True)
    strategy = models.ForeignKey(
        Strategy, verbose_name=_("strategie"), null=True, blank=True, on_delete=models.PROTECT, related_name="editions"
    )
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel in het Engels"), max_length=150, blank=True)
    foreword = models.TextField(_("voorwoord"), blank=True)
    foreword_en = models.TextField(_("voorwoord in het Engels"), blank=True)
    note = models.CharField(_("opmerking bij het besluit"), max_length=300, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    status = models.CharField(_("stand"), max_length=12, choices=Status.choices, default=Status.DRAFT)
    status_reason = models.CharField(_("waarom ingetrokken"), max_length=300, blank=True)
    consultation_ends_on = models.DateField(_("reageren kan tot en met"), null=True, blank=True)
    consultation_is_open = models.BooleanField(
        _("iedereen mag reageren"), default=True, help_text=_("Anders alleen wie voor een partij spreekt.")
    )
    consulted = models.ManyToManyField(
        Organisation,
        verbose_name=_("deze organisaties mogen ook reageren"),
        blank=True,
        related_name="+",
        help_text=_("Alleen nodig als niet iedereen mag reageren."),
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)
    quorum = models.PositiveSmallIntegerField(
        _("hoeveel partijen akkoord moeten zijn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leeg: alle ondertekenaars."),
    )
    frozen_at = models.DateTimeField(_("voorgelegd op"), null=True, blank=True)
    adopted_at = models.DateTimeField(_("vastgesteld op"), null=True, blank=True)
    laid_before = models.TextField(_("voorgelegde inhoud"), null=True, blank=True, editable=False)
    sealed = models.TextField(_("verzegelde inhoud"), blank=True, editable=False)
    seal = models.CharField(_("zegel (SHA-256)"), max_length=64, blank=True, editable=False)

    objects = EditionManager()

    class Meta:
        verbose_name = _("editie")
        verbose_name_plural = _("edities")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(name="edition_status_is_known", condition=Q(status__in=Status.values)),
            models.UniqueConstraint(
                fields=["is_example"], condition=Q(status=Status.ADOPTED), name="edition_one_is_adopted"
            ),
            models.CheckConstraint(
                name="edition_adopted_is_sealed",
                condition=(Q(status__in=SEALED) & ~Q(seal="") & ~Q(sealed="") & Q(adopted_at__isnull=False))
                | (~Q(status__in=SEALED) & Q(seal="") & Q(sealed="")),
            ),
            models.CheckConstraint(
                name="edition_withdrawn_with_a_reason", condition=~Q(status=Status.WITHDRAWN) | ~Q(status_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")

    @property
    def in_words(self) -> str:
        """The edition as named to whoever decides on it."""
        return gettext("editie %(number)s van “%(title)s”") % {"number": self.number, "title": self.name}

    @property
    def awaits_approvals(self) -> bool:
        """Whether parties can decide on it now."""
        return self.status == Status.APPROVAL

    def is_consulted_on(self, day: dt.date) -> bool:
        """Whether its consultation is open on `day`."""
        is_over = self.consultation_ends_on is not None and day > self.consultation_ends_on
        return self.status == Status.CONSULTATION and not is_over


Subject = Edition | Strategy
"""The two kinds of text that parties approve: an edition of the agenda, or a version of a strategy."""


class Party(models.Model):
    """An organisation that draws up an edition or a version of a strategy; a signatory decides on it."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("editie"), null=True, blank=True, on_delete=models.CASCADE, related_name="parties"
    )
    strategy = models.ForeignKey(
        Strategy,
        verbose_name=_("strategie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="signatories",
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="agenda_parties"
    )
    is_signatory = models.BooleanField(_("ondertekent"), default=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("partij")
        verbose_name_plural = _("partijen")
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "organisation"], name="party_once_an_edition"),
            models.UniqueConstraint(fields=["strategy", "organisation"], name="party_once_a_strategy"),
            models.CheckConstraint(
                name="party_to_an_edition_or_a_strategy",
                condition=Q(edition__isnull=False, strategy__isnull=True)
                | Q(edition__isnull=True, strategy__isnull=False),
                violation_error_message=_("Kies een editie of een strategie, niet beide."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def subject(self) -> Subject:
        """The edition or strategy that the party approves. Raises ValueError when it has neither."""
        subject = self.edition or self.strategy
        if subject is None:
            raise ValueError("a party decides on an edition or on a strategy")
        return subject


class Approval(models.Model):
    """A party's decision on an edition or a strategy. Never changed; withdrawing it records when and why."""

    Decision, Way = Decision, Way

    party = models.ForeignKey(Party, verbose_name=_("partij"), on_delete=models.PROTECT, related_name="approvals")
    decision = models.CharField(_("besluit"), max_length=11, choices=Decision.choices)
    words = models.TextField(_("voorbehoud of reden"), blank=True)
    signed_by = models.CharField(_("door wie"), max_length=150)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gebruiker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    mandate_body = models.CharField(_("besluit van"), max_length=150, blank=True)
    mandate_on = models.DateField(_("besluit van de dag"), null=True, blank=True)
    mandate_url = models.URLField(_("besluit, webadres"), max_length=500, blank=True)
    way = models.CharField(_("hoe"), max_length=7, choices=Way.choices, default=Way.ACCOUNT)
    decided_at = models.DateTimeField(_("besloten op"))
    withdrawn_at = models.DateTimeField(_("teruggenomen op"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("waarom teruggenomen"), max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("akkoord")
        verbose_name_plural = _("akkoorden")
        ordering = ["decided_at", "id"]
        constraints = [
            models.CheckConstraint(name="approval_decision_is_known", condition=Q(decision__in=Decision.values)),
            models.CheckConstraint(name="approval_way_is_known", condition=Q(way__in=["account", "link", "source"])),
            models.CheckConstraint(name="approval_says_why", condition=Q(decision=Decision.APPROVED) | ~Q(words="")),
            models.CheckConstraint(
                name="approval_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(withdrawn_at__isnull=True), name="approval_one_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_decision_display()}"


class EditionPdf(models.Model):
    """The PDF of a sealed edition, made once."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="document")
    pdf = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pdf van een editie")
        verbose_name_plural = _("pdf's van edities")

    def __str__(self) -> str:
        return f"{self.edition}.pdf"
