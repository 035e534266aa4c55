"""Amounts of money in words. Pure: values in, words out."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def format_euro_range(low: int | None, high: int | None) -> str:
    """A range of whole euros as a reader says it, such as "€ 10.000 tot € 25.000"; empty when nothing is known."""
    if low is not None and high is not None and low != high:
        return _("%(low)s tot %(high)s") % {"low": format_euros(low), "high": format_euros(high)}
    if low is not None:
        return format_euros(low) if high is not None else _("vanaf %(low)s") % {"low": format_euros(low)}
    return _("tot %(high)s") % {"high": format_euros(high)} if high is not None else ""


def format_amount(euros: Decimal) -> str:
    """Euros as the reader's language writes them, with cents only where there are any: "€ 1.000,50", "€ 1.000"."""
    if euros == euros.to_integral_value():
        return format_euros(int(euros))
    locale = Locale.parse((get_language() or "nl").replace("-", "_"))
    return format_currency(euros, "EUR", locale=locale)


def format_euros(whole: int) -> str:
    """Whole euros as the reader's language writes them: "€ 10.000" in Dutch, "€10,000" in English."""
    locale = Locale.parse((get_language() or "nl").replace("-", "_"))
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return format_currency(whole, "EUR", format=pattern, locale=locale, currency_digits=False)
