"""Progress of an action: milestones, updates, indicators."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import PlanPrecision, format_day
from stedennet.network.models import Organisation

from ..querysets.progress import MilestoneQuerySet
from ..rules.indicators import Direction
from ..rules.status import MilestoneState
from .commitments import Action


class Milestone(models.Model):
    """A result that is due by a date."""

    State = MilestoneState

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("titel"), max_length=200)
    due_on = models.DateField(_("klaar op"), null=True, blank=True)
    precision = models.CharField(
        _("bekend tot op"), max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY
    )
    state = models.CharField(_("stand"), max_length=9, choices=MilestoneState.choices, default=MilestoneState.PLANNED)
    completed_on = models.DateField(_("gehaald op"), null=True, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("mijlpaal")
        verbose_name_plural = _("mijlpalen")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(name="milestone_state_is_known", condition=Q(state__in=MilestoneState.values)),
            models.CheckConstraint(
                name="milestone_completed_when_done",
                condition=Q(completed_on__isnull=True) | Q(state=MilestoneState.DONE),
                violation_error_message=_("Alleen een mijlpaal die gehaald is, heeft een dag waarop."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def due_in_words(self) -> str:
        """The due date as shown to readers."""
        return format_day(self.due_on, self.precision)


class DueChange(models.Model):
    """A change of a milestone's due date: readers see that it moved, and its past states can be reconstructed."""

    milestone = models.ForeignKey(
        Milestone, verbose_name=_("mijlpaal"), on_delete=models.CASCADE, related_name="due_changes"
    )
    on = models.DateField(_("dag"))
    before = models.DateField(_("klaar op, tot dan"), null=True, blank=True)
    before_precision = models.CharField(max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY)
    after = models.DateField(_("klaar op, sindsdien"), null=True, blank=True)
    after_precision = models.CharField(max_length=7, choices=PlanPrecision.choices, default=PlanPrecision.DAY)

    class Meta:
        verbose_name = _("verschoven mijlpaal")
        verbose_name_plural = _("verschoven mijlpalen")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.milestone}: {format_day(self.after, self.after_precision)}"


class ProgressUpdate(models.Model):
    """A dated report about an action."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="updates")
    on = models.DateField(_("dag"))
    text = models.TextField(_("wat er gebeurde"), max_length=4000)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("namens"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    evidence_url = models.URLField(_("bewijs, webadres"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("voortgang")
        verbose_name_plural = _("voortgang")
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.action}, {self.on}"


class Indicator(models.Model):
    """A measure of whether an action works."""

    action = models.ForeignKey(Action, verbose_name=_("actie"), on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("naam"), max_length=150)
    unit = models.CharField(_("eenheid"), max_length=60)
    direction = models.CharField(_("richting"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline_value = models.DecimalField(_("beginwaarde"), max_digits=20, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("dag van de beginwaarde"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicatoren")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(name="indicator_direction_is_known", condition=Q(direction__in=Direction.values)),
            models.CheckConstraint(
                name="indicator_baseline_has_a_day",
                condition=Q(baseline_value__isnull=True) | Q(baseline_on__isnull=False),
                violation_error_message=_("Noem ook de dag van de beginwaarde."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class IndicatorPoint(models.Model):
    """A target or a measured value on a day."""

    class Kind(models.TextChoices):
        """Whether the value is a target or was measured."""

        TARGET = "target", _("doel")
        VALUE = "value", _("gemeten")

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("soort"), max_length=6, choices=Kind.choices)
    on = models.DateField(_("dag"))
    value = models.DecimalField(_("waarde"), max_digits=20, decimal_places=4)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("doel of gemeten waarde")
        verbose_name_plural = _("doelen en gemeten waarden")
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "kind", "on"], name="indicator_point_once_a_day"),
            models.CheckConstraint(name="indicator_point_kind_is_known", condition=Q(kind__in=["target", "value"])),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
