"""The pages about the site itself."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stedennet.core.clock import now

from .. import open_data


def show_about(request: HttpRequest) -> HttpResponse:
    """Show what the network is and what one can do here."""
    return render(request, "site/pages/about.html")


def show_accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "site/pages/accessibility.html")


def show_privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data are kept, why and for how long."""
    return render(request, "site/pages/privacy.html")


def show_open_data(request: HttpRequest) -> HttpResponse:
    """Show the lists that are available as open data."""
    context = {"exports": open_data.list_exports(), "lists": open_data.describe_columns()}
    return render(request, "site/pages/data.html", context)


def show_security_txt(request: HttpRequest) -> HttpResponse:
    """Serve /.well-known/security.txt (RFC 9116), valid for a year from today."""
    context = {
        "site": request.build_absolute_uri("/"),
        "expires": (now() + dt.timedelta(days=365)).isoformat(timespec="seconds"),
    }
    return render(request, "site/pages/security.txt", context, content_type="text/plain; charset=utf-8")
