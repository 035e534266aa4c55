"""Which host names of other sites are plausible. Pure; no DNS lookups."""

import re
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def host_of(referer: str) -> str:
    """Return the host of a URL in lower case; empty if it cannot be a site on the public internet.

    The host must be below an existing public suffix: no IP address, no localhost, no test or internal name.
    """
    try:
        parts = urlsplit(referer)
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host):
        return ""
    return host if _suffixes().privatesuffix(host) else ""


@cache
def _suffixes() -> PublicSuffixList:
    # ICANN suffixes only: with the private ones "something.github.io" would be a site, but "github.io" would not.
    return PublicSuffixList(accept_unknown=False, only_icann=True)
