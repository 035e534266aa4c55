"""A call that is open, and people around it."""

from tests.fixtures.calls import call  # noqa: F401
from tests.fixtures.initiatives import editor  # noqa: F401
