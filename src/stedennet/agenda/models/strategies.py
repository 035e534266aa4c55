"""The strategy: its vision, conditions, parties, history and documents."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import Precision, format_day
from stedennet.core.text import get_localised_text
from stedennet.network.models import Organisation, Theme
from stedennet.network.models.base import Dated, Sourced, ends_after_begin

from ..querysets.strategies import StrategyManager
from ..rules.strategies import IN_FORCE, Status
from ..rules.woo import WooCategory
from .fields import SdgField


class Strategy(Dated, Sourced):
    """A version of a shared strategy. Its text is frozen once submitted to the parties, and sealed when adopted.

    One that was adopted elsewhere is only recorded here: no `frozen_at`, no seal, and its text can be corrected.
    """

    Status = Status

    line = models.CharField(_("lijn"), max_length=80, null=True, blank=True, editable=False)
    version = models.PositiveSmallIntegerField(_("versie"), default=1, db_default=1, editable=False)
    status = models.CharField(
        _("stand"),
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        db_default=Status.ADOPTED,
        editable=False,
    )
    status_reason = models.CharField(
        _("waarom ingetrokken"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    slug = models.SlugField(_("adres"), max_length=80, unique=True)
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel in het Engels"), max_length=150, blank=True)
    subtitle = models.CharField(_("ondertitel"), max_length=200, blank=True)
    summary = models.CharField(_("in één zin"), max_length=300)
    summary_en = models.CharField(_("in één zin, in het Engels"), max_length=300, blank=True)
    vision = models.TextField(_("visie"), blank=True)
    vision_en = models.TextField(_("visie in het Engels"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="strategies")
    sdgs = SdgField(_("duurzame ontwikkelingsdoelen"))
    successor = models.ForeignKey(
        "self",
        verbose_name=_("vervangen door"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    note = models.CharField(_("opmerking bij het besluit"), max_length=300, blank=True, default="", db_default="")
    note_en = models.CharField(
        _("opmerking bij het besluit, in het Engels"), max_length=300, blank=True, default="", db_default=""
    )
    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)
    quorum = models.PositiveSmallIntegerField(
        _("hoeveel partijen akkoord moeten zijn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leeg: alle ondertekenaars."),
    )
    frozen_at = models.DateTimeField(_("voorgelegd op"), null=True, blank=True, editable=False)
    adopted_at = models.DateTimeField(_("vastgesteld op"), null=True, blank=True, editable=False)
    laid_before = models.TextField(_("voorgelegde inhoud"), null=True, blank=True, editable=False)
    sealed = models.TextField(_("verzegelde inhoud"), blank=True, default="", db_default="", editable=False)
    seal = models.CharField(_("zegel (SHA-256)"), max_length=64, blank=True, default="", db_default="", editable=False)

    objects = StrategyManager()

    class Meta:
        verbose_name = _("strategie")
        verbose_name_plural = _("strategieën")
        ordering = ["-begins_on"]
        constraints = [
            ends_after_begin("strategy"),
            models.UniqueConstraint(
                fields=["line", "version"], condition=Q(line__isnull=False), name="strategy_version_once_a_line"
            ),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(status=Status.ADOPTED, line__isnull=False),
                name="strategy_one_version_is_adopted",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")

    @property
    def in_words(self) -> str:
        """The version as named to whoever decides on it."""
        return gettext("versie %(version)s van “%(title)s”") % {"version": self.version, "title": self.name}

    @property
    def awaits_approvals(self) -> bool:
        """Whether parties can decide on it now."""
        return self.status == Status.APPROVAL

    @property
    def is_recorded(self) -> bool:
        """Whether it was adopted elsewhere and only recorded here."""
        return self.status in IN_FORCE and self.frozen_at is None


class StrategyParty(models.Model):
    """An organisation that took part in the strategy, as a source says. Who decides on it here is a `Party`."""

    class Role(models.TextChoices):
        """The way an organisation took part."""

        DRAFTER = "drafter", _("schreef mee")
        SIGNATORY = "signatory", _("ondertekende, volgens bron")
        CONSULTED = "consulted", _("dacht mee")

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("rol"), max_length=9, choices=Role.choices)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("partij bij de strategie")
        verbose_name_plural = _("partijen bij de strategie")
        ordering = ["role", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "organisation", "role"], name="strategy_party_once_a_role"),
            models.CheckConstraint(
                name="strategy_party_role_is_known", condition=Q(role__in=["drafter", "signatory", "consulted"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class StrategyPart(models.Model):
    """Something that the strategy wants: a part of its vision, or an enabling condition (randvoorwaarde)."""

    class Kind(models.TextChoices):
        """Where the strategy says it."""

        VISION = "vision", _("deel van de visie")
        CONDITION = "condition", _("randvoorwaarde")

    strategy = models.ForeignKey(Strategy, verbose_name=_("strategie"), on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(
        _("soort"), max_length=9, choices=Kind.choices, default=Kind.CONDITION, db_default=Kind.CONDITION
    )
    position = models.PositiveSmallIntegerField(_("volgorde"), default=1)
    title = models.CharField(_("titel"), max_length=150)
    title_en = models.CharField(_("titel in het Engels"), max_length=150, blank=True)
    text = models.TextField(_("uitleg"), blank=True)
    text_en = models.TextField(_("uitleg in het Engels"), blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("onderdeel van een strategie")
        verbose_name_plural = _("onderdelen van strategieën")
        db_table = "agenda_condition"  # Its name before there were parts of a vision; former code may still run.
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(name="strategy_part_kind_is_known", condition=Q(kind__in=["vision", "condition"]))
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")


class Moment(models.Model):
    """An event in the strategy's history."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="moments")
    on = models.DateField(_("dag"))
    precision = models.CharField(_("bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    text = models.CharField(_("wat er gebeurde"), max_length=400)
    text_en = models.CharField(_("wat er gebeurde, in het Engels"), max_length=400, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("moment")
        verbose_name_plural = _("momenten")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{format_day(self.on, self.precision)}: {self.text}"


class Document(models.Model):
    """A document of the strategy; `woo_category` is its category under the Dutch Open Government Act."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("titel"), max_length=200)
    url = models.URLField(_("adres"), max_length=500)
    publisher = models.CharField(_("uitgever"), max_length=200, blank=True)
    published_on = models.DateField(_("verschenen op"), null=True, blank=True)
    precision = models.CharField(_("bekend tot op"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    woo_category = models.CharField(_("Woo-categorie"), max_length=80, blank=True, choices=WooCategory.choices)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documenten")
        ordering = ["published_on", "title"]
        constraints = [
            models.CheckConstraint(
                name="strategy_document_woo_is_known",
                condition=Q(woo_category="") | Q(woo_category__in=WooCategory.values),
            )
        ]

    def __str__(self) -> str:
        return self.title
