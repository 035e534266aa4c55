"""The ledger of mails that ask a party for its decision: each step once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..rules.signing_requests import Step
from .editions import Party


class SigningRequest(models.Model):
    """A party was asked for its decision, or reminded; `readers` is the number of people who got that mail."""

    class Audience(models.TextChoices):
        """The group that received it: the first of these with anybody in it."""

        SIGNERS = "signers", _("wie mag tekenen")
        REPRESENTATIVES = "people", _("vertegenwoordigers")
        OFFICE = "office", _("programmabureau")

    party = models.ForeignKey(
        Party, verbose_name=_("partij"), on_delete=models.CASCADE, related_name="signing_requests"
    )
    step = models.CharField(_("stap"), max_length=8, choices=Step.choices)
    audience = models.CharField(_("aan wie"), max_length=7, choices=Audience.choices)
    readers = models.PositiveSmallIntegerField(_("aantal mensen"))
    at = models.DateTimeField(_("gemaild op"))

    class Meta:
        verbose_name = _("vraag om te besluiten")
        verbose_name_plural = _("vragen om te besluiten")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["party", "step"], name="signing_request_step_once"),
            models.CheckConstraint(
                name="signing_request_step_is_known", condition=models.Q(step__in=["asked", "reminded", "urged"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_step_display()}"
