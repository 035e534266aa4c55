"""The maximum body size of a request by path, applied before any of it is read."""

FORM = 1_000_000
"""Bytes of a form without files: ten times the longest text it accepts."""

LIMITS = {
    "/fediverse/": 256_000,
    "/account/oproepen/": 41_000_000,
    "/oproepen/mijn/": 41_000_000,
    "/oproepen/gesprek/": 41_000_000,
    "/beheer/": 25_000_000,
}
"""Bytes for each path prefix that accepts more, or less, than a form. The longest matching prefix counts."""

LANGUAGES = ("/en/",)
SLOWEST = 50_000
"""Bytes per second: a client that sends a large file more slowly is cut off."""
MIN_SECONDS = 20.0


def find_body_limit(path: str) -> int:
    """The maximum body size in bytes of a request for `path`, in any language."""
    for language in LANGUAGES:
        if path.startswith(language):
            path = path[len(language) - 1 :]
    prefixes = [prefix for prefix in LIMITS if path.startswith(prefix)]
    return LIMITS[max(prefixes, key=len)] if prefixes else FORM


def compute_time_limit(size: int) -> float:
    """How many seconds a body of at most `size` bytes may take to arrive."""
    return MIN_SECONDS + size / SLOWEST
