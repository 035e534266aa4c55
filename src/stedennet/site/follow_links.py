"""The link “keep me posted” below each list: to the form for a subscription, with the filters that were chosen."""

from urllib.parse import urlencode

from django.urls import reverse

from .filters import Filters

NOT_A_FILTER = ("volgorde", "weergave")


def build_follow_url(name: str, filters: Filters) -> str:
    """Where one subscribes to the list `name` as it is filtered now."""
    chosen = {key: value for key, value in filters.chosen.items() if key not in NOT_A_FILTER}
    return f"{reverse('subscribe')}?{urlencode({'lijst': name, **chosen})}"
