"""Answers to a call, and the messages that follow. No page shows a side's address until both agree to share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.intake.models import Submission

from ..querysets.interests import InterestQuerySet
from ..rules.states import Talk
from .calls import Call


class Interest(models.Model):
    """An answer to a call: replies to three fixed questions, and how the conversation is going."""

    Talk = Talk

    call = models.ForeignKey(Call, verbose_name=_("oproep"), on_delete=models.PROTECT, related_name="interests")
    together = models.TextField(_("wat wilt u samen doen"), max_length=1500)
    unclear = models.TextField(_("wat is nog onduidelijk"), max_length=1500, blank=True)
    who = models.CharField(_("wie bent u"), max_length=300)
    name = models.CharField(_("naam"), max_length=100)
    email = models.EmailField(_("e-mailadres"), blank=True)
    language = models.CharField(_("taal"), max_length=5, default="nl")
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="interest"
    )
    talk = models.CharField(_("stand"), max_length=7, choices=Talk.choices, default=Talk.NEW)
    talked = models.BooleanField(_("er is gesproken"), default=False)
    owner_shares = models.BooleanField(_("de plaatser deelt het adres"), default=False)
    sender_shares = models.BooleanField(_("de ander deelt het adres"), default=False)
    blocked_by = models.CharField(
        _("gestopt door"), max_length=6, blank=True, choices=[("owner", _("de plaatser")), ("sender", _("de ander"))]
    )
    at = models.DateTimeField(_("gemeld op"))

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("belangstelling")
        verbose_name_plural = _("belangstelling")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="interest_talk_is_known", condition=Q(talk__in=Talk.values)),
            models.CheckConstraint(
                name="interest_block_is_known", condition=Q(blocked_by__in=["", "owner", "sender"])
            ),
            models.CheckConstraint(
                name="interest_agreed_was_talked", condition=~Q(talk__in=[Talk.TALKING, Talk.AGREED]) | Q(talked=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.call}"


class Message(models.Model):
    """A message from one side to the other."""

    interest = models.ForeignKey(Interest, on_delete=models.CASCADE, related_name="messages")
    from_owner = models.BooleanField(_("van de plaatser"))
    text = models.TextField(_("bericht"), max_length=4000)
    at = models.DateTimeField(_("op"))

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]
