"""Our fediverse accounts: one for the network and one for each current theme, each with its own key pair."""

from django.conf import settings
from django.db.models import Q

from stedennet.core.clock import now, today
from stedennet.network.models import Theme
from stedennet.network.querysets.themes import ThemeQuerySet

from ..models import Identity
from ..signatures import generate_keys

NETWORK = "netwerk"


def create_missing_identities() -> int:
    """Create missing accounts (periodic job); return how many. Does nothing when settings.FEDIVERSE is off."""
    if not settings.FEDIVERSE:
        return 0
    created = 0
    if Identity.objects.network() is None:
        created += _create_identity(NETWORK, None)
    for theme in _current_themes().filter(identity=None):
        created += _create_identity(_choose_free_name(theme.slug), theme)
    return created


def _current_themes() -> ThemeQuerySet:
    current_day = today()
    has_begun = Q(scheme__begins_on=None) | Q(scheme__begins_on__lte=current_day)
    return Theme.objects.filter(has_begun, Q(scheme__ends_on=None) | Q(scheme__ends_on__gt=current_day))


def _choose_free_name(slug: str) -> str:
    return f"thema-{slug}" if slug == NETWORK or Identity.objects.filter(name=slug).exists() else slug


def _create_identity(name: str, theme: Theme | None) -> int:
    public, private = generate_keys()
    fields = {"theme": theme, "public_pem": public, "private_pem": private, "created_at": now()}
    return int(Identity.objects.get_or_create(name=name, defaults=fields)[1])
