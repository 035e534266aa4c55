"""Mergers of organisations, and each record that they changed, so that they can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .organisations import Organisation


class Merger(models.Model):
    """The predecessor merges into the successor on this day; planned first, then carried out, perhaps undone."""

    predecessor = models.ForeignKey(
        Organisation, verbose_name=_("gaat op"), on_delete=models.PROTECT, related_name="mergers"
    )
    successor = models.ForeignKey(
        Organisation, verbose_name=_("opvolger"), on_delete=models.PROTECT, related_name="mergers_received"
    )
    on = models.DateField(_("op"), help_text=_("De eerste dag waarop de oude organisatie niet meer bestaat."))
    left_behind = models.JSONField(_("gaat niet mee"), default=list, blank=True)
    planned_at = models.DateTimeField(_("vastgelegd op"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    carried_out_at = models.DateTimeField(_("uitgevoerd op"), null=True, blank=True)
    undone_at = models.DateTimeField(_("teruggedraaid op"), null=True, blank=True)

    class Meta:
        verbose_name = _("samenvoeging")
        verbose_name_plural = _("samenvoegingen")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(name="merger_of_two", condition=~Q(predecessor=F("successor"))),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(undone_at=None), name="merger_one_standing_for_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    @property
    def is_planned(self) -> bool:
        """Whether it still waits for its day."""
        return self.carried_out_at is None and self.undone_at is None


class MergerChange(models.Model):
    """One record that a merger changed, made or removed, with enough to restore it."""

    class Kind(models.TextChoices):
        """The change made to the record."""

        CHANGED = "changed", _("gewijzigd")
        MADE = "made", _("nieuw")
        REMOVED = "removed", _("weggehaald")

    merger = models.ForeignKey(Merger, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(_("wat"), max_length=8, choices=Kind.choices)
    reference = models.CharField(_("soort"), max_length=120)
    model = models.CharField(_("model"), max_length=80)
    row = models.BigIntegerField(_("sleutel"))
    before = models.JSONField(_("ervoor"), default=dict, blank=True)
    after = models.JSONField(_("erna"), default=dict, blank=True)

    class Meta:
        verbose_name = _("wijziging door een samenvoeging")
        verbose_name_plural = _("wijzigingen door een samenvoeging")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="merger_change_kind_is_known", condition=Q(kind__in=["changed", "made", "removed"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.row}: {self.get_kind_display()}"
