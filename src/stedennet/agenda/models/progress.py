"""Progress of an action: milestones and updates."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stedennet.core.dates import PlanPrecision, format_day
from stedennet.network.models import Organisation

from ..querysets.progress import MilestoneQuerySet
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
