"""The same small network as in the tests of the site."""

from tests.network.conftest import eindhoven, lead, mobility, utrecht
from tests.site.conftest import wish

__all__ = ["eindhoven", "lead", "mobility", "utrecht", "wish"]
