"""The pages about the site itself."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stedennet.core.clock import now


def show_accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "site/pages/accessibility.html")


def show_privacy(request: HttpRequest) -> HttpResponse:
    """Show which personal data are kept, why and for how long."""
    return render(request, "site/pages/privacy.html")


def show_open_data(request: HttpRequest) -> HttpResponse:
    """Show the lists that are available as open data."""
    lists = {
        "organisation": _("Organisaties"),
        "theme": _("Thema’s"),
        "growth": _("Verbreding"),
        "agenda": _("Agenda"),
        "initiative": _("Initiatieven"),
        "call": _("Oproepen"),
        "article": _("Artikelen"),
        "event": _("Evenementen"),
    }
    exports = [
        {
            "label": label,
            "csv_url": reverse(f"{name}_csv"),
            "json_url": reverse(f"{name}_json"),
            "feed_url": reverse(f"{name}_feed"),
        }
        for name, label in lists.items()
    ]
    return render(request, "site/pages/data.html", {"exports": exports})


def show_security_txt(request: HttpRequest) -> HttpResponse:
    """Serve /.well-known/security.txt (RFC 9116), valid for a year from today."""
    context = {
        "site": request.build_absolute_uri("/"),
        "expires": (now() + dt.timedelta(days=365)).isoformat(timespec="seconds"),
    }
    return render(request, "site/pages/security.txt", context, content_type="text/plain; charset=utf-8")
