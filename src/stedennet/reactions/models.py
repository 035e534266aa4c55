"""Readers' reactions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.intake.models import Submission

from .querysets import ReactionQuerySet


class Reaction(models.Model):
    """One reaction that was placed. Its submission has the address; here is only what readers may see."""

    class Status(models.TextChoices):
        """Whether readers see the reaction."""

        PUBLISHED = "published", _("geplaatst")
        REMOVED = "removed", _("weggehaald")
        WITHDRAWN = "withdrawn", _("ingetrokken")

    subject_type = models.CharField(_("soort onderwerp"), max_length=60)
    subject_id = models.CharField(_("sleutel van het onderwerp"), max_length=60)
    parent = models.ForeignKey(
        "self", verbose_name=_("antwoord op"), null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    submission = models.OneToOneField(
        Submission, verbose_name=_("inzending"), on_delete=models.PROTECT, related_name="reaction"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gebruiker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reactions",
    )
    name = models.CharField(_("naam"), max_length=100)
    text = models.TextField(_("tekst"))
    source_url = models.URLField(
        _("waar het eerst gezegd werd"), max_length=500, blank=True, help_text=_("Het openbare bericht elders.")
    )
    status = models.CharField(_("stand"), max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    published_at = models.DateTimeField(_("geplaatst op"))
    edited_at = models.DateTimeField(_("gewijzigd op"), null=True, blank=True)
    removed_reason = models.TextField(_("waarom weggehaald"), blank=True)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reactie")
        verbose_name_plural = _("reacties")
        ordering = ["published_at", "id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "parent", "published_at"], name="reaction_subject"),
            models.Index(fields=["parent", "published_at"], name="reaction_parent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="reaction_status_is_known", condition=Q(status__in=["published", "removed", "withdrawn"])
            ),
            models.CheckConstraint(
                name="reaction_removed_with_a_reason", condition=~Q(status="removed") | ~Q(removed_reason="")
            ),
            models.CheckConstraint(name="reaction_no_answer_to_itself", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"
