"""Which pages of this site a text links to. Pure: a text and the site's address in, paths out."""

import re

MAX_PATHS = 100
MAX_PATH_LENGTH = 200


def find_own_paths(html: str, *, site: str) -> list[str]:
    """The paths of links to this site, each once, without language, question mark or anchor."""
    found = re.findall(rf"""(?:href=|"url": )["'](?:{re.escape(site)})?(/(?!/)[^"'?#\s]*)""", html)
    paths = [re.sub("^/en(?=/)", "", one) for one in found]
    return [one for one in dict.fromkeys(paths) if len(one) <= MAX_PATH_LENGTH][:MAX_PATHS]
