"""Cards that other sites may show in a frame, and the HTML to copy for it."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_exempt

from stedennet.core.clock import now
from stedennet.events.models import EventPage
from stedennet.network.models import Theme
from stedennet.network.models.themes import Colour

from ..cards import events as event_cards
from ..embedding import frames, shareables, sightings

# These pages run no scripts, send no forms, and are the only ones that any site may frame.
EMBED_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
FRESH_FOR = "public, max-age=300"
MOST_EVENTS = 10
"""How many upcoming events a frame shows at most."""
PICTURE = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
"""A GIF of one transparent pixel."""
LIGHTS = {
    "licht": gettext_lazy("licht"),
    "donker": gettext_lazy("donker"),
    "auto": gettext_lazy("zoals de lezer koos"),
}
EDGES = {"": gettext_lazy("met rand"), "geen": gettext_lazy("zonder rand")}
ALL = "alle"
"""The key for the upcoming events of all themes."""


@xframe_options_exempt
@csp(EMBED_POLICY)
def show_embed(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show a card in a frame on another site."""
    try:
        shareable = shareables.find_shareable(kind, key)
    except Http404:
        return _render_gone(request)
    context = {
        "card": shareable,
        "language": shareables.language_of(shareable),
        "page_url": f"{settings.SITE_URL}{shareable.url}",
        "accent": shareable.colour,
    }
    return _render_frame(request, "embed/card.html", context, subject=shareable.subject)


@xframe_options_exempt
@csp(EMBED_POLICY)
def show_events_embed(request: HttpRequest, key: str) -> HttpResponse:
    """Show the upcoming events of all themes or a single theme, in a frame on another site."""
    theme = None if key == ALL else Theme.objects.filter(slug=key).first()
    if theme is None and key != ALL:
        return _render_gone(request)
    events = EventPage.objects.public().with_parts().upcoming(now())
    events = events.for_theme(theme.slug) if theme else events
    query = f"?thema={theme.slug}" if theme else ""
    context = {
        "title": theme.clear_title if theme else "",
        "events": [
            event_cards.build_event_card(event)
            for event in events[: frames.parse_count(request.GET.get("aantal", ""), MOST_EVENTS)]
        ],
        "page_url": f"{settings.SITE_URL}{reverse('event_list')}{query}",
        "accent": theme.colour if theme else "",
    }
    subject = (theme._meta.label_lower, str(theme.pk)) if theme else None
    return _render_frame(request, "embed/events.html", context, subject=subject)


@xframe_options_exempt
def record_sighting(request: HttpRequest, token: str) -> HttpResponse:
    """Serve the pixel inside a frame: a browser that fetches it proves that somebody sees the frame."""
    sightings.record_frame_sighting(request, token)
    response = HttpResponse(PICTURE, content_type="image/gif")
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _render_frame(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    subject: tuple[str, str] | None = None,
) -> HttpResponse:
    light, accent = request.GET.get("kleur", ""), request.GET.get("accent", "")
    seen_url = sightings.build_sighting_url(request, subject) if subject else ""
    context = {
        **context,
        "light": light if light in LIGHTS else "licht",
        "accent": accent if accent in Colour.values else context.get("accent", ""),
        "has_edge": request.GET.get("rand") != "geen",
        "seen_url": seen_url,
    }
    response = render(request, template, context, status=status)
    # The address of the pixel differs for each reader, so no cache may share the page.
    response["Cache-Control"] = "private, no-store" if seen_url else FRESH_FOR
    return response


def _render_gone(request: HttpRequest) -> HttpResponse:
    """Show in the frame that its subject is no longer public."""
    return _render_frame(request, "embed/gone.html", {"page_url": f"{settings.SITE_URL}{reverse('home')}"}, status=404)


def show_embed_overview(request: HttpRequest) -> HttpResponse:
    """List what other sites can show in a frame."""
    upcoming = reverse("embed_code_events", args=[ALL])
    themes = [
        {"name": theme.clear_title, "url": reverse("embed_code", args=["thema", theme.slug])}
        for theme in Theme.objects.select_related("scheme")
    ]
    return render(request, "site/embeds/overview.html", {"themes": themes, "upcoming_url": upcoming})


@csp_update({"frame-src": [SELF]})
def show_embed_code(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show the HTML that puts a card on another site, with a preview."""
    shareable = shareables.find_shareable(kind, key)
    frame = frames.Frame(
        reverse("embed", args=[kind, key]),
        shareable.title,
        frames.estimate_height(shareable.title, shareable.text, shareable.facts),
    )
    return _render_code(request, frame, title=shareable.title, back=shareable.url)


@csp_update({"frame-src": [SELF]})
def show_events_embed_code(request: HttpRequest, key: str) -> HttpResponse:
    """Show the HTML that puts the upcoming events on another site, with a preview."""
    title = _("Evenementen")
    if key != ALL:
        title = _("Evenementen: %(theme)s") % {"theme": get_object_or_404(Theme, slug=key).title}
    frame = frames.Frame(reverse("embed_events", args=[key]), title, frames.HEIGHT_OF_EVENTS)
    return _render_code(request, frame, title=title, back=reverse("event_list"))


def _render_code(request: HttpRequest, frame: frames.Frame, *, title: str, back: str) -> HttpResponse:
    choices = [
        _build_choice("kleur", _("Achtergrond"), LIGHTS, request),
        _build_choice("accent", _("Kleur van de balk"), {"": _("van het thema"), **dict(Colour.choices)}, request),
        _build_choice("rand", _("Rand"), EDGES, request),
    ]
    chosen = {choice["name"]: choice["chosen"] for choice in choices if not choice["is_usual"]}
    context = {
        "title": title,
        "back": back,
        "choices": choices,
        "frame_url": frame.path(chosen),
        "height": frame.height,
        "code": frame.code(chosen),
    }
    return render(request, "site/embeds/code.html", context)


def _build_choice(name: str, label: str, options: Mapping[str, str | Promise], request: HttpRequest) -> dict[str, Any]:
    value = request.GET.get(name, "")
    value = value if value in options else next(iter(options))
    return {
        "name": name,
        "label": label,
        "chosen": value,
        "is_usual": value == next(iter(options)),
        "options": [
            {"value": option, "label": option_label, "selected": option == value}
            for option, option_label in options.items()
        ],
    }
