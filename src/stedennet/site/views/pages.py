"""The pages about the site itself."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.clock import now


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "site/pages/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Which personal data are kept, why and how long."""
    return render(request, "site/pages/privacy.html")


def data(request: HttpRequest) -> HttpResponse:
    """The lists that can be taken along as open data."""
    formats = [
        {"name": "CSV", "url": reverse("organisation_csv")},
        {"name": "JSON", "url": reverse("organisation_json")},
        {"name": "Atom", "url": reverse("organisation_feed")},
    ]
    return render(request, "site/pages/data.html", {"exports": [{"label": _("Organisaties"), "formats": formats}]})


def security(request: HttpRequest) -> HttpResponse:
    """/.well-known/security.txt (RFC 9116); valid for a year from today."""
    context = {
        "site": request.build_absolute_uri("/"),
        "expires": (now() + dt.timedelta(days=365)).isoformat(timespec="seconds"),
    }
    return render(request, "site/pages/security.txt", context, content_type="text/plain; charset=utf-8")
