"""Numbers as people write them, in Dutch (1.234,50) and in English (1,234.50). Pure.

Nothing is guessed: a number that the two languages read differently is refused, with both readings in the message.
"""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

MAX_LENGTH = 40
"""Characters in a written number."""
_CURRENCY = re.compile(r"€|\bEUR\b|\beuro\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]")
_NO_CENTS = re.compile(r"[.,](?:-{1,2}|[–—=])$")
"""The end of an amount without cents, as in 10.000,- and 10.000,--."""
_SHAPE = re.compile(r"-?[0-9]+(?:[.,'’][0-9]+)*")
_GROUPS = {separator: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(separator)}[0-9]{{3}})+") for separator in ".,'"}


def parse_number_text(text: str, *, thousands: bool = False) -> Decimal:
    """The number in `text`. Raises ValueError with a message for the user if there is none or it is ambiguous.

    `thousands` says that 1.234 means more than a thousand, as in a field for whole euros; a euro sign implies it.
    """
    plain, is_money = _CURRENCY.subn("", text[: MAX_LENGTH + 1])
    plain, is_round = _NO_CENTS.subn("", _SPACES.sub("", plain).replace("−", "-"))
    if len(text) > MAX_LENGTH or not _SHAPE.fullmatch(plain):
        raise ValueError(_("“%(text)s” is geen getal.") % {"text": text[:MAX_LENGTH]})
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    return Decimal(sign + _remove_groups(text, digits.replace("’", "'"), sure=thousands or bool(is_money or is_round)))


def _remove_groups(text: str, digits: str, *, sure: bool) -> str:
    """The digits with a point before the decimals and no thousands separators."""
    separators = [separator for separator in digits if not separator.isdigit()]
    if not separators:
        return digits
    if len(set(separators)) == 1:
        return _remove_single_sign(text, digits, separators, sure=sure)
    whole, last, decimals = digits.rpartition(separators[-1])
    others = set(separators[:-1])
    if len(others) != 1 or last in others or last == "'" or not _GROUPS[separators[0]].fullmatch(whole):
        raise ValueError(_("“%(text)s” is geen getal.") % {"text": text})
    return f"{whole.replace(separators[0], '')}.{decimals}"


def _remove_single_sign(text: str, digits: str, separators: list[str], *, sure: bool) -> str:
    separator = separators[0]
    joined = digits.replace(separator, "")
    if _GROUPS[separator].fullmatch(digits) and not digits.startswith("0"):
        if len(separators) == 1 and separator != "'" and not sure:
            readings = {"text": text, "large": joined, "small": digits.replace(separator, ",")}
            raise ValueError(
                _("“%(text)s” kan %(large)s zijn of %(small)s. Schrijf het zonder punt of komma.") % readings
            )
        return joined
    if len(separators) > 1 or separator == "'":
        raise ValueError(_("“%(text)s” is geen getal.") % {"text": text})
    return digits.replace(separator, ".")
