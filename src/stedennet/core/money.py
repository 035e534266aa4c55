"""Amounts of money as text. Pure: values in, text out."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def format_euro_range(low: int | None, high: int | None) -> str:
    """A range of whole euros as shown to readers, such as "€ 10.000 tot € 25.000"; empty if nothing is known."""
    if low is not None and high is not None and low != high:
        return _("%(low)s tot %(high)s") % {"low": format_euros(low), "high": format_euros(high)}
    if low is not None:
        return format_euros(low) if high is not None else _("vanaf %(low)s") % {"low": format_euros(low)}
    return _("tot %(high)s") % {"high": format_euros(high)} if high is not None else ""


def format_euros(whole: int) -> str:
    """Whole euros in the format of the reader's language: "€ 10.000" in Dutch, "€10,000" in English."""
    if (get_language() or "nl").startswith("en"):
        return f"€{whole:,}"
    return f"€\u00a0{whole:,}".replace(",", ".")
