"""Registrations for events."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from stedennet.intake.models import Submission

from ..querysets import RegistrationQuerySet
from ..rules.waiting_lists import ACTIVE, Status
from .pages import EventPage


class Registration(models.Model):
    """One person's registration for one event; the id is the order of arrival."""

    Status = Status

    event = models.ForeignKey(
        EventPage, verbose_name=_("evenement"), on_delete=models.CASCADE, related_name="registrations"
    )
    submission = models.OneToOneField(
        Submission, verbose_name=_("inzending"), on_delete=models.CASCADE, related_name="registration"
    )
    name = models.CharField(_("naam"), max_length=100)
    email = models.EmailField(_("e-mailadres"), max_length=254)
    organisation = models.CharField(_("organisatie"), max_length=150, blank=True)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    status = models.CharField(_("stand"), max_length=10, choices=Status.choices)
    created_at = models.DateTimeField(_("aangemeld op"))
    offered_until = models.DateTimeField(_("aangeboden tot"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("herinnerd op"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ["id"]
        indexes = [models.Index(fields=["event", "status"], name="registration_event_status")]
        constraints = [
            models.CheckConstraint(name="registration_status_is_known", condition=Q(status__in=Status.values)),
            models.UniqueConstraint(
                "event",
                Lower("email"),
                condition=Q(status__in=ACTIVE),
                name="registration_one_a_person",
                violation_error_message=_("Dit e-mailadres is al aangemeld."),
            ),
            models.CheckConstraint(
                name="registration_offer_has_an_end",
                condition=~Q(status=Status.OFFERED) | Q(offered_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.event}"
