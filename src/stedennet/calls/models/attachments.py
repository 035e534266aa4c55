"""A file sent with a message. It is stored in the database, so that it is deleted with its conversation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stedennet.core.files import KINDS

from .interests import Message


class Attachment(models.Model):
    """A file that only the two sides can download, each by their own personal link; a browser never displays it."""

    message = models.ForeignKey(
        Message, verbose_name=_("bericht"), on_delete=models.CASCADE, related_name="attachments"
    )
    name = models.CharField(_("naam"), max_length=100)
    media_type = models.CharField(_("soort"), max_length=80)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    data = models.BinaryField(_("inhoud"))

    class Meta:
        verbose_name = _("bijlage")
        verbose_name_plural = _("bijlagen")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="attachment_kind_is_listed", condition=models.Q(media_type__in=sorted(KINDS.values()))
            )
        ]

    def __str__(self) -> str:
        return self.name
