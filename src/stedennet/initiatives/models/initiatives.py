"""An initiative: what it is, where it runs, who leads it, how far it has come."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.agenda.models.fields import SdgField
from stedennet.core.dates import PlanPrecision, format_day
from stedennet.core.text import get_localised_text
from stedennet.intake.models import Submission
from stedennet.network.models import Organisation, Theme

from ..querysets.initiatives import InitiativeQuerySet
from ..rules.choices import ContactLevel, Phase
from ..rules.states import State


class Initiative(models.Model):
    """A project in one or more cities. Only published initiatives are public."""

    State, Phase = State, Phase

    slug = models.SlugField(_("adres"), max_length=120, unique=True)
    title = models.CharField(_("naam"), max_length=150)
    title_en = models.CharField(_("naam in het Engels"), max_length=150, blank=True)
    summary = models.CharField(_("in één zin"), max_length=300)
    summary_en = models.CharField(_("in één zin, in het Engels"), max_length=300, blank=True)
    description = models.TextField(_("beschrijving"), blank=True)
    description_en = models.TextField(_("beschrijving in het Engels"), blank=True)
    challenge = models.CharField(_("maatschappelijke opgave"), max_length=300, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="initiatives")
    sdgs = SdgField(_("duurzame ontwikkelingsdoelen"))
    cities = models.ManyToManyField(Organisation, verbose_name=_("steden"), blank=True, related_name="initiatives")
    elsewhere = models.CharField(
        _("andere plaatsen, in woorden"), max_length=200, blank=True, help_text=_("Zoals: heel Nederland.")
    )
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("trekker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_initiatives",
    )
    lead_in_words = models.CharField(_("trekker, in woorden"), max_length=150, blank=True)
    phase = models.CharField(_("fase"), max_length=11, choices=Phase.choices, blank=True, editable=False)
    phase_in_source = models.CharField(
        _("fase zoals de bron haar noemt"), max_length=80, blank=True, help_text=_("Wat de bron het laatst meldde.")
    )
    begins_on = models.DateField(_("begint op"), null=True, blank=True)
    begins_precision = models.CharField(
        _("begin bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    ends_on = models.DateField(_("eindigt op"), null=True, blank=True)
    ends_precision = models.CharField(
        _("einde bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    costs_low = models.PositiveBigIntegerField(_("kosten vanaf, in euro"), null=True, blank=True)
    costs_high = models.PositiveBigIntegerField(_("kosten tot, in euro"), null=True, blank=True)
    costs_in_words = models.CharField(_("kosten, in woorden"), max_length=300, blank=True, db_default="", default="")
    evidence = models.CharField(_("bewijs dat het werkt"), max_length=300, blank=True, db_default="", default="")
    adoption_time = models.CharField(_("doorlooptijd"), max_length=200, blank=True, db_default="", default="")
    licence = models.CharField(_("licentie en code"), max_length=200, blank=True, db_default="", default="")
    visit = models.CharField(_("bezoek"), max_length=200, blank=True, db_default="", default="")
    financing = models.CharField(_("waar het geld vandaan komt"), max_length=200, blank=True)
    principles = models.CharField(_("principes die het volgt"), max_length=400, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    contact_level = models.CharField(
        _("wat lezers van de contactpersoon zien"),
        max_length=4,
        choices=ContactLevel.choices,
        default=ContactLevel.NONE,
    )
    contact_role = models.CharField(_("functie van de contactpersoon"), max_length=120, blank=True)
    contact_name = models.CharField(_("naam van de contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres van de contactpersoon"), blank=True)
    language = models.CharField(_("taal van de contactpersoon"), max_length=5, default="nl")
    is_tip = models.BooleanField(_("getipt door iemand anders"), default=False)
    submission = models.OneToOneField(
        Submission,
        verbose_name=_("inzending"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiative",
    )
    state = models.CharField(_("stand"), max_length=10, choices=State.choices, default=State.CONFIRMED)
    state_words = models.CharField(_("reden, of wat er veranderde"), max_length=400, blank=True)
    state_at = models.DateTimeField(_("sinds"))
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, blank=True)
    changed_at = models.DateTimeField(_("laatst gewijzigd"), auto_now=True)
    next_review_on = models.DateField(_("opnieuw nakijken op"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("initiatief")
        verbose_name_plural = _("initiatieven")
        ordering = ["title", "id"]
        indexes = [
            models.Index(fields=["state", "-published_at", "-id"], name="initiative_newest"),
            models.Index(fields=["state", "title", "id"], name="initiative_by_title"),
            models.Index(fields=["state", "phase"], name="initiative_phase"),
            models.Index(fields=["state", "begins_on"], name="initiative_begin"),
            models.Index(fields=["next_review_on"], name="initiative_review"),
        ]
        constraints = [
            models.CheckConstraint(name="initiative_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="initiative_phase_is_known", condition=Q(phase="") | Q(phase__in=Phase.values)
            ),
            models.CheckConstraint(
                name="initiative_says_why",
                condition=~Q(state__in=[State.NEEDS_WORK, State.REJECTED, State.ARCHIVED]) | ~Q(state_words=""),
            ),
            models.CheckConstraint(
                name="initiative_published_since",
                condition=~Q(state__in=[State.PUBLISHED, State.ARCHIVED]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="initiative_ends_after_begin",
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("Het einde moet na het begin liggen."),
            ),
            models.CheckConstraint(
                name="initiative_costs_range",
                condition=Q(costs_low=None) | Q(costs_high=None) | Q(costs_high__gte=F("costs_low")),
                violation_error_message=_("Het hoogste bedrag moet minstens het laagste zijn."),
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
        """The name of the lead organisation."""
        return self.lead.name if self.lead else self.lead_in_words


class Partner(models.Model):
    """An organisation that works on the initiative, from the register or in words, and its role."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiative_partnerships",
    )
    in_words = models.CharField(_("organisatie, in woorden"), max_length=150, blank=True)
    role = models.CharField(_("wat die doet"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                condition=Q(organisation__isnull=False),
                name="initiative_partner_once",
            ),
            models.CheckConstraint(
                name="initiative_partner_has_a_name", condition=Q(organisation__isnull=False) | ~Q(in_words="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of the partner."""
        return self.organisation.name if self.organisation else self.in_words


class PhaseStep(models.Model):
    """The date from which an initiative is in a phase; the newest step is the present phase."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    phase = models.CharField(_("fase"), max_length=11, choices=Phase.choices)
    on = models.DateField(_("sinds"), null=True, blank=True)
    precision = models.CharField(
        _("bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("fasen")
        ordering = [F("on").asc(nulls_first=True), "id"]
        constraints = [models.CheckConstraint(name="phase_step_is_known", condition=Q(phase__in=Phase.values))]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} {format_day(self.on, self.precision)}".strip()
