"""Which names of sites are plausible. Pure: text in, text out; no look-up."""

import re
from functools import cache
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList

HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def host_of(referer: str) -> str:
    """The host of an address, in small letters; empty when it is no name of a site on the public internet.

    It stands below a public suffix that exists: no IP address, no localhost, no name of a test or of an inner network.
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
    # Only suffixes of ICANN: with the private ones "something.github.io" would be a site, and "github.io" none.
    return PublicSuffixList(accept_unknown=False, only_icann=True)
