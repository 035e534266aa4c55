"""Templates are laid out so that a change of one element is a change of one line (docs/decisions/0220)."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src"
TEMPLATES = sorted(path for path in ROOT.rglob("*.html") if "templates" in path.parts)
LONGEST_LINE = 160
BLOCK_ELEMENT = re.compile(
    r"<(?:html|head|body|title|meta|link|script|style|header|footer|main|nav|aside|section|article|form|fieldset|legend|"
    r"details|summary|div|p|h[1-6]|hr|blockquote|figure|figcaption|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tfoot|tr|th|td)\b"
)
KEEPS_WHITE_SPACE = re.compile(r'class="[^"]*\btyped-text\b|<(?:pre|textarea)\b')
"""Inside these a new line is shown to the reader."""
OWN_TABLES = {
    "core/templates/elements/table.html": "the element itself",
    "site/templates/site/matrix/_table.html": "groups of rows and of columns, and cells that were drawn before",
    "site/templates/allauth/elements/table.html": "allauth's own pages put their rows between its tags",
}
"""The templates that may write a table, with the reason; those of mail and of the admin are no exception."""


def _find_lines(is_wrong) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if is_wrong(line)
    ]


def test_there_are_templates_to_read():
    assert len(TEMPLATES) > 250


def test_no_line_is_too_long():
    assert _find_lines(lambda line: len(line) > LONGEST_LINE) == []


def test_a_line_begins_one_element():
    def begins_more_than_one(line: str) -> bool:
        return len(BLOCK_ELEMENT.findall(line)) > 1 and not KEEPS_WHITE_SPACE.search(line)

    assert _find_lines(begins_more_than_one) == []


@pytest.mark.parametrize(
    ("line", "elements"),
    [("<li><a href=''>x</a></li>", 1), ("<ul><li>x</li>", 2), ("{% if x %}<p>x</p>{% endif %}", 1), ("<picture>", 0)],
)
def test_what_counts_as_an_element(line, elements):
    assert len(BLOCK_ELEMENT.findall(line)) == elements


def test_a_piece_of_text_brings_no_line_break():
    # It stands between other pieces inside .typed-text.
    assert not (ROOT / "stedennet/site/templates/site/agenda/_piece.html").read_text().endswith("\n")


def test_no_space_is_added_to_what_shows_every_space():
    assert [
        path.name for path in TEMPLATES if re.search(r"<(?:textarea|pre)\b[^>]*>(?!\n\S)\s+\S", path.read_text())
    ] == []


def test_every_table_comes_from_one_element():
    with_tables = {
        path.relative_to(ROOT / "stedennet").as_posix() for path in TEMPLATES if "<table" in path.read_text()
    }
    assert with_tables == set(OWN_TABLES)


def test_no_variable_is_called_one():
    tag = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")
    quoted = re.compile(r"\"[^\"]*\"|'[^']*'")
    wrong = [
        f"{path.relative_to(ROOT)}: {found}"
        for path in TEMPLATES
        for found in tag.findall(path.read_text())
        if re.search(r"(?<![\w.])(?:one|there|was)\b", quoted.sub("", found))
    ]
    assert wrong == []
