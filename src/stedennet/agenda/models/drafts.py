"""Drafting together: proposals and what became of them, comments, and who wrote which words."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.network.models import Organisation

from ..rules.drafts import Field, State
from .commitments import Commitment
from .editions import Edition


class Proposal(models.Model):
    """Other words for one text of a draft, or a new action. Its author stays visible, whatever becomes of it."""

    Field, State = Field, State

    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.CASCADE, related_name="proposals")
    commitment = models.ForeignKey(
        Commitment, verbose_name=_("actie"), null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    field = models.CharField(_("tekst"), max_length=11, choices=Field.choices)
    base = models.TextField(_("zoals het was"), blank=True)
    words = models.TextField(_("voorstel"))
    why = models.CharField(_("waarom"), max_length=400, blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("namens"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("gedaan op"))
    state = models.CharField(_("stand"), max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("antwoord"), max_length=400, blank=True)
    decided_at = models.DateTimeField(_("besloten op"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["edition", "state"], name="proposal_edition_state")]
        constraints = [
            models.CheckConstraint(name="proposal_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="proposal_field_is_known", condition=Q(field__in=Field.values)),
            models.CheckConstraint(
                name="proposal_declined_with_a_reason", condition=~Q(state=State.DECLINED) | ~Q(answer="")
            ),
            models.CheckConstraint(
                name="proposal_text_of_an_action",
                condition=Q(field__in=[Field.FOREWORD, Field.ACTION], commitment__isnull=True)
                | (~Q(field__in=[Field.FOREWORD, Field.ACTION]) & Q(commitment__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.words[:60]}"


class Comment(models.Model):
    """A party's comment on a text of a draft, or on one paragraph of it."""

    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.CASCADE, related_name="comments")
    commitment = models.ForeignKey(
        Commitment, verbose_name=_("actie"), null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    paragraph = models.CharField(_("over welke woorden"), max_length=300, blank=True)
    text = models.CharField(_("opmerking"), max_length=2000)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("namens"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("gedaan op"))

    class Meta:
        verbose_name = _("opmerking van een partij")
        verbose_name_plural = _("opmerkingen van partijen")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Wording(models.Model):
    """One change of a text in a draft: before, after, and on whose behalf. Triggers keep it unchanged.

    Without an organisation the office wrote it. With a proposal the words come from that proposal.
    """

    edition = models.ForeignKey(Edition, verbose_name=_("editie"), on_delete=models.CASCADE, related_name="wordings")
    commitment = models.ForeignKey(
        Commitment, verbose_name=_("actie"), null=True, blank=True, on_delete=models.CASCADE, related_name="wordings"
    )
    field = models.CharField(_("tekst"), max_length=11, choices=Field.choices)
    before = models.TextField(_("zoals het was"), blank=True)
    after = models.TextField(_("zoals het werd"), blank=True)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("namens"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposal = models.OneToOneField(Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="wording")
    at = models.DateTimeField(_("gedaan op"))

    class Meta:
        verbose_name = _("wijziging van een tekst")
        verbose_name_plural = _("wijzigingen van teksten")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="wording_field_is_known", condition=Q(field__in=Field.values)),
            models.CheckConstraint(name="wording_changes_something", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}: {self.after[:60]}"
