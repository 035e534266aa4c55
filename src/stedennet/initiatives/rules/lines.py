"""Lists that people type in one field, a line for each thing. Pure: text in, parts out, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

MAX_LINE_LENGTH = 300
MAX_LINES = 40


@dataclass(frozen=True)
class Parts:
    """A line of which the parts stand between semicolons."""

    values: tuple[str, ...]

    def at(self, place: int) -> str:
        """The part at this place, empty when the line has fewer."""
        return self.values[place] if place < len(self.values) else ""


def parse_lines(text: str, *, most_parts: int) -> list[Parts]:
    """The lines with their parts. Raises ValueError with a sentence for too many or too long lines."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n") if line.strip(" ;\t")]
    if len(lines) > MAX_LINES:
        raise ValueError(_("Schrijf hooguit %(n)s regels.") % {"n": MAX_LINES})
    found = []
    for line in lines:
        parts = tuple(part.strip() for part in line.split(";", most_parts - 1))
        if any(len(part) > MAX_LINE_LENGTH for part in parts):
            raise ValueError(_("Deze regel is te lang: “%(line)s”.") % {"line": line[:60]})
        found.append(Parts(parts))
    return found


def format_lines(rows: Iterable[Sequence[str]]) -> str:
    """The same rows as lines; what cannot stand in a line (a semicolon, a line end) becomes a comma or a space."""
    return "\n".join(_format_line(row) for row in rows)


def check_web_address(text: str) -> str:
    """A web address as it is. Raises ValueError with a sentence for anything else."""
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        is_web = False
    if not is_web:
        raise ValueError(_("“%(text)s” is geen webadres. Het begint met https://.") % {"text": text[:60]})
    return text


def _format_line(row: Sequence[str]) -> str:
    clean = [" ".join(str(value).replace(";", ",").split()) for value in row]
    while clean and not clean[-1]:
        clean.pop()
    return "; ".join(clean)
