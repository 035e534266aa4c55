"""Themes and their schemes, and the relations between themes of different schemes (the crosswalk)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stedennet.core.text import get_localised_text

from ..querysets.themes import ThemeLinkQuerySet, ThemeQuerySet
from .base import Dated, Sourced, ends_after_begin
from .groups import Group

if TYPE_CHECKING:
    from .roles import ThemeRole


class Colour(models.TextChoices):
    """The accent colours of the stylesheet; each has enough contrast with white."""

    BLUE = "blauw", _("blauw")
    RED = "rood", _("rood")
    GREEN = "groen", _("groen")
    ORANGE = "oranje", _("oranje")
    PURPLE = "paars", _("paars")
    TURQUOISE = "turkoois", _("turkoois")
    YELLOW = "geel", _("geel")
    PINK = "roze", _("roze")
    BROWN = "bruin", _("bruin")
    INDIGO = "indigo", _("indigo")
    MINT = "mint", _("mint")


class Icon(models.TextChoices):
    """The pictograms of themes, by their names in `site/assets/icons.mjs`."""

    BIKE = "bike", _("fiets")
    BUS = "bus", _("bus")
    SHIELD = "shield-check", _("schild")
    HEART = "heart-pulse", _("hart")
    RECYCLE = "recycle", _("kringloop")
    LEAF = "leaf", _("blad")
    SUN = "sun", _("zon")
    BOLT = "zap", _("bliksem")
    DROPS = "droplets", _("druppels")
    TREES = "trees", _("bomen")
    HOUSE = "house", _("huis")
    BUILDING = "building-2", _("gebouw")
    TOWN_HALL = "landmark", _("stadhuis")
    PEOPLE = "users", _("mensen")
    CAP = "graduation-cap", _("afstudeerhoed")
    BRIEFCASE = "briefcase-business", _("koffer")
    LAMP = "lightbulb", _("lamp")
    WIFI = "wifi", _("wifi")
    CHART = "chart-line", _("grafiek")
    HANDSHAKE = "handshake", _("handdruk")


class ThemeScheme(Sourced, Dated):
    """A set of themes with one owner and period; several exist side by side."""

    slug = models.SlugField(_("adres"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    name_en = models.CharField(_("naam (Engels)"), max_length=120, blank=True)
    group = models.ForeignKey(
        Group, verbose_name=_("van samenwerkingsverband"), null=True, blank=True, on_delete=models.PROTECT
    )
    description = models.TextField(_("beschrijving"), blank=True)
    description_en = models.TextField(_("beschrijving (Engels)"), blank=True)
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    class Meta:
        verbose_name = _("themaindeling")
        verbose_name_plural = _("themaindelingen")
        ordering = ["position", "name"]
        constraints = [ends_after_begin("scheme")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name in the reader's language; one that has no other name in English is a proper name, such as
        “Smart Mobility”."""
        return str(get_localised_text(self, "name"))

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return get_localised_text(self, "description")


class Theme(Sourced):
    """A theme of one scheme; its slug is unique across all schemes because it is part of the URL."""

    Colour = Colour
    Icon = Icon

    scheme = models.ForeignKey(
        ThemeScheme, verbose_name=_("themaindeling"), on_delete=models.PROTECT, related_name="themes"
    )
    slug = models.SlugField(_("adres"), max_length=80, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    name_en = models.CharField(_("naam (Engels)"), max_length=120, blank=True)
    subtitle = models.CharField(
        _("in gewone woorden"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Een Nederlandse naam, voor een thema met een Engelse naam. Die staat erbij."),
    )
    distinction = models.CharField(
        _("onderscheid"), max_length=60, blank=True, default="", db_default="", editable=False
    )
    summary = models.CharField(_("in één zin"), max_length=300, blank=True)
    summary_en = models.CharField(_("in één zin (Engels)"), max_length=300, blank=True)
    description = models.TextField(_("waar het over gaat"), blank=True)
    description_en = models.TextField(_("waar het over gaat (Engels)"), blank=True)
    colour = models.CharField(_("kleur"), max_length=10, choices=Colour.choices, default=Colour.BLUE)
    icon = models.CharField(
        _("pictogram"), max_length=30, choices=Icon.choices, default=Icon.LAMP, db_default=Icon.LAMP.value
    )
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)

    leads_now: "list[ThemeRole]"
    participants: int
    """Both are there after `with_division`."""

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema's")
        ordering = ["scheme__position", "position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "name"], name="theme_name_once_a_scheme"),
            models.CheckConstraint(name="theme_colour_is_known", condition=Q(colour__in=Colour.values)),
            models.CheckConstraint(name="theme_icon_is_known", condition=Q(icon__in=Icon.values)),
        ]

    def __str__(self) -> str:
        return self.tell_apart(self.name)

    @property
    def full_title(self) -> str:
        """The title with the scheme, such as “Smart Mobility (G40)”, because names may recur in other schemes."""
        return f"{self.title} ({self.scheme.slug.upper()})"

    @property
    def title(self) -> str:
        """The name in the reader's language; one that has no other name in English is a proper name, such as
        “Smart Mobility”."""
        return str(get_localised_text(self, "name"))

    @property
    def clear_title(self) -> str:
        """The title, with the scheme only if a theme of another scheme has the same name."""
        return self.tell_apart(self.title)

    def tell_apart(self, name: str) -> str:
        """This name of the theme, with the scheme only if a theme of another scheme has the same name."""
        return f"{name} ({self.distinction})" if self.distinction else name

    @property
    def shown_subtitle(self) -> str:
        """The name in plain Dutch; empty on English pages, where the name itself is clear."""
        return self.subtitle if (get_language() or "nl").startswith("nl") else ""

    @property
    def lead_text(self) -> str:
        """The summary in the reader's language."""
        return get_localised_text(self, "summary")

    @property
    def about(self) -> str:
        """The description in the reader's language."""
        return get_localised_text(self, "description")


class ThemeLink(Sourced):
    """One line of the crosswalk: the relation between two themes of different schemes."""

    class Kind(models.TextChoices):
        """The relation of the first theme to the second."""

        SAME = "same", _("zelfde thema")
        OVERLAP = "overlap", _("overlapt met")
        PART = "part", _("valt onder")

    theme_a = models.ForeignKey(Theme, verbose_name=_("thema"), on_delete=models.CASCADE, related_name="links_from")
    theme_b = models.ForeignKey(
        Theme, verbose_name=_("ander thema"), on_delete=models.CASCADE, related_name="links_to"
    )
    kind = models.CharField(_("verband"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    note_en = models.CharField(_("toelichting (Engels)"), max_length=300, blank=True)

    objects = ThemeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("verband tussen thema's")
        verbose_name_plural = _("verbanden tussen thema's")
        ordering = ["theme_a__position", "theme_b__position"]
        constraints = [
            models.UniqueConstraint(fields=["theme_a", "theme_b"], name="theme_link_once"),
            models.CheckConstraint(
                name="theme_link_between_two",
                condition=~Q(theme_a=F("theme_b")),
                violation_error_message=_("Kies twee verschillende thema's."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme_a} – {self.theme_b}"

    def other_than(self, theme: Theme) -> Theme:
        """The other one of the two themes."""
        return self.theme_b if self.theme_a_id == theme.pk else self.theme_a
