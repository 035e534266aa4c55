"""The partnership that a call found, proposed as an action of the agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Proposal

from .calls import Call


class CallProposal(models.Model):
    """A call whose partnership was proposed as an action of a draft edition; a later one replaces a declined one."""

    call = models.OneToOneField(
        Call, verbose_name=_("oproep"), on_delete=models.CASCADE, related_name="action_proposal"
    )
    proposal = models.OneToOneField(
        Proposal, verbose_name=_("voorstel"), on_delete=models.CASCADE, related_name="call_proposal"
    )
    at = models.DateTimeField(_("voorgesteld op"))

    class Meta:
        verbose_name = _("voorstel voor een actie uit een oproep")
        verbose_name_plural = _("voorstellen voor acties uit oproepen")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.call}: {self.proposal}"
