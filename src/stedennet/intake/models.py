"""Submissions from the public, before and after review, and standard reasons for reviewers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.text import get_localised_text

from .querysets import SubmissionQuerySet
from .rules import Receipt, Status
from .senders import format_marks


class Submission(models.Model):
    """Something that somebody sent in. `data` has every field as entered; `text` is what a moderator reads.

    `behalf_of` is the organisation that the sender represents, if chosen; `marks` says what a moderator should check.
    """

    Status = Status
    receipt = Receipt.NEW
    """How `flows.receive_submission` classified this message; not stored."""

    kind = models.CharField(_("soort"), max_length=40)
    subject_type = models.CharField(_("soort onderwerp"), max_length=60, blank=True)
    subject_id = models.CharField(_("sleutel van het onderwerp"), max_length=60, blank=True)
    subject_title = models.CharField(_("onderwerp"), max_length=200, blank=True)
    page = models.CharField(_("pagina"), max_length=500, blank=True)
    name = models.CharField(_("naam"), max_length=100)
    email = models.EmailField(_("e-mailadres"), max_length=254)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gebruiker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    behalf_of = models.CharField(_("namens"), max_length=200, blank=True, default="", db_default="")
    marks = models.JSONField(_("let op"), null=True, blank=True)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    text = models.TextField(_("tekst"), blank=True)
    data = models.JSONField(_("gegevens"), default=dict, blank=True)
    status = models.CharField(_("stand"), max_length=12, choices=Status.choices, default=Status.UNCONFIRMED)
    once = models.CharField(_("eenmalig"), max_length=64, unique=True)
    occasion = models.CharField(_("formulier"), max_length=64, null=True, blank=True)
    token_hash = models.CharField(_("hash van de link"), max_length=64, null=True, blank=True, unique=True)
    token_ends_at = models.DateTimeField(_("link geldig tot"), null=True, blank=True)
    created_at = models.DateTimeField(_("ingestuurd op"))
    confirmed_at = models.DateTimeField(_("bevestigd op"), null=True, blank=True)
    decided_at = models.DateTimeField(_("beoordeeld op"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("beoordeeld door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reden"), blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inzending")
        verbose_name_plural = _("inzendingen")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["status", "kind", "-id"], name="submission_status_kind"),
            models.Index(fields=["subject_type", "subject_id"], name="submission_subject"),
            models.Index(fields=["email", "status"], name="submission_email"),
            models.Index(fields=["occasion"], name="submission_occasion"),
        ]
        constraints = [
            models.CheckConstraint(name="submission_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="submission_confirmed_before_judged",
                condition=~Q(status__in=[Status.PENDING, Status.ACCEPTED, Status.REJECTED])
                | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_rejected_with_a_reason", condition=~Q(status=Status.REJECTED) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.subject_title or self.kind}"

    @property
    def doubts(self) -> list[str]:
        """The points for a moderator to check, as sentences in the reader's language."""
        return format_marks(self.marks)


class Relay(models.Model):
    """A message relayed from an opened form, as hashes, so that sending it again does not relay it twice."""

    occasion = models.CharField(_("formulier"), max_length=64)
    fingerprint = models.CharField(_("inhoud"), max_length=64)
    relayed_at = models.DateTimeField(_("doorgestuurd op"), db_index=True)

    class Meta:
        verbose_name = _("doorgestuurd bericht")
        verbose_name_plural = _("doorgestuurde berichten")
        constraints = [models.UniqueConstraint(fields=["occasion", "fingerprint"], name="relay_once")]

    def __str__(self) -> str:
        return f"{self.pk}"


class StandardReason(models.Model):
    """A reason that reviewers often give: chosen from a list, then edited for the case at hand."""

    class Use(models.TextChoices):
        """The kind of review that the reason is for; empty means all."""

        CALL = "call", _("oproepen")
        INITIATIVE = "initiative", _("initiatieven")
        SUBMISSION = "submission", _("andere inzendingen")

    label = models.CharField(_("naam in de keuzelijst"), max_length=80, unique=True)
    use = models.CharField(
        _("waarvoor"),
        max_length=12,
        choices=Use.choices,
        blank=True,
        help_text=_("Leeg: voor alles wat u beoordeelt."),
    )
    words = models.TextField(_("reden"), max_length=400, help_text=_("Zo krijgt de inzender het te lezen."))
    words_en = models.TextField(_("reden (Engels)"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("plaats"), default=0)

    class Meta:
        verbose_name = _("vaste reden")
        verbose_name_plural = _("vaste redenen")
        ordering = ["position", "label"]
        constraints = [
            models.CheckConstraint(
                name="standard_reason_use_is_known", condition=Q(use__in=["", "call", "initiative", "submission"])
            )
        ]

    def __str__(self) -> str:
        return self.label

    def in_language(self, language: str) -> str:
        """The text for an author who writes in "nl" or "en"; Dutch where there is no English."""
        return get_localised_text(self, "words", language)
