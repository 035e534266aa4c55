"""oEmbed (oembed.com): a client sends the address of a page and gets the frame that embeds it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.xmlutils import SimplerXMLGenerator

from .. import pictures
from ..embedding import frames, shareables
from ..feeds.entries import clean_xml_text
from .embeds import ALL

KIND_OF = {
    "theme": "thema",
    "action": "actie",
    "initiative": "initiatief",
    "call": "oproep",
    "challenge": "opgave",
    "article": "artikel",
    "event": "evenement",
}
AN_HOUR = 3600


def answer_oembed(request: HttpRequest) -> HttpResponse:
    """Answer with the frame of a page; 404 when it has none, 501 for another format, 400 without an address."""
    format_name = request.GET.get("format", "json")
    if format_name not in ("json", "xml"):
        return HttpResponse("format: json or xml\n", status=501, content_type="text/plain")
    if not request.GET.get("url"):
        return HttpResponse("url is missing\n", status=400, content_type="text/plain")
    answer = _build_answer(request.GET["url"], _parse_pixels(request, "maxwidth"), _parse_pixels(request, "maxheight"))
    response = (
        JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
        if format_name == "json"
        else _render_xml(answer)
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    return response


def _parse_pixels(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 else None


def _build_answer(url: str, most_width: int | None, most_height: int | None) -> dict[str, object]:
    path = _parse_page_path(url)
    language = "en" if path.startswith("/en/") else "nl"
    with translation.override(language):
        frame, picture = _find_frame(path, min(frames.WIDTH, most_width or frames.WIDTH))
        height = min(frame.height, most_height or frame.height)
        answer: dict[str, object] = {
            "version": "1.0",
            "type": "rich",
            "title": frame.title,
            "provider_name": settings.NETWORK_NAME,
            "provider_url": f"{settings.SITE_URL}{reverse('home')}",
            "cache_age": AN_HOUR,
            "html": str(frames.Frame(frame.url, frame.title, height, frame.width).code({})),
            "width": frame.width,
            "height": height,
        }
        fits = (most_width or pictures.WIDTH) >= pictures.WIDTH and (most_height or pictures.HEIGHT) >= pictures.HEIGHT
        if picture and fits:
            answer |= {
                "thumbnail_url": f"{settings.SITE_URL}{picture}",
                "thumbnail_width": pictures.WIDTH,
                "thumbnail_height": pictures.HEIGHT,
            }
    return answer


def _parse_page_path(url: str) -> str:
    """The path of a page of this site. Raises Http404 for another site or an invalid address."""
    try:
        page, site = urlsplit(url), urlsplit(settings.SITE_URL)
    except ValueError:
        raise Http404 from None
    if page.scheme not in ("http", "https") or page.netloc.lower() != site.netloc.lower():
        raise Http404
    return page.path


def _find_frame(path: str, width: int) -> tuple[frames.Frame, str]:
    """The frame of a page and its picture. Raises Http404 when the page has none."""
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    if match.url_name == "event_list":
        title = str(translation.gettext("Evenementen"))
        return frames.Frame(reverse("embed_events", args=[ALL]), title, frames.HEIGHT_OF_EVENTS, width), ""
    kind, key = _identify_shareable(match.url_name or "", match.kwargs)
    shareable = shareables.find_shareable(kind, key)
    height = frames.estimate_height(shareable.title, shareable.text, shareable.facts, width=width)
    return frames.Frame(reverse("embed", args=[kind, key]), shareable.title, height, width), pictures.build_url(
        shareable
    )


def _identify_shareable(name: str, kwargs: dict[str, object]) -> tuple[str, str]:
    if name not in KIND_OF:
        raise Http404
    return KIND_OF[name], str(next(iter(kwargs.values())))


def _render_xml(answer: dict[str, object]) -> HttpResponse:
    response = HttpResponse(content_type="text/xml; charset=utf-8")
    xml: Any = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", {})
    for name, value in answer.items():
        xml.addQuickElement(name, clean_xml_text(str(value)))
    xml.endElement("oembed")
    xml.endDocument()
    return response
