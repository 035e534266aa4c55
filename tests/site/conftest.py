"""The same small network as in the tests of the network's room."""

from tests.network.conftest import eindhoven, lead, mobility, utrecht

__all__ = ["eindhoven", "lead", "mobility", "utrecht"]
