"""An editor, a theme and a city."""

from tests.fixtures.initiatives import editor  # noqa: F401
