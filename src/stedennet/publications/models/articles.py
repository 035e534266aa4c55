"""Articles as Wagtail pages, and the organisations in them."""

from django.db import models
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from stedennet.core import page_contexts
from stedennet.core.clock import today
from stedennet.network.models import Organisation, Theme

from ..blocks import BodyBlock
from ..forms import ArticleForm
from ..querysets import ArticleManager


class ArticleIndexPage(Page):  # type: ignore[misc]
    """The parent of all articles. The site shows a list at its address; the page itself is never shown."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["publications.ArticlePage"]

    class Meta:
        verbose_name = _("artikelen")
        verbose_name_plural = _("artikelen")


class ArticlePage(Page):  # type: ignore[misc]
    """One article. `reading_minutes` is computed when it is published."""

    lead = models.CharField(_("inleiding"), max_length=300, help_text=_("Een of twee zinnen, ook voor lijsten."))
    body = StreamField(BodyBlock(), verbose_name=_("tekst"), blank=True)
    date = models.DateField(_("datum"), default=today, help_text=_("De dag die lezers bij het artikel zien."))
    author_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisatie van de schrijver"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    author_name = models.CharField(_("naam van de schrijver"), max_length=100, blank=True)
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", _("Nederlands")), ("en", _("Engels"))], default="nl"
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="articles")
    pinned = ParentalManyToManyField(
        "self", verbose_name=_("zet vast bij “Meer artikelen”"), blank=True, symmetrical=False, related_name="+"
    )
    reading_minutes = models.PositiveSmallIntegerField(_("leestijd in minuten"), default=1, editable=False)

    objects = ArticleManager()

    template = "site/articles/page.html"
    base_form_class = ArticleForm
    parent_page_types = ["publications.ArticleIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("language")]),
        FieldPanel("themes"),
        InlinePanel(
            "organisations",
            label=_("organisatie"),
            heading=_("Organisaties in dit artikel"),
            help_text=_(
                "Bij het opslaan zoeken wij namen in de tekst. Kies bij elke gevonden naam: klopt, of klopt niet. "
                "Alleen wat klopt komt op de pagina."
            ),
        ),
        MultiFieldPanel([FieldPanel("author_organisation"), FieldPanel("author_name")], heading=_("Door wie")),
        FieldPanel("source_url"),
        FieldPanel("pinned"),
    ]

    class Meta:
        verbose_name = _("artikel")
        verbose_name_plural = _("artikelen")
        indexes = [models.Index(fields=["-date"], name="article_date")]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The template's context, as registered by the site; the same for readers and for a preview."""
        return {**super().get_context(request, *args, **kwargs), **page_contexts.build_page_context(self, request)}

    @property
    def text(self) -> str:
        """All text of the article, without markup."""
        parts = [" ".join(block.block.get_searchable_content(block.value)) for block in self.body]
        return strip_tags("\n".join([self.title, self.lead, *map(str, parts)]))

    @property
    def by(self) -> str:
        """The name and organisation of the author."""
        return ", ".join(filter(None, [self.author_name, str(self.author_organisation or "")]))


class ArticleOrganisation(Orderable):  # type: ignore[misc]
    """An organisation in an article: linked by the editor, or found in the text and then confirmed or rejected."""

    class Origin(models.TextChoices):
        """How the organisation was added."""

        LINKED = "linked", _("gekozen door de redactie")
        FOUND = "found", _("gevonden in de tekst")
        UNSURE = "unsure", _("gevonden, maar er zijn er meer met deze naam")

    class State(models.TextChoices):
        """The editor's decision."""

        OFFERED = "offered", _("nog te kiezen")
        CONFIRMED = "confirmed", _("klopt")
        REJECTED = "rejected", _("klopt niet")

    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisatie"), on_delete=models.CASCADE, related_name="+"
    )
    origin = models.CharField(
        _("hoe gevonden"), max_length=6, choices=Origin.choices, default=Origin.LINKED, editable=False
    )
    state = models.CharField(_("klopt dit"), max_length=9, choices=State.choices, default=State.CONFIRMED)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("state")])]

    class Meta(Orderable.Meta):
        verbose_name = _("organisatie in een artikel")
        verbose_name_plural = _("organisaties in een artikel")
        constraints = [
            models.UniqueConstraint(fields=["article", "organisation"], name="article_names_an_organisation_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class ArticleLink(models.Model):
    """A link from an article to a page of this site, so that the page can list the articles that mention it."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="own_links")
    path = models.CharField(max_length=200, db_index=True)

    class Meta:
        verbose_name = _("link in een artikel")
        verbose_name_plural = _("links in artikelen")
        constraints = [models.UniqueConstraint(fields=["article", "path"], name="article_link_path_once")]

    def __str__(self) -> str:
        return self.path
