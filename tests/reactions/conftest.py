"""An article, and people who react to it."""

from tests.fixtures.reactions import article, moderator  # noqa: F401
