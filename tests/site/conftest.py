"""The same small network as in the tests of the network's room."""

from uuid import uuid4

import pytest

from tests.network.conftest import eindhoven, lead, mobility, utrecht

__all__ = ["eindhoven", "lead", "mobility", "utrecht"]


@pytest.fixture
def wish():
    """What somebody types to join a theme."""
    return {
        "name": "Jo Voorbeeld",
        "email": "jo@example.org",
        "organisation": "Gemeente Voorbeeld",
        "role": "participant",
        "message": "Wij doen al iets met deelauto’s.",
        "once": str(uuid4()),
    }
