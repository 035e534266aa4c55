"""Rate limits for each address, shared by all processes and forgotten within the hour."""

from django.http import HttpRequest

from stedennet.limits.addresses import network_of
from stedennet.limits.flows import count_event

MOST_AN_HOUR = 10
MOST_WITHOUT_PROOF = 4
"""Without a proof of work (proof_of_work.py): enough for a person without JavaScript, too few for a robot."""


def is_over_hourly_limit(request: HttpRequest, what: str, *, proven: bool) -> bool:
    """Whether this address sent `what` too often in the last hour; counts this time too."""
    most = MOST_AN_HOUR if proven else MOST_WITHOUT_PROOF
    return count_event(f"limit:{what}:{proven}:{network_of(request.META)}", within=3600) > most


def is_over_minute_limit(request: HttpRequest, what: str, *, most: int) -> bool:
    """Whether this address did `what` more than `most` times in a minute; for programs, which need no proof."""
    return count_event(f"limit:{what}:{network_of(request.META)}", within=60) > most
