"""Articles, made as an editor makes them."""

from tests.fixtures.articles import editor  # noqa: F401
