"""What others write, as plain text. Pure: HTML in, text out."""

from html.parser import HTMLParser

from stedennet.reactions.rules.text import LONGEST, plain_text

SKIPPED = {"script", "style", "template", "iframe", "object", "noscript", "head", "title", "svg", "math"}
BREAKS = {"p": "\n\n", "div": "\n\n", "blockquote": "\n\n", "li": "\n", "br": "\n", "h1": "\n\n", "h2": "\n\n"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in SKIPPED:
            self.skipping += 1
        elif tag in BREAKS:
            self.parts.append(BREAKS[tag])

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipping = max(self.skipping - 1, 0)
        elif tag == "p":
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.parts.append(data)


def as_text(html: str) -> str:
    """The words of a piece of HTML with its lines and paragraphs, at most as long as a reaction may be."""
    reader = _Reader()
    reader.feed(html[: LONGEST * 10])
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.parts).split("\n")]
    text = plain_text("\n".join(lines))
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
