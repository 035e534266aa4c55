"""What somebody types to join a theme."""

from tests.fixtures.wishes import wish  # noqa: F401
