"""Actions, and the commitments that editions make about them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import PlanPrecision, format_day
from stedennet.core.money import format_euro_range
from stedennet.core.text import get_localised_text
from stedennet.network.models import Organisation, Theme

from ..querysets.commitments import ActionQuerySet, CommitmentQuerySet
from ..rules.editions import OPEN
from ..rules.status import STATABLE
from .editions import Edition
from .fields import SdgField

CODE = RegexValidator(r"^[A-Z]{1,4}-[0-9]{1,4}$", _("Een code is zoals SM-1: letters, streepje, nummer."))


class Phase(models.TextChoices):
    """How far the work is, regardless of whether it is on time."""

    EXPLORING = "exploring", _("verkennen")
    PLANNING = "planning", _("plannen")
    DOING = "doing", _("uitvoeren")
    EVALUATING = "evaluating", _("evalueren")
    DONE = "done", _("klaar")


class Action(models.Model):
    """An action with its code, the same in every edition. What was agreed about it is in its commitments."""

    class ContactLevel(models.TextChoices):
        """How much of the contact readers may see."""

        NONE = "none", _("niets")
        ROLE = "role", _("alleen de functie")
        NAME = "name", _("functie en naam")

    code = models.CharField(_("code"), max_length=9, unique=True, validators=[CODE])
    is_example = models.BooleanField(_("voorbeeld"), default=False, db_default=False, editable=False)
    phase = models.CharField(_("fase"), max_length=10, choices=Phase.choices, blank=True)
    done_on = models.DateField(_("klaar sinds"), null=True, blank=True)
    done_precision = models.CharField(
        _("bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    stopped_on = models.DateField(_("gestopt op"), null=True, blank=True)
    stopped_reason = models.CharField(_("waarom gestopt"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("samengevoegd met"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_on = models.DateField(
        _("samengevoegd op"), null=True, blank=True, help_text=_("Leeg: de dag waarop u het invult.")
    )
    superseded_by = models.ForeignKey(
        "self", verbose_name=_("opgevolgd door"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact_level = models.CharField(
        _("wat lezers van de contactpersoon zien"),
        max_length=4,
        choices=ContactLevel.choices,
        default=ContactLevel.NONE,
    )
    contact_role = models.CharField(_("functie van de contactpersoon"), max_length=120, blank=True)
    contact_name = models.CharField(_("naam van de contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres van de contactpersoon"), blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("actie")
        verbose_name_plural = _("acties")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="action_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(name="action_not_followed_by_itself", condition=~Q(superseded_by=F("id"))),
            models.CheckConstraint(
                name="action_stopped_with_a_reason", condition=Q(stopped_on__isnull=True) | ~Q(stopped_reason="")
            ),
            models.CheckConstraint(name="action_phase_is_known", condition=Q(phase="") | Q(phase__in=Phase.values)),
            models.CheckConstraint(
                name="action_merged_on_a_day_into_another",
                condition=Q(merged_on__isnull=True) | Q(merged_into__isnull=False),
                violation_error_message=_("Noem ook met welke actie ze is samengevoegd."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PhaseChange(models.Model):
    """The action moved from one phase to another, so that a report about the past shows the phase it was in."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="phase_changes")
    on = models.DateField(_("dag"))
    before = models.CharField(_("fase tot dan"), max_length=10, choices=Phase.choices, blank=True)
    after = models.CharField(_("fase sindsdien"), max_length=10, choices=Phase.choices, blank=True)

    class Meta:
        verbose_name = _("wijziging van fase")
        verbose_name_plural = _("wijzigingen van fase")
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(name="phase_change_changes_something", condition=~Q(before=F("after"))),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_after_display()}"


class ActionLink(models.Model):
    """A page or a document about an action, such as a decision or an evaluation."""

    class Kind(models.TextChoices):
        """The kind of record that the link leads to."""

        PAGE = "page", _("pagina")
        DOCUMENT = "document", _("document")

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices, default=Kind.PAGE)
    title = models.CharField(_("titel"), max_length=200)
    url = models.URLField(_("adres"), max_length=500)
    publisher = models.CharField(_("uitgever"), max_length=200, blank=True)
    published_on = models.DateField(_("verschenen op"), null=True, blank=True)

    class Meta:
        verbose_name = _("pagina of document bij een actie")
        verbose_name_plural = _("pagina's en documenten bij acties")
        ordering = ["-published_on", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "url"],
                name="action_link_once",
                violation_error_message=_("Dit adres staat al bij de actie."),
            ),
            models.CheckConstraint(name="action_link_kind_is_known", condition=Q(kind__in=["page", "document"])),
        ]

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """An edition's statement about an action: what, who, and when. Frozen with its edition."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("editie"), on_delete=models.CASCADE, related_name="commitments"
    )
    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.PROTECT, related_name="commitments")
    position = models.PositiveSmallIntegerField(_("volgorde"), default=1)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("onderdeel van"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
        limit_choices_to=Q(parent=None, edition__status__in=OPEN),
        help_text=_("Een actie in dezelfde editie, die zelf geen onderdeel is."),
    )
    title = models.CharField(_("titel"), max_length=200)
    title_en = models.CharField(_("titel in het Engels"), max_length=200, blank=True)
    lead = models.CharField(_("in één zin"), max_length=400, blank=True)
    lead_en = models.CharField(_("in één zin, in het Engels"), max_length=400, blank=True)
    description = models.TextField(_("beschrijving"), blank=True)
    description_en = models.TextField(_("beschrijving in het Engels"), blank=True)
    responsible = models.ForeignKey(
        Organisation,
        verbose_name=_("verantwoordelijk"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="commitments",
    )
    responsible_in_words = models.CharField(
        _("verantwoordelijk, in woorden"), max_length=200, blank=True, help_text=_("Staat die niet in het register?")
    )
    partners_in_words = models.CharField(_("andere partners, in woorden"), max_length=400, blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="commitments")
    begins_on = models.DateField(_("begint op"), null=True, blank=True)
    begins_precision = models.CharField(
        _("begin bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    ends_on = models.DateField(_("klaar op"), null=True, blank=True)
    ends_precision = models.CharField(
        _("einde bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    schedule = models.TextField(_("planning in woorden"), blank=True)
    budget_low = models.PositiveBigIntegerField(_("kosten vanaf, in euro"), null=True, blank=True)
    budget_high = models.PositiveBigIntegerField(_("kosten tot, in euro"), null=True, blank=True)
    budget_in_words = models.CharField(_("kosten in woorden"), max_length=200, blank=True)
    budget_source = models.CharField(_("waar het geld vandaan komt"), max_length=200, blank=True)
    sdgs = SdgField(_("duurzame ontwikkelingsdoelen"))
    depends_on = models.ManyToManyField(
        Action, verbose_name=_("hangt af van"), blank=True, related_name="needed_by_commitments"
    )
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("actie in een editie")
        verbose_name_plural = _("acties in een editie")
        ordering = ["edition", "position", "action__code"]
        indexes = [models.Index(fields=["edition", "position"], name="commitment_order")]
        constraints = [
            models.UniqueConstraint(fields=["edition", "action"], name="commitment_once_an_edition"),
            models.CheckConstraint(
                name="commitment_ends_after_begin",
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
                violation_error_message=_("Het einde moet na het begin liggen."),
            ),
            models.CheckConstraint(
                name="commitment_budget_range",
                condition=Q(budget_low=None) | Q(budget_high=None) | Q(budget_high__gte=F("budget_low")),
                violation_error_message=_("Het hoogste bedrag moet minstens het laagste zijn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.title}"

    @property
    def name(self) -> str:
        """The title in the reader's language."""
        return get_localised_text(self, "title")

    @property
    def by(self) -> str:
        """The responsible party as text."""
        return self.responsible_in_words or (self.responsible.name if self.responsible else "")

    @property
    def others(self) -> "list[CommitmentPartner]":
        """The parties that are responsible together with the first; uses the prefetched partners."""
        return [row for row in self.partners.all() if row.is_other]

    @property
    def helpers(self) -> "list[CommitmentPartner]":
        """The partners that are not responsible; uses the prefetched partners."""
        return [row for row in self.partners.all() if not row.is_other]

    @property
    def budget(self) -> str:
        """The costs as shown to readers: the range, then the words; empty when nothing is known."""
        amounts = format_euro_range(self.budget_low, self.budget_high)
        return (
            f"{amounts} ({self.budget_in_words})"
            if amounts and self.budget_in_words
            else amounts or self.budget_in_words
        )

    @property
    def begins_in_words(self) -> str:
        """The begin as shown to readers; empty when unknown."""
        return format_day(self.begins_on, self.begins_precision)

    @property
    def ends_in_words(self) -> str:
        """The end as shown to readers; empty when there is none."""
        return format_day(self.ends_on, self.ends_precision)


class PartnerRole(models.TextChoices):
    """The kind of contribution that a partner makes to an action."""

    WORKS = "works", _("voert mee uit")
    PAYS = "pays", _("betaalt mee")
    SUPPLIES = "supplies", _("levert iets")
    ADVISES = "advises", _("denkt mee")


class CommitmentPartner(models.Model):
    """An organisation that works on an action: its role, its part in words, and whether it shares the responsibility.

    The first responsible party is that of the commitment itself, so there is exactly one; triggers demand it before
    another party is responsible too.
    """

    Role = PartnerRole

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.PROTECT, related_name="agenda_partnerships"
    )
    is_responsible = models.BooleanField(
        _("mede verantwoordelijk"),
        default=False,
        db_default=False,
        help_text=_("De eerste verantwoordelijke staat bij de actie zelf."),
    )
    role = models.CharField(_("rol"), max_length=8, choices=PartnerRole.choices, blank=True)
    part = models.CharField(_("wat die doet"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "organisation"], name="partner_once_a_commitment"),
            models.CheckConstraint(
                name="partner_role_is_known", condition=Q(role="") | Q(role__in=PartnerRole.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.in_words})" if self.in_words else str(self.organisation)

    @property
    def is_other(self) -> bool:
        """Whether it is responsible together with the first; a merger can make it the first itself."""
        return self.is_responsible and self.organisation_id != self.commitment.responsible_id

    @property
    def in_words(self) -> str:
        """Role and part as shown to readers: "betaalt mee: de helft"; empty when neither is known."""
        return ": ".join(filter(None, [self.get_role_display(), self.part]))


class StatedStatus(models.Model):
    """A status that an entitled person stated, with a reason; shown beside the computed one. The newest counts."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="stated")
    status = models.CharField(_("stand"), max_length=12, choices=[(status.value, status.label) for status in STATABLE])
    reason = models.CharField(_("waarom"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("gezegd op"))
    ended_at = models.DateTimeField(_("geldt niet meer sinds"), null=True, blank=True)

    class Meta:
        verbose_name = _("gezegde stand")
        verbose_name_plural = _("gezegde standen")
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="stated_status_is_known", condition=Q(status__in=[*STATABLE])),
            models.CheckConstraint(name="stated_status_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["action"], condition=Q(ended_at__isnull=True), name="stated_status_one_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_status_display()}"


class Confirmation(models.Model):
    """Somebody checked the action on this day and found it still correct."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="confirmations")
    on = models.DateField(_("dag"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("gezegd op"))

    class Meta:
        verbose_name = _("bevestiging")
        verbose_name_plural = _("bevestigingen")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.on}"
