"""A challenge: a question of society across themes, and its links to what answers it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models import Action
from stedennet.agenda.models.fields import SdgField
from stedennet.calls.models import Call
from stedennet.core.dates import Precision, format_day
from stedennet.core.text import get_localised_text
from stedennet.initiatives.models import Initiative
from stedennet.network.models import Organisation, Theme
from stedennet.network.models.base import Sourced

from .querysets import ChallengeLinkQuerySet, ChallengeQuerySet


class Challenge(Sourced):
    """A question of society. A true one carries its source, and the day on which that said so."""

    slug = models.SlugField(_("adres"), max_length=120, unique=True)
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel in het Engels"), max_length=150, blank=True)
    summary = models.CharField(_("in één zin"), max_length=300)
    summary_en = models.CharField(_("in één zin, in het Engels"), max_length=300, blank=True)
    text = models.TextField(_("waar het over gaat"), blank=True)
    text_en = models.TextField(_("waar het over gaat, in het Engels"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="challenges")
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("van welke organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="challenges",
    )
    sdgs = SdgField(_("duurzame ontwikkelingsdoelen"))
    source_on = models.DateField(_("dag van de bron"), null=True, blank=True)
    source_precision = models.CharField(
        _("dag bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)

    readable_links: "list[ChallengeLink]"
    """There after `with_cards`."""

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        verbose_name = _("opgave")
        verbose_name_plural = _("opgaven")
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(
                name="challenge_has_a_source",
                condition=Q(is_example=True) | ~Q(source_url=""),
                violation_error_message=_("Noem de bron: waar staat deze opgave?"),
            ),
            models.CheckConstraint(
                name="challenge_precision_is_known", condition=Q(source_precision__in=Precision.values)
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")

    @property
    def by(self) -> str:
        """The name of the organisation that owns it; empty when it is of no one in particular."""
        return self.owner.name if self.owner else ""

    @property
    def source_day(self) -> str:
        """The day of the source in words; empty when it is not known."""
        return format_day(self.source_on, self.source_precision)


class ChallengeLink(models.Model):
    """An action, initiative or call that belongs to a challenge."""

    challenge = models.ForeignKey(Challenge, verbose_name=_("opgave"), on_delete=models.CASCADE, related_name="links")
    action = models.ForeignKey(
        Action,
        verbose_name=_("actie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="challenge_links",
    )
    initiative = models.ForeignKey(
        Initiative,
        verbose_name=_("initiatief"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="challenge_links",
    )
    call = models.ForeignKey(
        Call, verbose_name=_("oproep"), null=True, blank=True, on_delete=models.CASCADE, related_name="challenge_links"
    )

    objects = ChallengeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("koppeling aan een opgave")
        verbose_name_plural = _("koppelingen aan opgaven")
        ordering = ["challenge", "id"]
        constraints = [
            models.CheckConstraint(
                name="challenge_link_names_one_thing",
                condition=(
                    Q(action__isnull=False, initiative=None, call=None)
                    | Q(action=None, initiative__isnull=False, call=None)
                    | Q(action=None, initiative=None, call__isnull=False)
                ),
                violation_error_message=_("Kies een actie, een initiatief of een oproep: precies één."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["challenge", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"challenge_link_{name}_once",
                    violation_error_message=_("Deze koppeling is er al."),
                )
                for name in ("action", "initiative", "call")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.challenge}: {self.action or self.initiative or self.call}"
