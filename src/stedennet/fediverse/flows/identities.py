"""Our accounts: one for the network, one for each theme of today, each with its own key."""

from django.conf import settings
from django.db.models import Q

from stedennet.core.clock import now, today
from stedennet.network.models import Theme
from stedennet.network.querysets.themes import ThemeQuerySet

from ..models import Identity
from ..signatures import generate_keys

NETWORK = "netwerk"


def create_missing_identities() -> int:
    """The worker's chore: make the accounts that are not there yet; returns how many. Nothing when switched off."""
    if not settings.FEDIVERSE:
        return 0
    made = 0
    if Identity.objects.network() is None:
        made += _create_identity(NETWORK, None)
    for theme in _current_themes().filter(identity=None):
        made += _create_identity(_choose_free_name(theme.slug), theme)
    return made


def _current_themes() -> ThemeQuerySet:
    day = today()
    begun = Q(scheme__begins_on=None) | Q(scheme__begins_on__lte=day)
    return Theme.objects.filter(begun, Q(scheme__ends_on=None) | Q(scheme__ends_on__gt=day))


def _choose_free_name(slug: str) -> str:
    return f"thema-{slug}" if slug == NETWORK or Identity.objects.filter(name=slug).exists() else slug


def _create_identity(name: str, theme: Theme | None) -> int:
    public, private = generate_keys()
    fields = {"theme": theme, "public_pem": public, "private_pem": private, "created_at": now()}
    return int(Identity.objects.get_or_create(name=name, defaults=fields)[1])
