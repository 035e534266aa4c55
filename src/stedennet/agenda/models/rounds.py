"""Update rounds: twice a year each responsible organisation checks all its actions, on one page."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Organisation

from ..rules.rounds import Step
from .editions import Edition


class UpdateRound(models.Model):
    """One round, about the actions of one edition."""

    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.PROTECT, related_name="rounds")
    opens_on = models.DateField(_("begint op"), unique=True)
    closes_on = models.DateField(_("loopt tot en met"))

    class Meta:
        verbose_name = _("bijwerkronde")
        verbose_name_plural = _("bijwerkrondes")
        ordering = ["-opens_on"]
        constraints = [
            models.CheckConstraint(name="round_closes_after_it_opens", condition=Q(closes_on__gt=F("opens_on")))
        ]

    def __str__(self) -> str:
        return f"{_('bijwerkronde')} {self.opens_on}"


class RoundRequest(models.Model):
    """The request to one organisation in one round; answered once each of its actions was checked."""

    round = models.ForeignKey(UpdateRound, on_delete=models.CASCADE, related_name="requests")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("klaar op"), null=True, blank=True)

    class Meta:
        verbose_name = _("verzoek om bij te werken")
        verbose_name_plural = _("verzoeken om bij te werken")
        ordering = ["-round__opens_on", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="request_once_a_round")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.round}"


class RoundMail(models.Model):
    """The ledger of mails for a request: each step once."""

    request = models.ForeignKey(RoundRequest, on_delete=models.CASCADE, related_name="mails")
    step = models.CharField(_("stap"), max_length=8, choices=Step.choices)
    at = models.DateTimeField(_("gestuurd op"))

    class Meta:
        verbose_name = _("vraag of herinnering")
        verbose_name_plural = _("vragen en herinneringen")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="round_mail_once_a_step"),
            models.CheckConstraint(name="round_mail_step_is_known", condition=Q(step__in=Step.values)),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_step_display()}"
