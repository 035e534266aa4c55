"""The results, lessons, products, links and pictures of an initiative."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string

from ..rules.choices import Made
from .initiatives import Initiative


class Result(models.Model):
    """A result, with a figure if there is one."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="results")
    text = models.CharField(_("resultaat"), max_length=300)
    figure = models.CharField(_("cijfer"), max_length=60, blank=True, help_text=_("Zoals: 12 % minder stroom."))

    class Meta:
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Lesson(models.Model):
    """A lesson for others. A stopped initiative has at least one."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(_("les"), max_length=300)

    class Meta:
        verbose_name = _("les")
        verbose_name_plural = _("lessen")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Product(models.Model):
    """Something that was made and that others can use."""

    Made = Made

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="products")
    kind = models.CharField(_("soort"), max_length=9, choices=Made.choices)
    title = models.CharField(_("titel"), max_length=200)
    url = models.URLField(_("adres"), max_length=500, blank=True)
    licence = models.CharField(_("licentie"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("wat er gemaakt is")
        verbose_name_plural = _("wat er gemaakt is")
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="product_kind_is_known", condition=Q(kind__in=Made.values))]

    def __str__(self) -> str:
        return self.title


class Link(models.Model):
    """A page with more about the initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("titel"), max_length=200)
    url = models.URLField(_("adres"), max_length=500)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


COVER = "fill-640x400|format-webp"
"""The part of a picture that lists show; made when the picture is stored, so that reading a list makes nothing."""


class PictureLicence(models.TextChoices):
    """Under which licence a picture may be shown."""

    CC0 = "cc0", _("CC0")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")
    PERMISSION = "permission", _("met toestemming van de maker")


class Picture(models.Model):
    """A picture, with a text for people who cannot see it."""

    COVER = COVER

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(
        get_image_model_string(), verbose_name=_("afbeelding"), on_delete=models.PROTECT, related_name="+"
    )
    alt = models.CharField(_("wat er te zien is"), max_length=200)
    credit = models.CharField(
        _("maker"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Wie de foto of tekening maakte."),
    )
    licence = models.CharField(
        _("licentie"), max_length=20, blank=True, default="", db_default="", choices=PictureLicence.choices
    )

    class Meta:
        verbose_name = _("afbeelding")
        verbose_name_plural = _("afbeeldingen")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="picture_has_words", condition=~Q(alt="")),
            models.CheckConstraint(
                name="picture_licence_is_known", condition=Q(licence__in=["", *PictureLicence.values])
            ),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def attribution(self) -> str:
        """Who made it and under which licence, in words; empty when neither is known."""
        return ", ".join(filter(None, [self.credit, self.get_licence_display()]))


class Confirmation(models.Model):
    """The day on which somebody confirmed that the initiative is still correct."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="confirmations")
    on = models.DateField(_("dag"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("bevestiging")
        verbose_name_plural = _("bevestigingen")
        ordering = ["-on", "-id"]
        constraints = [models.UniqueConstraint(fields=["initiative", "on"], name="initiative_confirmed_once_a_day")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.on}"
