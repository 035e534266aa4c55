"""Wagtail pages: the index of events, series, and the events themselves."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from stedennet.core import page_contexts
from stedennet.network.models import Organisation, Theme

from ..forms import EventForm
from ..querysets import EventManager, SeriesManager

RICH_TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "h3"]
"""The formatting that editors can use in rich text."""


class EventIndexPage(Page):  # type: ignore[misc]
    """The parent of all events. The site shows a list at its address; the page itself is never shown."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["events.EventPage", "events.EventSeriesPage"]

    class Meta:
        verbose_name = _("evenementen")
        verbose_name_plural = _("evenementen")


class EventSeriesPage(Page):  # type: ignore[misc]
    """A series of events, such as webinars on one subject."""

    summary = models.CharField(_("in één zin"), max_length=250)
    description = RichTextField(_("waar het over gaat"), blank=True, features=RICH_TEXT_FEATURES)

    objects = SeriesManager()

    template = "site/events/series.html"
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("description")]

    class Meta:
        verbose_name = _("reeks")
        verbose_name_plural = _("reeksen")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The template's context, as registered by the site; the same for readers and for a preview."""
        return {**super().get_context(request, *args, **kwargs), **page_contexts.build_page_context(self, request)}


class EventPage(Page):  # type: ignore[misc]
    """One event: what, when, where, by whom, and whether one can register. It can have several themes."""

    class Kind(models.TextChoices):
        """The kind of event."""

        MEETING = "bijeenkomst", _("bijeenkomst")
        WEBINAR = "webinar", _("webinar")
        THEME_MEETING = "themabijeenkomst", _("themabijeenkomst")
        CHALLENGE = "challenge", _("challenge")
        DATA_DAY = "datadag", _("datadag")
        CONFERENCE = "congres", _("congres")

    kind = models.CharField(_("soort"), max_length=20, choices=Kind.choices)
    summary = models.CharField(_("in één zin"), max_length=250, help_text=_("Staat in lijsten en in de agenda."))
    description = RichTextField(_("beschrijving"), blank=True, features=RICH_TEXT_FEATURES)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    time_known = models.BooleanField(
        _("de tijd is bekend"), default=True, help_text=_("Zet dit uit als u alleen de dag weet.")
    )
    place = models.CharField(_("plaats"), max_length=200, blank=True, help_text=_("Zaal, straat en stad."))
    online_url = models.URLField(_("link om online mee te doen"), max_length=500, blank=True)
    online_only_for_registered = models.BooleanField(
        _("link alleen voor wie zich aanmeldt"), default=True, help_text=_("Anders staat de link op de pagina.")
    )
    organiser = models.ForeignKey(
        Organisation,
        verbose_name=_("organisator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organiser_name = models.CharField(
        _("organisator in woorden"), max_length=200, blank=True, help_text=_("Als die niet in het register staat.")
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("thema's"), blank=True, related_name="events")
    series = models.ForeignKey(
        EventSeriesPage,
        verbose_name=_("reeks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events",
    )
    source_url = models.URLField(_("bron"), max_length=500, blank=True)
    recording_url = models.URLField(_("opname"), max_length=500, blank=True)
    slides_url = models.URLField(_("presentaties"), max_length=500, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=[("nl", _("Nederlands")), ("en", _("Engels"))], default="nl"
    )
    is_cancelled = models.BooleanField(_("gaat niet door"), default=False)
    is_example = models.BooleanField(_("voorbeeld"), default=False, help_text=_("Alleen voor de demo."))
    registration = models.BooleanField(_("aanmelden kan hier"), default=False)
    capacity = models.PositiveIntegerField(
        _("aantal plaatsen"), null=True, blank=True, help_text=_("Leeg: geen grens.")
    )
    registration_ends_at = models.DateTimeField(
        _("aanmelden kan tot"), null=True, blank=True, help_text=_("Leeg: tot het begint.")
    )
    sequence = models.PositiveIntegerField(default=0, editable=False)

    objects = EventManager()

    template = "site/events/page.html"
    base_form_class = EventForm
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]), FieldPanel("time_known")],
            heading=_("Wanneer"),
        ),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("online_url"), FieldPanel("online_only_for_registered")],
            heading=_("Waar"),
        ),
        MultiFieldPanel([FieldPanel("organiser"), FieldPanel("organiser_name")], heading=_("Door wie")),
        FieldPanel("description"),
        InlinePanel("programme", label=_("programmaonderdeel"), heading=_("Programma")),
        FieldPanel("themes"),
        FieldPanel("series"),
        FieldPanel("is_cancelled"),
        MultiFieldPanel(
            [FieldPanel("registration"), FieldPanel("capacity"), FieldPanel("registration_ends_at")],
            heading=_("Aanmelden"),
        ),
        MultiFieldPanel([FieldPanel("recording_url"), FieldPanel("slides_url")], heading=_("Achteraf")),
        FieldRowPanel([FieldPanel("source_url"), FieldPanel("language")]),
    ]

    class Meta:
        verbose_name = _("evenement")
        verbose_name_plural = _("evenementen")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("Het einde moet na het begin liggen."),
            ),
        ]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page for an address. Raises Http404 for an example where the site shows none."""
        if self.is_example and not settings.SHOW_EXAMPLES:
            raise Http404
        return super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """The template's context, as registered by the site; the same for readers and for a preview."""
        return {**super().get_context(request, *args, **kwargs), **page_contexts.build_page_context(self, request)}

    def clean(self) -> None:
        """Raise ValidationError, at the field, when the end is before the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": gettext("Het einde moet na het begin liggen.")})

    @property
    def public_series(self) -> EventSeriesPage | None:
        """The event's series, if it is public."""
        return EventSeriesPage.objects.public().filter(pk=self.series_id).first() if self.series_id else None

    @property
    def by(self) -> str:
        """The name of the organiser."""
        return self.organiser_name or (self.organiser.name if self.organiser else "")


class ProgrammeItem(Orderable):  # type: ignore[misc]
    """An item of the programme."""

    event = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="programme")
    time = models.TimeField(_("tijd"), null=True, blank=True)
    title = models.CharField(_("titel"), max_length=200)
    speakers = models.CharField(_("sprekers"), max_length=300, blank=True)

    panels = [FieldRowPanel([FieldPanel("time"), FieldPanel("title")]), FieldPanel("speakers")]

    class Meta(Orderable.Meta):
        verbose_name = _("programmaonderdeel")
        verbose_name_plural = _("programmaonderdelen")

    def __str__(self) -> str:
        return str(self.title)
