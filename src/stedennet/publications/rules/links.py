"""The pages of this site that a text links to. Pure: a text and the site's address in, paths out."""

import re

MAX_PATHS = 100
MAX_PATH_LENGTH = 200


def find_own_paths(html: str, *, site: str) -> list[str]:
    """The paths of links to this site, each once, without language prefix, query or fragment."""
    found = re.findall(rf"""(?:href=|"url": )["'](?:{re.escape(site)})?(/(?!/)[^"'?#\s]*)""", html)
    paths = [re.sub("^/en(?=/)", "", path) for path in found]
    return [path for path in dict.fromkeys(paths) if len(path) <= MAX_PATH_LENGTH][:MAX_PATHS]
