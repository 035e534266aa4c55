"""The text of a mail with its links. Pure: values in, values out."""

import re
from collections.abc import Iterable

# A path whose second sign is a slash or backslash would lead a browser to another host.
_PATH = r"/(?![/\\])[^\s<>\"']*"
_AFTER = ".,;:!?)"


def split_links(text: str, sites: Iterable[str]) -> list[tuple[str, str]]:
    """`text` cut into (text, href): href is a path on this site, empty for what is no link or leads elsewhere.

    `sites` are the addresses of this site, without a slash at the end.
    """
    starts = "|".join(re.escape(site) for site in sites)
    pieces: list[tuple[str, str]] = []
    end = 0
    for match in re.finditer(rf"(?<![\w/])(?:{starts})({_PATH})", text):
        path = match[1].rstrip(_AFTER)
        pieces.append((text[end : match.start()], ""))
        end = match.end() - len(match[1]) + len(path)
        pieces.append((text[match.start() : end], path))
    return [piece for piece in [*pieces, (text[end:], "")] if piece[0]]
