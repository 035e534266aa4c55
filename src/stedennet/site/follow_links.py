"""The link “keep me posted” below each list: to the form for a subscription, with the filters that were chosen."""

from urllib.parse import urlencode

from django.urls import reverse

from .filters import Filters

NOT_A_FILTER = ("volgorde", "weergave")


def build_follow_url(name: str, filters: Filters) -> str:
    """The address for subscribing to the list `name` with its present filters."""
    chosen = {key: value for key, value in filters.chosen.items() if key not in NOT_A_FILTER}
    return f"{reverse('subscribe')}?{urlencode({'lijst': name, **chosen})}"
