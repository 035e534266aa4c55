"""What machines ask a site for: which pages there are, what they may read, its icons and its manifest."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from ..drawings.network_icons import draw_network_icon
from ..pictures.colours import find_palette
from ..site_map import list_entries

A_DAY = 24 * 3600
WHITE = "#ffffff"
ICONS = {32: "", 180: WHITE, 192: WHITE, 512: WHITE}
"""The sides of the icons in pixels, and the colour behind the sign: phones fill what is see-through with black."""


def show_robots_txt(request: HttpRequest) -> HttpResponse:
    """Serve /robots.txt (RFC 9309): everything public may be read, and the map of the site is there."""
    return render(request, "site/discovery/robots.txt", content_type="text/plain; charset=utf-8")


def show_sitemap(request: HttpRequest) -> HttpResponse:
    """Serve /sitemap.xml (sitemaps.org, protocol 0.9) with each page in both languages."""
    context = {"entries": list_entries()}
    response = render(request, "site/discovery/sitemap.xml", context, content_type="application/xml")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def show_manifest(request: HttpRequest) -> HttpResponse:
    """Serve the web app manifest, with which a phone puts the site among its apps."""
    icons = [
        {"src": reverse("network_icon", args=[side]), "sizes": f"{side}x{side}", "type": "image/png", "purpose": "any"}
        for side in (192, 512)
    ]
    scalable = {"src": static("site/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    manifest = {
        "name": settings.NETWORK_NAME,
        "short_name": settings.NETWORK_NAME,
        "lang": "nl",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": WHITE,
        "theme_color": find_palette("").accent,
        "icons": [*icons, scalable],
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


def show_network_icon(request: HttpRequest, side: int = 32) -> HttpResponse:
    """Serve the network's sign at one of the sizes that devices ask for. Raises Http404 for another size."""
    if side not in ICONS:
        raise Http404
    palette = find_palette("")
    picture = draw_network_icon(side, palette.accent, palette.mark, paper=ICONS[side])
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
