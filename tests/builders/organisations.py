"""Organisations and municipalities."""

from stedennet.network.models import Organisation

TOOI = "https://identifier.overheid.nl/tooi/id/gemeente/"


def municipality(code: str, name: str, **more) -> Organisation:
    """Build a municipality, without storing it."""
    fields = {"kind": "municipality", "slug": name.lower(), "tooi_uri": f"{TOOI}{(code or '').lower()}", **more}
    return Organisation(code=code, name=name, **fields)
