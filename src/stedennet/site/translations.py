"""The texts on screen: gathers them from code and templates and checks that English is complete.

The Dutch text is itself the key (docs/decisions/0001). Needs only Babel, no gettext; `hatch_build.py` compiles.
Use: `python -m stedennet.site.translations gather|check`.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip


def gather_messages() -> Catalog:
    """A catalogue of all texts on screen, in the order of the files, without translations."""
    catalog = Catalog(project="stedennet", charset="utf-8", fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".py", ".html", ".txt") and "static" not in path.parts:
            for message, context in _extract_messages(path):
                catalog.add(message, context=context, locations=[(str(path.relative_to(PACKAGE.parent)), None)])
    return catalog


def _extract_messages(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the page around the texts keeps its indentation, which Python would read.
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield message, context


def load_english() -> Catalog:
    """The English catalogue as it stands."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def merge_english() -> Catalog:
    """The English catalogue with new texts added and old ones dropped; nothing is guessed."""
    catalog = load_english() if ENGLISH.exists() else Catalog(locale="en", charset="utf-8")
    catalog.update(gather_messages(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def find_untranslated() -> list[str]:
    """The texts on screen without English."""
    known = load_english()
    return [
        str(message.id)
        for message in gather_messages()
        if message.id and not _is_translated(known.get(message.id, message.context))
    ]


def _is_translated(message: object) -> bool:
    if getattr(message, "fuzzy", False):  # Compiling leaves it out: its Dutch changed, and somebody has to look.
        return False
    text = getattr(message, "string", None)
    return all(text) if isinstance(text, tuple) else bool(text)


def main(what: str) -> int:
    """Do one of gather, check; the answer is the exit status."""
    if what == "gather":
        ENGLISH.parent.mkdir(parents=True, exist_ok=True)
        catalog = merge_english()
        with ENGLISH.open("wb") as file:
            # No header: its date would change each time, and all it says is in the folder's name.
            write_po(file, catalog, omit_header=True, width=110, sort_by_file=True, include_lineno=False)
    else:
        untranslated = find_untranslated()
        for text in untranslated:
            print(f"no English for: {text}")
        return 1 if untranslated else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
