"""An initiative of Eindhoven, and people who speak for cities."""

from tests.fixtures.initiatives import editor  # noqa: F401
