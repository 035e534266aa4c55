"""Lists typed in one field, one item a line. Pure: text in, parts out, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

MAX_LINE_LENGTH = 300
MAX_LINES = 40


@dataclass(frozen=True)
class Parts:
    """One line, split into parts at its semicolons."""

    values: tuple[str, ...]

    def at(self, index: int) -> str:
        """The part at this index, empty when the line has fewer."""
        return self.values[index] if index < len(self.values) else ""


def parse_lines(text: str, *, most_parts: int) -> list[Parts]:
    """Split the text into lines, and each line into at most `most_parts` parts.

    Raises ValueError with a message for the user when there are too many lines, or a part is too long.
    """
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip(" ;\t")]
    if len(lines) > MAX_LINES:
        raise ValueError(_("Schrijf hooguit %(n)s regels.") % {"n": MAX_LINES})
    parsed = []
    for line in lines:
        values = tuple(part.strip() for part in line.split(";", most_parts - 1))
        if any(len(part) > MAX_LINE_LENGTH for part in values):
            raise ValueError(_("Deze regel is te lang: “%(line)s”.") % {"line": line[:60]})
        parsed.append(Parts(values))
    return parsed


def format_lines(rows: Iterable[Sequence[str]]) -> str:
    """The rows as lines that `parse_lines` reads back; a semicolon becomes a comma, a line break a space."""
    return "\n".join(_format_line(row) for row in rows)


def check_web_address(text: str) -> str:
    """The web address, unchanged. Raises ValueError with a message for the user if it is not one."""
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        is_web = False
    if not is_web:
        raise ValueError(_("“%(text)s” is geen webadres. Het begint met https://.") % {"text": text[:60]})
    return text


def _format_line(row: Sequence[str]) -> str:
    cells = [" ".join(str(value).replace(";", ",").split()) for value in row]
    while cells and not cells[-1]:
        cells.pop()
    return "; ".join(cells)
