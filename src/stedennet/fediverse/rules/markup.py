"""Converting HTML of other servers to plain text. Pure."""

from html.parser import HTMLParser

from stedennet.reactions.rules.text import MAX_LENGTH, clean_reaction_text

SKIPPED = {"script", "style", "template", "iframe", "object", "noscript", "head", "title", "svg", "math"}
BREAKS = {"p": "\n\n", "div": "\n\n", "blockquote": "\n\n", "li": "\n", "br": "\n", "h1": "\n\n", "h2": "\n\n"}


class _TextParser(HTMLParser):
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


def extract_text(html: str) -> str:
    """Extract the text of HTML with its lines and paragraphs, cut to the maximum length of a reaction."""
    parser = _TextParser()
    parser.feed(html[: MAX_LENGTH * 10])
    parser.close()
    lines = [" ".join(line.split()) for line in "".join(parser.parts).split("\n")]
    text = clean_reaction_text("\n".join(lines))
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1].rstrip() + "…"
