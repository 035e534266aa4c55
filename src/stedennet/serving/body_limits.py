"""How large the body of a request may be, by address: decided before a byte of it is read."""

FORM = 1_000_000
"""Bytes of a form without files: ten times the longest text that one takes."""

LIMITS = {
    "/fediverse/": 256_000,
    "/account/oproepen/": 41_000_000,
    "/oproepen/mijn/": 41_000_000,
    "/oproepen/gesprek/": 41_000_000,
    "/beheer/": 25_000_000,
}
"""Bytes for each beginning of an address that takes more, or less, than a form. The longest that fits counts."""

LANGUAGES = ("/en/",)
SLOWEST = 50_000
"""Bytes a second: who sends a large file more slowly than this is cut off."""
LEAST_SECONDS = 20.0


def find_body_limit(path: str) -> int:
    """The largest body in bytes that a request for `path` may have, in whatever language."""
    for language in LANGUAGES:
        if path.startswith(language):
            path = path[len(language) - 1 :]
    fitting = [beginning for beginning in LIMITS if path.startswith(beginning)]
    return LIMITS[max(fitting, key=len)] if fitting else FORM


def compute_time_limit(size: int) -> float:
    """How many seconds a body of at most `size` bytes may take to arrive."""
    return LEAST_SECONDS + size / SLOWEST
