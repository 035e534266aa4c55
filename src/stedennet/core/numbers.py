"""Numbers in words. Pure: values in, words out."""

from decimal import Decimal

from django.utils.formats import number_format


def format_number(value: Decimal | int) -> str:
    """The number as the reader's language writes it, without needless noughts: "1.234,5" in Dutch, "1,234.5"."""
    text = f"{Decimal(value):f}"
    return number_format(text.rstrip("0").rstrip(".") if "." in text else text, use_l10n=True, force_grouping=True)
